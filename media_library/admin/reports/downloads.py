"""Report of downloads, counted by asset, organisation, language and other groups."""

from __future__ import annotations

from operator import itemgetter
from typing import Any

import django_filters
from django.db.models import F, Min, Q, QuerySet, Sum, Value
from django.db.models.functions import Concat
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column

from base.day import refuse_odd_year
from base.languages import language_choices
from media_library.admin.reports.report import LibraryReport
from media_library.models import DownloadDay
from media_library.models.querysets import edits_library
from media_library.statistics.figures import FILES, IN_KITS, ORGANISATIONS, PACKAGES, figures
from media_library.statistics.kept import KeptRows
from media_library.vocabulary import FileRole, Kind, Place, SchoolLevel, Way

#: value of ?theo= → (heading, column or expression of the daily counts, labels of its values)
GROUPS: dict[str, tuple[Any, Any, dict[str, Any]]] = {
    "tai-lieu": (_("Tài liệu"), "asset__code", {}),
    "phien-ban": (
        _("Phiên bản"),
        Concat("asset__code", Value(" v"), "version__number"),
        {},
    ),  # with the code, because numbers repeat
    "loai": (_("Loại"), "asset__kind", dict(Kind.choices)),
    "truong": (_("Đơn vị"), "organisation__name", {}),
    "cap": (_("Cấp học"), "level", dict(SchoolLevel.choices)),
    "xa-phuong": (_("Xã, phường"), "ward", {}),
    "ngon-ngu": (_("Ngôn ngữ"), "language", dict(language_choices())),
    "vai-tro": (_("Vai trò của tệp"), "role", dict(FileRole.choices)),
    "bo": (_("Bộ tài liệu"), "kit__code", {}),
    "noi-dung": (_("Nơi dùng"), "place", dict(Place.choices)),
    "cach": (_("Cách tải"), "way", dict(Way.choices)),
}

HEADINGS = {
    FILES: _("Tệp tải riêng"),
    IN_KITS: _("Tệp nằm trong bộ"),
    PACKAGES: _("Bộ ZIP"),
    ORGANISATIONS: _("Đơn vị khác nhau"),
}
#: Groups of which a ZIP has several: no number of ZIP files for each.
_PARTS_OF_KITS = {"tai-lieu", "phien-ban", "loai", "ngon-ngu", "vai-tro"}


class DownloadsFilter(WagtailFilterSet):
    """Grouping and dates of the report."""

    theo = django_filters.ChoiceFilter(
        label=_("Đếm theo"), choices=[(key, row[0]) for key, row in GROUPS.items()], method="leave", empty_label=None
    )
    tu = django_filters.DateFilter(
        label=_("Từ ngày"), field_name="day", lookup_expr="gte", validators=[refuse_odd_year]
    )
    den = django_filters.DateFilter(
        label=_("Đến ngày"), field_name="day", lookup_expr="lte", validators=[refuse_odd_year]
    )

    class Meta:
        model = DownloadDay
        fields = ["theo", "tu", "den"]

    def leave(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """No change here: the view groups after the dates are applied."""
        return rows


class DownloadsReport(LibraryReport):
    """Downloads counted by one of GROUPS, most first; one query of the daily counts."""

    index_url_name = "library_downloads"
    index_results_url_name = "library_downloads_results"
    page_title = _("Lượt tải của kho")
    model = DownloadDay
    filterset_class = DownloadsFilter
    labels: list[Any] | None = None  # of the groups on this page; None in an export
    export_headings = {"label": _("Nhóm"), "name": _("Tên"), "first": _("Từ ngày")} | HEADINGS

    @property
    def group(self) -> tuple[Any, Any, dict[str, Any]]:
        """The chosen entry of GROUPS."""
        return GROUPS.get(self.request.GET.get("theo", ""), GROUPS["tai-lieu"])

    @property
    def counted(self) -> list[str]:
        """Keys of HEADINGS that say something of the chosen group."""
        part = self.request.GET.get("theo", "tai-lieu") in {*_PARTS_OF_KITS, ""}
        return [name for name in HEADINGS if not (part and name == PACKAGES)]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.list_export = ["label", "name", *self.counted, "first"]

    def get_base_queryset(self) -> QuerySet:
        """All daily counts of the assets that the account may know."""
        rows = DownloadDay.objects.all()
        return rows if edits_library(self.request.user) else rows.filter(asset__in=self.assets().values("pk"))

    def get_filtered_queryset(self) -> QuerySet:
        """One row per group: `label`, the figures of statistics/figures.py, `n_sum` for the order, `first`."""
        rows = super().get_filtered_queryset().order_by()
        column = self.group[1]
        label = F(column) if isinstance(column, str) else column
        counted = rows.values(label=label).annotate(n_sum=Sum("n"), first=Min("day"), **figures())
        return counted.order_by("-n_sum", "label")

    def order_queryset(self, queryset: QuerySet) -> QuerySet:
        """Keep the order of get_filtered_queryset()."""
        return queryset

    def paginate_queryset(self, queryset: QuerySet, page_size: int) -> Any:
        """Pages of rows that are kept, unlike an export: to order the groups PostgreSQL adds up all daily counts."""
        paginated = super().paginate_queryset(KeptRows(queryset), page_size)
        self.labels = [row["label"] for row in paginated[2]]
        return paginated

    def named(self, row: dict[str, Any]) -> Any:
        """Label of the group of `row`: “Poster, tờ dán” instead of “poster”."""
        return self.group[2].get(row["label"], row["label"]) or "–"

    @cached_property
    def names(self) -> dict[str, str]:
        """Code → name of the assets on the page, of all that were counted in an export; {} for other groups."""
        if self.group is not GROUPS["tai-lieu"]:
            return {}
        counted = Q(pk__in=DownloadDay.objects.values("asset")) if self.labels is None else Q(code__in=self.labels)
        return {asset.code: asset.name for asset in self.assets().filter(counted).with_texts()}

    def to_row_dict(self, item: dict[str, Any]) -> dict[str, Any]:
        own = {"label": str(self.named(item)), "name": self.names.get(item["label"], "")}
        return own | {name: item[name] for name in (*self.counted, "first")}

    @property
    def columns(self) -> list[Column]:
        return [
            Column("label", label=self.group[0], accessor=self.named),
            *(
                [Column("name", label=_("Tên"), accessor=lambda row: self.names.get(row["label"], ""))]
                if self.names
                else []
            ),
            *(Column(name, label=HEADINGS[name], accessor=itemgetter(name)) for name in self.counted),
            Column("first", label=_("Từ ngày"), accessor=lambda row: f"{row['first']:%d-%m-%Y}"),
        ]
