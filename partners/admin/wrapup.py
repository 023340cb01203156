"""Report “Tổng kết KOL”: figures of a period, a paragraph to copy, XLSX and CSV."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from campaign.models import Outlet
from partners import wrapup
from partners.fields import DayField

DAYS = 30  # default period


class PeriodForm(forms.Form):
    """First day, last day and outlet; without days the last DAYS days."""

    tu = DayField(label=_("Từ ngày"))
    den = DayField(label=_("Đến hết ngày"))
    co_quan = forms.ModelChoiceField(Outlet.objects.all(), label=_("Cơ quan nhận"), required=False)

    def clean(self) -> dict[str, Any]:
        """Fill in the default period; an error when the last day is before the first."""
        super().clean()
        data = self.cleaned_data
        last = data.get("den") or timezone.localdate()
        first = data.get("tu") or last - timedelta(days=DAYS)
        if first > last:
            self.add_error("den", _("Ngày cuối đứng trước ngày đầu. Bạn đổi lại hai ngày."))
        return data | {"tu": first, "den": last}


class WrapUpView(SpreadsheetExportMixin, WagtailAdminTemplateMixin, TemplateView):
    """The report as a page, XLSX or CSV."""

    page_title = _("Tổng kết KOL")
    header_icon = "group"
    template_name = "partners/admin/wrapup.html"
    list_export = ["name", "sent", "answered", "in_time", "published", "removed", "posts", "networks"]
    export_headings = {
        "name": _("Đối tác"),
        "sent": _("Bài đã gửi"),
        "answered": _("Lần trả lời"),
        "in_time": _("Trong hạn"),
        "published": _("Bài đã đăng"),
        "removed": _("Bài đã gỡ"),
        "posts": _("Lần đăng ở kênh đối tác"),
        "networks": _("Theo mạng"),
    }

    @cached_property
    def form(self) -> PeriodForm:
        """The bound form, with the default period where the address has none."""
        last = timezone.localdate()
        defaults = {"tu": str(last - timedelta(days=DAYS)), "den": str(last)}
        return PeriodForm(defaults | self.request.GET.dict())

    @cached_property
    def period(self) -> tuple[date, date]:
        """(first day, last day) of the valid form."""
        return self.form.cleaned_data["tu"], self.form.cleaned_data["den"]

    @cached_property
    def rows(self) -> list[wrapup.Line]:
        """One line per partner; empty when the form is invalid."""
        return wrapup.lines(*self.period, self.form.cleaned_data.get("co_quan")) if self.form.is_valid() else []

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_filename(self) -> str:
        return f"tong-ket-kol-{self.period[0]}-{self.period[1]}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form and the rows; with a valid period also the sum and the paragraph."""
        context = {"form": self.form, "rows": self.rows}
        if self.form.is_valid():
            context |= {"total": wrapup.total(self.rows), "paragraph": wrapup.paragraph(*self.period, self.rows)}
        return super().get_context_data(**kwargs) | context

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """The page (422 for an invalid period), or with `?export=` the spreadsheet."""
        if self.form.is_valid() and self.is_export:
            return self.as_spreadsheet(self.rows, self.request.GET["export"])
        return super().render_to_response(context, status=200 if self.form.is_valid() else 422, **kwargs)

    def get_heading(self, queryset: Any, field: str) -> str:
        """Title of the column `field`."""
        return str(self.export_headings[field])
