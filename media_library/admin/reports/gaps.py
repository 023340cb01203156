"""Report of gaps: released assets that lack a language, a role, an alternative format, or downloads."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import django_filters
from django.contrib.postgres.expressions import ArraySubquery
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column

from base import site_context
from base.languages import language_choices, language_codes
from media_library.admin.reports.report import LibraryReport
from media_library.catalogue.requirements import REQUIREMENTS
from media_library.models import Asset, AssetFile, DownloadDay, DownloadEvent
from media_library.models.querysets import edits_library
from media_library.vocabulary import Alternative, FileRole, Kind


class GapsFilter(WagtailFilterSet):
    """Filters of the report by what is missing."""

    tieng = django_filters.ChoiceFilter(label=_("Thiếu tiếng"), choices=language_choices, method="without_language")
    dang = django_filters.ChoiceFilter(
        label=_("Thiếu dạng"),
        choices=[row for row in FileRole.choices if any(row[0] in rule.roles for rule in REQUIREMENTS.values())],
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
        return rows.filter(UNTAKEN)


UNTAKEN = Q(is_taken=False, is_new=False)


def lacks_form(role: str = "") -> Q:
    """Assets whose kind requires a file of `role` (default: any role; catalogue/requirements.py) that they do not have.

    For a queryset with `roles`: those of the files of the newest version.
    """
    lacking = Q(pk__in=[])
    for kind, required in REQUIREMENTS.items():
        required_roles = [str(required_role) for required_role in required.roles if role in {"", required_role}]
        if required_roles:
            lacking |= Q(kind=kind) & ~Q(roles__contains=required_roles)
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
        downloads = DownloadDay.objects.filter(asset=OuterRef("pk"))
        fresh = DownloadEvent.objects.filter(asset=OuterRef("pk"))
        files = AssetFile.objects.filter(version=OuterRef("current_version"))
        return (
            self.assets()
            .released()
            .annotate(is_taken=Exists(downloads), is_new=Exists(fresh), roles=ArraySubquery(files.values("role")))
            # The cheapest condition first: PostgreSQL asks the next only where it does not hold.
            .filter(~Q(languages__contains=language_codes()) | Q(alternatives=[]) | UNTAKEN | lacks_form())
            .prefetch_related("texts__locale")
        )

    def get_paginator(self, queryset: QuerySet, per_page: int, **kwargs: Any) -> Paginator:
        """Wagtail's, whose number of all gaps is counted once until the library changes: it reads every asset."""
        paginator = super().get_paginator(queryset, per_page, **kwargs)
        filter_values = self.filters.form.cleaned_data if self.filters.is_valid() else {}  # wild values filter nothing
        filter_key = "-".join(str(filter_values.get(name) or "") for name in self.filterset_class.base_filters)
        reader = "editor" if edits_library(self.request.user) else "other"
        number: int = site_context.cached(f"gaps:{filter_key}:{reader}", lambda: paginator.count, seconds=60)
        paginator.count = number
        return paginator

    def to_row_dict(self, item: Asset) -> dict[str, Any]:
        return {
            "code": item.code,
            "name": item.name,
            "languages": _named(language_choices(), item.languages),
            "missing": _missing(item),
            "forms": _missing_forms(item),
            "alternatives": _named(Alternative.choices, item.alternatives),
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
            accessor=lambda asset: _named(Alternative.choices, asset.alternatives),
        ),
        Column("taken", label=_("Lượt tải"), accessor=lambda asset: _taken(asset)),
    ]


def _named(choices: Iterable[tuple[str, Any]], keys: Iterable[str]) -> str:
    """Labels of `keys` in the order of the vocabulary; a dash for none."""
    key_set = set(keys)
    return ", ".join(str(label) for value, label in choices if value in key_set) or "–"


def _missing(asset: Asset) -> str:
    return _named(language_choices(), set(language_codes()) - set(asset.languages))


def _missing_forms(asset: Asset) -> str:
    required = REQUIREMENTS.get(Kind(asset.kind))
    return _named(FileRole.choices, set(required.roles) - set(asset.roles)) if required else "–"


def _taken(asset: Asset) -> Any:
    return _("có") if asset.is_taken or asset.is_new else _("chưa ai tải")
