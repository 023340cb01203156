"""Report of assets that a lease closes, or whose review is due, within SOON_DAYS."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import DateField, ExpressionWrapper, F, Max, Min, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Least, NullIf
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from media_library.admin.reports.report import LibraryReport
from media_library.models import Asset
from media_library.rights.availability import REVIEW_DAYS, review_due

SOON_DAYS = 60


class RightsReport(LibraryReport):
    """Assets that a lease closes, or whose review is due, within SOON_DAYS."""

    index_url_name = "library_rights"
    index_results_url_name = "library_rights_results"
    page_title = _("Thời hạn sắp hết")
    model = Asset
    default_ordering = "ends"
    export_headings = {"code": _("Mã"), "name": _("Tên"), "ends": _("Hết hạn"), "review": _("Xem lại")}
    list_export = ["code", "name", "ends", "review"]

    def get_base_queryset(self) -> QuerySet:
        """Released assets with `ends`, the last day of use."""
        day = timezone.localdate()
        last = day + timedelta(days=SOON_DAYS)
        year_before = last - timedelta(days=REVIEW_DAYS)  # whole days, as in review_due()
        running = Q(leases__effect="allow") & (Q(leases__starts_on=None) | Q(leases__starts_on__lte=day))
        running &= Q(leases__ends_on=None) | Q(leases__ends_on__gte=day)
        stops = Q(leases__effect="deny", leases__starts_on__gt=day)
        return (
            self.assets()
            .filter(status=Asset.Status.RELEASED)
            .annotate(
                # As in rights/availability.py: one permission in force is enough; a ban closes from its first day.
                allowed_to=Max(Coalesce("leases__ends_on", Value(date.max)), filter=running),
                stopped_on=Min("leases__starts_on", filter=stops),
            )
            .annotate(
                last_before=ExpressionWrapper(F("stopped_on") - Value(1), output_field=DateField()),
                ends=NullIf(Least("allowed_to", "last_before"), Value(date.max)),
            )
            .filter(Q(ends__lte=last) | Q(review_on__lte=last) | Q(review_on=None, released_at__date__lte=year_before))
            .prefetch_related("texts__locale")
        )

    def to_row_dict(self, item: Asset) -> dict[str, Any]:
        return {"code": item.code, "name": item.name, "ends": item.ends, "review": review_due(item)}

    columns = [
        Column("code", label=_("Mã"), accessor="code", sort_key="code"),
        Column("name", label=_("Tên"), accessor="name"),
        Column("ends", label=_("Hết hạn"), accessor=lambda asset: f"{asset.ends:%d-%m-%Y}" if asset.ends else "–"),
        Column(
            "review",
            label=_("Xem lại"),
            accessor=lambda asset: _review(asset),
        ),
    ]


def _review(asset: Asset) -> str:
    """The day of the review, with a note when it follows from the release date."""
    due = review_due(asset)
    if due is None:
        return "–"
    return f"{due:%d-%m-%Y}" if asset.review_on else f"{due:%d-%m-%Y}, {_('một năm sau phát hành')}"
