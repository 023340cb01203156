"""Addresses of scenarios, below /vi/, /en/ and /km/."""

from django.urls import re_path

from activities.classes.views import open_class
from activities.models import ScenarioPage

from . import documents, play

ONE = r"^ban-se-lam-gi/(?P<pk>[1-9][0-9]{0,8})/"

urlpatterns = [
    re_path(rf"{ONE}$", play.choose, name="scenario_choose"),
    re_path(rf"{ONE}the\.pdf$", documents.cards, name="scenario_cards"),
    re_path(rf"{ONE}thay-co\.pdf$", documents.notes, name="scenario_notes"),
    re_path(rf"{ONE}dong-vai\.pdf$", documents.roles, name="scenario_roles"),
    re_path(rf"{ONE}ngoai-tuyen\.html$", documents.offline, name="scenario_offline"),
    re_path(rf"{ONE}lop/$", open_class, {"model": ScenarioPage}, name="scenario_class"),
    re_path(rf"{ONE}(?P<way>[a-d]{{1,40}})/$", play.scene, name="scenario_scene"),
]
