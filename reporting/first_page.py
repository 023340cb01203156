"""The figures on the first page of the administration: for who reviews units, and for who arranges a front page."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from reporting import newsroom
from reporting.figures import CHANGE_DAYS, Reading, first_rows
from schools.access import current_season, reviewed_kinds
from schools.coverage.queries import Scope
from users.models import User


class FiguresPanel(Component):
    """At most six figures of the running season, each with its change and a link to its rows; none without a season."""

    order = 10
    template_name = "reporting/admin/first_page.html"

    def __init__(self, user: User) -> None:
        self.user = user

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """`rows`; the number of queries does not depend on the number of units."""
        season = current_season()
        if season is None:
            return {}
        scope = Scope(season, tuple(reviewed_kinds(self.user)))
        rows = first_rows(Reading(self.user, scope))
        return {"title": season.name, "days": CHANGE_DAYS, "rows": rows, "all": reverse("figures")}


class NewsroomFiguresPanel(Component):
    """Six figures of the newsrooms whose front page the account arranges, each with its change and a link."""

    order = 11
    template_name = "reporting/admin/first_page.html"

    def __init__(self, user: User) -> None:
        self.user = user

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """`rows`; the number of queries does not depend on the number of stories."""
        rows = newsroom.rows(newsroom.NewsroomReading(self.user))
        return {
            "title": _("Tòa soạn 30 ngày qua"),
            "days": CHANGE_DAYS,
            "rows": rows,
            "all": reverse("newsroom_figures"),
        }
