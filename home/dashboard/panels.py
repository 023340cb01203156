"""The panels of the administration's home page, and which of Wagtail's panels they replace."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import cached_property
from django.views.decorators.http import require_safe
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.permissions import page_permission_policy

from articles.editorial.access import outlets_of, sections_of, works_as
from home.dashboard.later import NEWSROOM, HomeRequest, view_of
from home.dashboard.others import Waiting, waiting_for
from home.dashboard.parts import NewsroomHome, Worklist, of_user, read_stories_of, worklist_of
from home.dashboard.readings import HEIGHT, WIDTH
from home.dashboard.readings_file import readings_file
from users.models import User

#: Names of Wagtail's lists of the same texts, without section, hour and whom they wait for.
REPLACED = {"user_objects_in_workflow_moderation", "workflow_objects_to_moderate", "recent_edits", "locked_pages"}
ON_PAGES = {"add", "change", "publish", "lock", "unlock"}


class WorklistPanel(Component):
    """What waits for the person, and the person's drafts."""

    order = 20
    template_name = "home/dashboard/worklist.html"

    def __init__(self, found: Worklist) -> None:
        self.found = found

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """`found`: everything."""
        return {"found": self.found}


class NewsroomPanel(Component):
    """Today, readings, consents that end, texts that a gate stops; comes after the page (later.py)."""

    order = 301
    template_name = "home/dashboard/newsroom.html"

    def __init__(self, user: User) -> None:
        self.user = user

    @cached_property
    def found(self) -> NewsroomHome:
        return of_user(self.user)

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """`found`, and the size of the drawing."""
        return {"found": self.found, "width": WIDTH, "height": HEIGHT}


class OthersPanel(Component):
    """What waits in the library, at the KOL desk, and for who confirms claims; comes later for a newsroom's people."""

    template_name = "home/dashboard/others.html"

    def __init__(self, user: User, order: int) -> None:
        self.user, self.order = user, order

    @cached_property
    def places(self) -> list[Waiting]:
        return waiting_for(self.user)

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """`places`."""
        return {"places": self.places}


@hooks.register("construct_homepage_panels")
def home_of(request: HttpRequest, panels: list[Component]) -> None:
    """Put the panels of the account's work in the place of Wagtail's lists."""
    user = request.user
    if not isinstance(user, User):
        return
    in_newsroom = works_as(user)
    if in_newsroom or not page_permission_policy.user_has_any_permission(user, ON_PAGES):
        panels[:] = [panel for panel in panels if getattr(panel, "name", "") not in REPLACED]
    if in_newsroom:
        panels += [WorklistPanel(worklist_of(user)), NewsroomPanel(user)]
    panels.append(OthersPanel(user, 305 if in_newsroom else 30))


@require_safe
def newsroom_part(request: HomeRequest) -> HttpResponseBase:
    """The part of the home page, or with `?xlsx` the readings as a file. 404 for who works in no newsroom."""
    if "xlsx" not in request.GET:
        return view_of(NEWSROOM)(request)
    if not isinstance(request.user, User) or not works_as(request.user):
        raise Http404
    return readings_file(read_stories_of(request.user, sections_of(outlets_of(request.user))))
