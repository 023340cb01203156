"""The list of assets in the administration: filters, and an export whose cells no spreadsheet program runs."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any, ClassVar

import django_filters
from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, Table
from wagtail.models import Page
from wagtail.snippets.views.snippets import IndexView, UsageView

from base.admin.plain_table import PlainCheckboxColumn, PlainFilterSet, PlainTable, PlainTitleColumn
from base.languages import language_choices
from media_library.catalogue.table_import import COLUMNS, STANDING
from media_library.models import Asset, AssetFile, AssetVersion
from media_library.models.querysets import AssetFileQuerySet, AssetQuerySet, AssetVersionQuerySet
from media_library.vocabulary import FileRole, Moment


class AssetFilterSet(PlainFilterSet):
    """Filters of the list."""

    moments = django_filters.MultipleChoiceFilter(
        label=_("Dịp và nơi dùng"), choices=Moment.choices, method="having_moments"
    )
    languages = django_filters.MultipleChoiceFilter(
        label=_("Ngôn ngữ"), choices=language_choices, method="having_languages"
    )
    role = django_filters.ChoiceFilter(label=_("Có bản"), choices=FileRole.choices, method="having_role")
    unanswered = django_filters.ChoiceFilter(
        label=_("Việc còn lại"),
        choices=[
            ("people", _("chưa trả lời về người dưới 18 tuổi")),
            ("scan", _("có tệp chưa quét vi-rút")),
            ("jobs", _("có bản dẫn xuất hỏng")),
            ("review", _("chờ duyệt")),
            ("my_review", _("chờ tôi duyệt")),
            ("returned", _("bị trả lại, chờ sửa")),
            ("approved", _("đã duyệt, chờ phát hành")),
        ],
        method="left_to_do",
    )

    class Meta:
        model = Asset
        fields: ClassVar[list[str]] = ["status", "kind", "access", "licence", "season", "created_by"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        makers = Asset.objects.exclude(created_by=None).values("created_by")
        self.filters["created_by"].queryset = get_user_model().objects.filter(pk__in=makers)

    def having_moments(self, queryset: AssetQuerySet, name: str, value: list[str]) -> AssetQuerySet:
        """Assets with at least one of the moments."""
        return queryset.filter(moments__overlap=value) if value else queryset

    def having_languages(self, queryset: AssetQuerySet, name: str, value: list[str]) -> AssetQuerySet:
        """Assets with files in at least one of the languages."""
        return queryset.filter(languages__overlap=value) if value else queryset

    def having_role(self, queryset: AssetQuerySet, name: str, value: str) -> AssetQuerySet:
        """Assets with a file of the role."""
        return queryset.filter(Exists(_files().filter(role=value)))

    def left_to_do(self, queryset: AssetQuerySet, name: str, value: str) -> AssetQuerySet:
        """Assets with the chosen kind of unfinished work."""
        versions = AssetVersion.objects.all()
        steps: dict[str, Callable[[], AssetVersionQuerySet]] = {
            "review": versions.in_review,
            "my_review": lambda: versions.in_review().exclude(submitted_by=self.request.user),
            "returned": versions.returned,
            "approved": versions.approved,
        }
        if value in steps:
            return queryset.filter(pk__in=steps[value]().values("asset"))
        conditions: dict[str, dict[str, Any]] = {
            "people": {"stored__shows_minor__isnull": True},
            "scan": {"stored__state__in": ["not_scanned", "received"], "stored__decision": ""},
            "jobs": {"stored__derivatives__state": "failed"},
        }
        return queryset.filter(Exists(_files().filter(**conditions[value])))


def _files() -> AssetFileQuerySet:
    return AssetFile.objects.filter(version__asset=OuterRef("pk"))


class AssetIndexView(IndexView):
    """The list; its export has the columns that an import accepts."""

    table_class = PlainTable

    def search_queryset(self, queryset: AssetQuerySet) -> AssetQuerySet:
        """Assets that hold every word, with or without its marks; all without a query."""
        return queryset.matching(self.search_query) if self.is_searching else queryset

    @cached_property
    def columns(self) -> list[Column]:
        """The name links to the editor; Wagtail links the first column only, which here is the picture."""
        name = PlainTitleColumn(
            "__str__",
            label=_("Tên"),
            accessor="name",
            get_url=self.get_edit_url,
            get_title_id=lambda asset: f"snippet_{asset.pk}_title",
        )
        own = {"__str__": name, "bulk_actions": PlainCheckboxColumn("bulk_actions", obj_type="snippet")}
        return [own.get(column.name, column) for column in super().columns]

    list_export = (*COLUMNS, *STANDING)
    export_filename = "kho-tai-lieu"
    custom_value_preprocess: ClassVar[dict[Any, Any]] = IndexView.custom_value_preprocess | {
        datetime.datetime: {
            IndexView.FORMAT_CSV: lambda value: value.isoformat(),
            IndexView.FORMAT_XLSX: lambda value: value.isoformat(),
        },
    }
    export_headings: ClassVar[dict[str, str]] = {name: name for name in (*COLUMNS, *STANDING)}

    def to_row_dict(self, item: Asset) -> dict[str, Any]:
        text = item.text("vi")
        row = {name: getattr(text, name, "") if text else "" for name in ("name", "summary", "placement", "alt")}
        row |= {name: getattr(item, name) for name in ("code", "kind", "access", "licence", "plan_ref", "status")}
        row |= {"moments": " ".join(item.moments), "languages": " ".join(item.languages)}
        row["released_at"] = item.released_at or ""
        return {name: row[name] for name in self.list_export}


class AssetUsageView(UsageView):
    """Where an asset is used. Live public pages are named and linked also for those who may not edit them."""

    def get_table(self, object_list: Any, **kwargs: Any) -> Table:
        """Wagtail's table with title and link of public pages added."""
        table = super().get_table(object_list, **kwargs)
        for row in table.data:
            page = row["object"]
            if row["edit_url"] is None and isinstance(page, Page) and _is_read_by_all(page):
                row["label"], row["edit_url"] = page.title, page.get_full_url()
                row["edit_link_title"] = _("Mở trang trên báo")
        return table


def _is_read_by_all(page: Page) -> bool:
    return page.live and not page.get_view_restrictions().exists()
