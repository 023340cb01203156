"""The running season on the home page of the administration: declared and confirmed, week by week."""

from __future__ import annotations

from typing import Any

from wagtail.admin.ui.components import Component

from base.charts import shapes
from schools.access import current_season, reviewed_kinds
from schools.coverage import queries
from users.models import Account


class SeasonProgress(Component):
    """Panel with the progress of the units that `user` reviews; nothing without a season."""

    order = 310
    template_name = "schools/admin/progress.html"

    class Media:
        css = {"all": ["base/css/charts.css"]}

    def __init__(self, user: Account) -> None:
        self.user = user

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """Columns: declared; the line: confirmed. Three queries."""
        season = current_season()
        if season is None:
            return {}
        scope = queries.Scope(season, tuple(reviewed_kinds(self.user)))
        return {"season": season, "total": queries.total_of(scope), "chart": chart_of(queries.by_week(scope))}


def chart_of(bars: list[queries.Bar]) -> shapes.Weeks:
    """The weeks of queries.by_week() as a chart."""
    days = [f"{bar.key[8:10]}-{bar.key[5:7]}" for bar in bars]  # of the ISO date of the Monday
    declared = [(day, bar.declared) for day, bar in zip(days, bars, strict=True)]
    confirmed = [(day, bar.confirmed) for day, bar in zip(days, bars, strict=True)]
    return shapes.weeks(declared, confirmed, is_part=True)
