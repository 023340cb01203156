"""Export of claims as XLSX or CSV: one row per unit and item, with the addresses of the evidence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db.models import Prefetch
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from base.spreadsheets.writer import csv_response, xlsx_response
from schools.access import ReviewerRequest, reviewer_only
from schools.admin.shared import WIDTHS, scope_of
from schools.coverage.queries import Scope
from schools.models import MAX_PHOTOS, ChecklistItem, Claim, EvidencePhoto, Level, Unit

HEAD = ["Mã đơn vị", "Đơn vị", "Loại", "Cấp", "Xã, phường", "Tiên phong", "Mã việc", "Việc", "Mục kế hoạch"]
HEAD += ["Trạng thái", "Liên kết", "Số", "Số này là", "Ngày làm", "Ghi chú", "Khai lúc", "Xác nhận ngày", "Lời nhắn"]
HEAD += [f"Ảnh {number}" for number in range(1, MAX_PHOTOS + 1)]
CHUNK = 200  # units whose claims are in memory at once


def rows_of(scope: Scope) -> Iterator[list[Any]]:
    """Yield a row for every counted unit and applicable item, also without a claim. Three queries per CHUNK units."""
    items = list(ChecklistItem.objects.filter(season=scope.season, is_active=True))
    units = scope.units().named().order_by("kind", "ward_key", "code")
    photos = Prefetch("photos", EvidencePhoto.objects.filter(removed_at=None, ended_at=None))
    keys = list(units.values_list("pk", flat=True))
    for start in range(0, len(keys), CHUNK):
        chunk = list(units.filter(pk__in=keys[start : start + CHUNK]))
        claims = Claim.objects.filter(unit__in=chunk, item__in=items).prefetch_related(photos)
        claims_by_key = {(claim.unit_id, claim.item_id): claim for claim in claims}
        for unit in chunk:
            for item in items:
                if item.applies_to(*unit.group):
                    yield _row(unit, item, claims_by_key.get((unit.pk, item.pk)))


def _row(unit: Unit, item: ChecklistItem, claim: Claim | None) -> list[Any]:
    level = str(Level(unit.level).label) if unit.level else ""
    start = [unit.code, unit.name, unit.get_kind_display(), level, unit.ward, "x" if unit.is_pioneer else ""]
    start += [item.code, item.label, item.plan_ref]
    if claim is None or claim.state == Claim.State.TODO:  # drafts are visible to the unit only
        return [*start, str(Claim.State.TODO.label), *[""] * (len(HEAD) - len(start) - 1)]
    links = [settings.SITE_URL + reverse("units_admin:photo", args=[photo.uuid]) for photo in claim.photos.all()]
    return [
        *start,
        claim.get_state_display(),
        claim.link,
        claim.number,
        item.number_label,
        claim.done_on,
        claim.note,
        claim.declared_at,
        claim.confirmed_on,
        claim.decision_note,
        *(links + [""] * MAX_PHOTOS)[:MAX_PHOTOS],
    ]


@require_safe
@reviewer_only
def export(request: ReviewerRequest) -> HttpResponseBase:
    """Download the export of the board's scope: XLSX, or CSV with `?dang=csv`."""
    scope = scope_of(request)
    name = f"do-phu_{scope.season.slug}_{timezone.localdate():%Y-%m-%d}"
    if request.GET.get("dang") == "csv":
        return csv_response(f"{name}.csv", HEAD, rows_of(scope))
    return xlsx_response(f"{name}.xlsx", HEAD, rows_of(scope), widths=WIDTHS)
