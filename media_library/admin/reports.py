"""Reports of the library: downloads by group, gaps of assets, leases and reviews that end soon."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import django_filters
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    DateField,
    Exists,
    ExpressionWrapper,
    F,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Sum,
    TextChoices,
    Value,
)
from django.db.models.functions import Coalesce, Concat, Least, NullIf
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports.base import ReportView

from base.errors import permission_denied
from media_library.catalogue.requirements import REQUIREMENTS
from media_library.models import Asset, AssetFile, DownloadDay, DownloadEvent
from media_library.rights.availability import REVIEW_DAYS, review_due
from media_library.vocabulary import Alternative, FileRole, Kind, Language, Place, SchoolLevel, Way

SOON_DAYS = 60
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
    "ngon-ngu": (_("Ngôn ngữ"), "language", dict(Language.choices)),
    "vai-tro": (_("Vai trò của tệp"), "role", dict(FileRole.choices)),
    "bo": (_("Bộ tài liệu"), "kit__code", {}),
    "noi-dung": (_("Nơi dùng"), "place", dict(Place.choices)),
    "cach": (_("Cách tải"), "way", dict(Way.choices)),
}


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


class DownloadsFilter(WagtailFilterSet):
    """Grouping and dates of the report."""

    theo = django_filters.ChoiceFilter(
        label=_("Đếm theo"), choices=[(key, row[0]) for key, row in GROUPS.items()], method="leave", empty_label=None
    )
    tu = django_filters.DateFilter(label=_("Từ ngày"), field_name="day", lookup_expr="gte")
    den = django_filters.DateFilter(label=_("Đến ngày"), field_name="day", lookup_expr="lte")

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
    export_headings = {"label": _("Nhóm"), "n_sum": _("Lượt tải"), "first": _("Từ ngày")}
    list_export = ["label", "n_sum", "first"]

    @property
    def group(self) -> tuple[Any, Any, dict[str, Any]]:
        """The chosen entry of GROUPS."""
        return GROUPS.get(self.request.GET.get("theo", ""), GROUPS["tai-lieu"])

    def get_base_queryset(self) -> QuerySet:
        """All daily counts."""
        return DownloadDay.objects.all()

    def get_filtered_queryset(self) -> QuerySet:
        """One row per group: `label`, `n_sum`, `first`."""
        rows = super().get_filtered_queryset().order_by()
        column = self.group[1]
        label = F(column) if isinstance(column, str) else column
        return rows.values(label=label).annotate(n_sum=Sum("n"), first=Min("day")).order_by("-n_sum", "label")

    def order_queryset(self, queryset: QuerySet) -> QuerySet:
        """Keep the order of get_filtered_queryset()."""
        return queryset

    def named(self, row: dict[str, Any]) -> Any:
        """Label of the group of `row`: “Poster, tờ dán” instead of “poster”."""
        return self.group[2].get(row["label"], row["label"]) or "–"

    def to_row_dict(self, item: dict[str, Any]) -> dict[str, Any]:
        """One line of the export."""
        return super().to_row_dict(item) | {"label": str(self.named(item))}

    @property
    def columns(self) -> list[Column]:
        """Columns of the table."""
        return [
            Column("label", label=self.group[0], accessor=self.named),
            Column("n_sum", label=_("Lượt tải"), accessor=lambda row: row["n_sum"]),
            Column("first", label=_("Từ ngày"), accessor=lambda row: f"{row['first']:%d-%m-%Y}"),
        ]


class GapsFilter(WagtailFilterSet):
    """Filters of the report by what is missing."""

    tieng = django_filters.ChoiceFilter(label=_("Thiếu tiếng"), choices=Language.choices, method="without_language")
    dang = django_filters.ChoiceFilter(
        label=_("Thiếu dạng"),
        choices=[row for row in FileRole.choices if any(row[0] in one.roles for one in REQUIREMENTS.values())],
        method="without_form",
    )
    tai = django_filters.ChoiceFilter(label=_("Lượt tải"), choices=[("0", _("chưa ai tải"))], method="untaken")

    class Meta:
        model = Asset
        fields = ["tieng", "dang", "tai"]

    def without_language(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Assets without a file in the language."""
        return rows.exclude(languages__contains=[value])

    def without_form(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Assets without a file of the role that their kind requires."""
        return rows.filter(lacks_form(value))

    def untaken(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Assets that nobody has downloaded."""
        return rows.filter(UNTAKEN)


UNTAKEN = Q(is_taken=False, is_new=False)


def lacks_form(role: str = "") -> Q:
    """Assets whose kind requires a file of `role` (default: any role; catalogue/requirements.py) that they do not have.

    For a queryset with `roles`: those of the files of the newest version.
    """
    lacking = Q(pk__in=[])
    for kind, required in REQUIREMENTS.items():
        wanted = [str(one) for one in required.roles if role in {"", one}]
        if wanted:
            lacking |= Q(kind=kind) & ~Q(roles__contains=wanted)
    return lacking


class GapsReport(LibraryReport):
    """Released assets and what they lack: languages, roles that their kind requires, downloads."""

    index_url_name = "library_gaps"
    index_results_url_name = "library_gaps_results"
    page_title = _("Khoảng trống của kho")
    model = Asset
    filterset_class = GapsFilter
    default_ordering = "code"
    export_headings = {
        "code": _("Mã"),
        "name": _("Tên"),
        "languages": _("Có bản"),
        "missing": _("Thiếu tiếng"),
        "forms": _("Thiếu dạng"),
        "alternatives": _("Dạng thay thế"),
        "taken": _("Lượt tải"),
    }
    list_export = list(export_headings)

    def get_base_queryset(self) -> QuerySet:
        """Assets with at least one gap."""
        taken = DownloadDay.objects.filter(asset=OuterRef("pk"))
        fresh = DownloadEvent.objects.filter(asset=OuterRef("pk"))
        files = AssetFile.objects.filter(version=OuterRef("current_version"))
        return (
            Asset.objects.released()
            .annotate(is_taken=Exists(taken), is_new=Exists(fresh), roles=ArraySubquery(files.values("role")))
            .filter(UNTAKEN | ~Q(languages__contains=list(Language.values)) | lacks_form() | Q(alternatives=[]))
            .prefetch_related("texts__locale")
        )

    def to_row_dict(self, item: Asset) -> dict[str, Any]:
        """One line of the export."""
        return {
            "code": item.code,
            "name": item.name,
            "languages": _named(Language, item.languages),
            "missing": _missing(item),
            "forms": _missing_forms(item),
            "alternatives": _named(Alternative, item.alternatives),
            "taken": str(_taken(item)),
        }

    columns = [
        Column("code", label=_("Mã"), accessor="code", sort_key="code"),
        Column("name", label=_("Tên"), accessor="name"),
        Column("missing", label=_("Thiếu tiếng"), accessor=lambda asset: _missing(asset)),
        Column("forms", label=_("Thiếu dạng"), accessor=lambda asset: _missing_forms(asset)),
        Column(
            "alternatives",
            label=_("Dạng thay thế"),
            accessor=lambda asset: _named(Alternative, asset.alternatives),
        ),
        Column("taken", label=_("Lượt tải"), accessor=lambda asset: _taken(asset)),
    ]


def _named(choices: type[TextChoices], keys: Iterable[str]) -> str:
    """Labels of `keys` in the order of the vocabulary; a dash for none."""
    held = set(keys)
    return ", ".join(str(choice.label) for choice in choices if choice.value in held) or "–"


def _missing(asset: Asset) -> str:
    return _named(Language, set(Language.values) - set(asset.languages))


def _missing_forms(asset: Asset) -> str:
    required = REQUIREMENTS.get(Kind(asset.kind))
    return _named(FileRole, set(required.roles) - set(asset.roles)) if required else "–"


def _taken(asset: Asset) -> Any:
    return _("có") if asset.is_taken or asset.is_new else _("chưa ai tải")


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
            Asset.objects.filter(status=Asset.Status.RELEASED)
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
        """One line of the export."""
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


REPORTS = {"luot-tai": DownloadsReport, "khoang-trong": GapsReport, "thoi-han": RightsReport}


@hooks.register("register_admin_urls")
def report_urls() -> list[Any]:
    """URLs of the reports."""
    routes = []
    for word, view in REPORTS.items():
        routes.append(path(f"reports/kho/{word}/", view.as_view(), name=view.index_url_name))
        results = view.as_view(results_only=True)
        routes.append(path(f"reports/kho/{word}/results/", results, name=view.index_results_url_name))
    return routes


class ReportMenuItem(MenuItem):
    """Menu item for accounts that may see the reports."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Needs view_downloadevent."""
        return bool(request.user.has_perm("media_library.view_downloadevent"))


def _menu(view: type[LibraryReport], order: int) -> None:
    def item() -> MenuItem:
        address = f"/admin/reports/kho/{next(word for word, one in REPORTS.items() if one is view)}/"
        return ReportMenuItem(view.page_title, address, icon_name=view.header_icon, order=order)

    hooks.register("register_reports_menu_item", item)


for _order, _view in enumerate(REPORTS.values(), 711):
    _menu(_view, _order)
