"""The panel of the administration's home page, and which of Wagtail's panels it replaces."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.ui.components import Component

from home.dashboard.others import Waiting, waiting_for
from home.dashboard.parts import NewsroomHome, of_user
from home.dashboard.readings import HEIGHT, WIDTH
from users.models import User

#: Names of Wagtail's lists of the same texts, without section, hour and whom they wait for.
REPLACED = {"user_objects_in_workflow_moderation", "workflow_objects_to_moderate", "recent_edits"}


class NewsroomPanel(Component):
    """What waits, drafts, today, readings, consents that end, texts that a gate stops."""

    order = 20
    template_name = "home/dashboard/newsroom.html"

    def __init__(self, found: NewsroomHome) -> None:
        self.found = found

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """`found`: everything; the size of the drawing."""
        return {"found": self.found, "width": WIDTH, "height": HEIGHT}


class OthersPanel(Component):
    """What waits in the library, at the KOL desk, and for who confirms claims."""

    order = 30
    template_name = "home/dashboard/others.html"

    def __init__(self, places: list[Waiting]) -> None:
        self.places = places

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """`places`: lists of what waits."""
        return {"places": self.places}


@hooks.register("construct_homepage_panels")
def what_waits(request: HttpRequest, panels: list[Component]) -> None:
    """Add what waits for the account outside of the newsrooms."""
    places = waiting_for(request.user) if isinstance(request.user, User) else []
    if places:
        panels.append(OthersPanel(places))


@hooks.register("construct_homepage_panels")
def newsroom_home(request: HttpRequest, panels: list[Component]) -> None:
    """Put the newsroom's panel in the place of Wagtail's lists, for people of a newsroom."""
    found = of_user(request.user) if isinstance(request.user, User) else None
    if found is not None:
        panels[:] = [panel for panel in panels if getattr(panel, "name", "") not in REPLACED]
        panels.append(NewsroomPanel(found))
