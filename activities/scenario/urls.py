"""Addresses of scenarios, below /vi/, /en/ and /km/."""

from typing import Any

from django.urls import re_path

from activities.classes.views import open_class
from activities.models import ScenarioPage
from activities.playable.documents import offline, printed

from . import documents, play

ONE = r"^ban-se-lam-gi/(?P<pk>[1-9][0-9]{0,8})/"
PAGE: dict[str, Any] = {"model": ScenarioPage}

urlpatterns = [
    re_path(rf"{ONE}$", play.choose, name="scenario_choose"),
    re_path(
        rf"{ONE}the\.pdf$", printed, PAGE | {"make": documents.cards_sheet, "ending": "-the"}, name="scenario_cards"
    ),
    re_path(
        rf"{ONE}thay-co\.pdf$",
        printed,
        PAGE | {"make": documents.notes_sheet, "ending": "-thay-co"},
        name="scenario_notes",
    ),
    re_path(
        rf"{ONE}dong-vai\.pdf$",
        printed,
        PAGE | {"make": documents.roles_sheet, "ending": "-dong-vai"},
        name="scenario_roles",
    ),
    re_path(rf"{ONE}ngoai-tuyen\.html$", offline, PAGE | {"make": documents.offline_copy}, name="scenario_offline"),
    re_path(rf"{ONE}lop/$", open_class, PAGE, name="scenario_class"),
    re_path(rf"{ONE}(?P<way>[a-d]{{1,40}})/$", play.scene, name="scenario_scene"),
]
