"""Base of the library's reports: who may see them, and the name of the export."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from wagtail.admin.views.reports.base import ReportView

from base.errors import permission_denied


class LibraryReport(ReportView):
    """Base of the reports; needs view_downloadevent, exports as XLSX and CSV."""

    header_icon = "folder-open-inverse"
    is_searchable = False
    permission_required = None
    any_permission_required = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer 403 without view_downloadevent."""
        if not request.user.has_perm("media_library.view_downloadevent"):
            return permission_denied(request)
        return super().dispatch(request, *args, **kwargs)

    def get_filename(self) -> str:
        """Name of the export, with the date."""
        return f"{self.index_url_name.replace('_', '-')}-{timezone.localdate():%Y-%m-%d}"
