"""Required files: an asset's grid (language × role) with its empty cells, and the list of all missing files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.log_actions import log

from base.errors import permission_denied
from base.languages import language_codes, language_name
from base.pagination import page_of
from media_library.admin.forms import RequiredFileForm
from media_library.catalogue import requirements
from media_library.models import Asset, AssetFile, AssetVersion, RequiredFile
from media_library.vocabulary import FileRole

PER_PAGE = 100
MINE, NOBODYS = "toi", "chua-ai"  # values of ?cua=


@dataclass(frozen=True)
class MissingFile:
    """A required file that is missing; `owner` and `due_on` are None while nobody is responsible."""

    asset_id: int
    code: str
    language: str
    role: str
    owner: Any = None
    due_on: date | None = None

    @property
    def label(self) -> str:
        """“Tiếng Khmer · Bản in”: language and role."""
        return f"{language_name(self.language)} · {FileRole(self.role).label}"

    @property
    def is_late(self) -> bool:
        return self.due_on is not None and self.due_on < timezone.localdate()


def missing_files() -> list[MissingFile]:
    """Missing files of every asset not withdrawn, required by its kind or by an editor; earliest due date first.

    Three queries for any number of assets.
    """
    assets = Asset.objects.exclude(status=Asset.Status.WITHDRAWN).values_list("pk", "code", "kind")
    versions = AssetVersion.objects.filter(asset=OuterRef("version__asset")).order_by("-created_at", "-pk")
    newest = AssetFile.objects.filter(version=Subquery(versions.values("pk")[:1]))
    there = set(newest.values_list("version__asset", "language", "role"))
    rows_by_cell = {(row.asset_id, row.language, row.role): row for row in RequiredFile.objects.select_related("owner")}
    cells_by_asset: dict[int, list[tuple[str, str]]] = {}
    for asset, language, role in rows_by_cell:
        cells_by_asset.setdefault(asset, []).append((language, role))
    missing = []
    for pk, code, kind in assets:
        for language, role in dict.fromkeys([*requirements.expected_cells(kind), *cells_by_asset.get(pk, [])]):
            row = rows_by_cell.get((pk, language, role))
            if (pk, language, role) in there or (row and row.waived):
                continue
            owner, due_on = (row.owner, row.due_on) if row else (None, None)
            missing.append(MissingFile(pk, code, language, role, owner, due_on))
    return sorted(missing, key=lambda file: (file.due_on or date.max, file.code))


@require_safe
def missing_files_list(request: HttpRequest) -> HttpResponse:
    """The missing files of all assets; `?cua=toi` shows one's own, `?cua=chua-ai` those nobody is responsible for."""
    if not request.user.has_perm("media_library.change_asset"):
        return permission_denied(request)
    missing, whose = missing_files(), request.GET.get("cua", "")
    numbers = {
        "": len(missing),
        MINE: sum(file.owner == request.user for file in missing),
        NOBODYS: sum(file.owner is None for file in missing),
    }
    if whose in {MINE, NOBODYS}:
        owner = request.user if whose == MINE else None
        missing = [file for file in missing if file.owner == owner]
    names = (("", _("Tất cả")), (MINE, _("Của tôi")), (NOBODYS, _("Chưa ai lo")))
    tabs = [(value, name, numbers[value]) for value, name in names]
    context = {"page_obj": page_of(Paginator(missing, PER_PAGE), request), "tabs": tabs, "whose": whose}
    return render(request, "media_library/admin/missing.html", context)


def grid(asset: Asset, version: AssetVersion | None) -> dict[str, Any]:
    """Rows are languages, columns are roles, of the newest version; an empty cell may have a RequiredFile."""
    files: dict[tuple[str, str], list[AssetFile]] = {}
    for file in version.files.all() if version else []:
        files.setdefault((file.language, file.role), []).append(file)
    cell_rows = {(row.language, row.role): row for row in asset.required_files.select_related("owner")}
    expected = set(requirements.expected_cells(asset.kind))
    roles = [role for role in FileRole.values if any(role == key[1] for key in {*files, *cell_rows, *expected})]
    rows = []
    for language in language_codes():
        cells = []
        for role in roles:
            key = (language, role)
            row, is_expected = cell_rows.get(key), key in expected or (key in cell_rows and not cell_rows[key].waived)
            cells.append({"role": role, "files": files.get(key), "row": row, "wanted": is_expected})
        rows.append({"language": language, "label": language_name(language), "cells": cells})
    return {"roles": [(role, FileRole(role).label) for role in roles], "rows": rows}


def set_required_file(request: HttpRequest, asset: Asset) -> HttpResponse:
    """POST language, role, owner, due_on, waived: who is responsible, until when, or why the file is not needed."""
    existing = asset.required_files.filter(language=request.POST.get("language"), role=request.POST.get("role")).first()
    form = RequiredFileForm(request.POST, instance=existing or RequiredFile(asset=asset))
    if form.is_valid():
        with transaction.atomic():
            form.save()
            data = {"file": str(form.instance)}
            log(instance=asset, action="media_library.required_file", user=request.user, data=data)
        messages.success(request, _("Đã ghi bản còn thiếu."))
    else:
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    return redirect("asset_files", asset.pk)
