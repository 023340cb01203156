"""Panel of the dashboard: versions that wait for a decision."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from wagtail.admin.site_summary import SummaryItem

from media_library.models import AssetVersion


class WaitingVersions(SummaryItem):
    """Dashboard panel: versions to approve, returned, and ready for release."""

    order = 170
    template_name = "media_library/admin/summary.html"

    def is_shown(self) -> bool:
        """Needs change_asset."""
        return bool(self.request.user.has_perm("media_library.change_asset"))

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        """Numbers of assets with such versions."""
        versions, may_release = AssetVersion.objects.all(), self.request.user.has_perm("media_library.release_asset")
        waiting = versions.in_review()
        if may_release:
            waiting = waiting.exclude(submitted_by=self.request.user)
        rows = {"waiting": waiting, "returned": versions.returned(), "approved": versions.approved()}
        numbers = {name: one.values("asset").distinct().count() for name, one in rows.items()}
        listing = reverse("wagtailsnippets_media_library_asset:list")
        return numbers | {"may_release": may_release, "listing": listing}
