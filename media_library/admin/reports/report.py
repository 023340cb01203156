"""Base of the library's reports: who may see them, their exports as XLSX, CSV and PDF."""

from __future__ import annotations

from itertools import islice
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.views.reports.base import ReportView
from wagtail.admin.widgets.button import Button

from base.errors import permission_denied
from media_library.models import Asset
from media_library.models.querysets import AssetQuerySet
from media_library.print.report import table_pdf
from media_library.print.responses import pdf_response

PDF = "pdf"
MAX_PDF_ROWS = 500  # rows of a PDF, about twelve pages; longer lists are for XLSX


class LibraryReport(ReportView):
    """Base of the reports; needs view_downloadevent, exports as XLSX, CSV and PDF."""

    header_icon = "folder-open-inverse"
    is_searchable = False
    permission_required = None
    any_permission_required = None
    FORMATS = (*ReportView.FORMATS, PDF)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer 403 without view_downloadevent."""
        if not request.user.has_perm("media_library.view_downloadevent"):
            return permission_denied(request)
        return super().dispatch(request, *args, **kwargs)

    def assets(self) -> AssetQuerySet:
        """The assets that the report names: for who does not edit the library no drafts, and none of the staff's."""
        return Asset.objects.choosable_by(self.request.user)

    def get_filename(self) -> str:
        return f"{self.index_url_name.replace('_', '-')}-{timezone.localdate():%Y-%m-%d}"

    def as_spreadsheet(self, queryset: Any, spreadsheet_format: str) -> HttpResponse:
        """The export; as PDF its first MAX_PDF_ROWS rows."""
        if spreadsheet_format != PDF:
            return super().as_spreadsheet(queryset, spreadsheet_format)
        heads = [str(self.get_heading(queryset, field)) for field in self.list_export]
        items = list(islice(iter(queryset), MAX_PDF_ROWS + 1))
        rows = [[row[field] for field in self.list_export] for row in map(self.to_row_dict, items[:MAX_PDF_ROWS])]
        return pdf_response(
            lambda: table_pdf(str(self.page_title), self._what(len(items)), heads, rows),
            f"{self.get_filename()}.pdf",
            busy=_("Bạn thử lại sau nửa phút, hoặc xuất XLSX."),
        )

    def _what(self, count: int) -> str:
        """The filters in use, and that rows were left out."""
        form = self.filters.form if self.filters else None
        used = [f"{field.label}: {field.value()}" for field in (form or []) if field.value() not in (None, "", [])]
        if count > MAX_PDF_ROWS:
            used.append(_("chỉ %(n)d dòng đầu, cả bảng ở bản XLSX") % {"n": MAX_PDF_ROWS})
        return " · ".join(used)

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        button = Button(label=_("Xuất PDF"), url=self.get_export_url(PDF), icon_name="download", priority=95)
        return [*super().header_more_buttons, button]
