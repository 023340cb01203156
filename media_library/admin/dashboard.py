"""The library on the home page of the administration: versions that wait for a decision, downloads of twelve weeks."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from wagtail.admin.site_summary import SummaryItem
from wagtail.admin.ui.components import Component

from media_library.admin.reports import overview
from media_library.models import AssetVersion


class WaitingVersions(SummaryItem):
    """Dashboard panel: versions to approve, returned, and ready for release."""

    order = 170
    template_name = "media_library/admin/summary.html"

    def is_shown(self) -> bool:
        return bool(self.request.user.has_perm("media_library.change_asset"))

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        versions, may_release = AssetVersion.objects.all(), self.request.user.has_perm("media_library.release_asset")
        waiting = versions.in_review()
        if may_release:
            waiting = waiting.exclude(submitted_by=self.request.user)
        rows = {"waiting": waiting, "returned": versions.returned(), "approved": versions.approved()}
        numbers = {name: queryset.values("asset").distinct().count() for name, queryset in rows.items()}
        listing = reverse("wagtailsnippets_media_library_asset:list")
        return numbers | {"may_release": may_release, "listing": listing}


class DownloadsTrend(Component):
    """Panel of the home page: files and distinct schools of the last weeks, as the reports draw them."""

    order = 320
    template_name = "media_library/admin/trend.html"

    class Media:
        css = {"all": ["base/css/charts.css"]}

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """The chart, and the last whole week in words; one query."""
        weeks = overview.weeks_from(overview.first_monday())
        return {"chart": overview.trend(weeks), "week": weeks[-2], "first": weeks[0]["monday"]}
