"""Administration pages of seasons: close one, begin a checklist, read the archive, download certificates."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from base.pagination import page_of
from base.spreadsheets.writer import xlsx_response
from base.text import one_line
from campaign.models import Season
from files.intake.accept import accept_upload
from media_library.print.imprint import clean_crest
from schools import season_close
from schools.access import ReviewerRequest, is_closed, reviewer_only, season_named, unit_or_404
from schools.admin.exports import HEAD
from schools.admin.shared import WIDTHS, page
from schools.claims import template
from schools.coverage import queries, rollups
from schools.coverage.queries import Scope
from schools.documents import certificate_of, certificate_response
from schools.models import Claim, Kind, Level

PER_PAGE = 100
State = Claim.State
FROZEN_HEAD = HEAD[:10]  # from the unit's code to the state; the archive has no evidence


@require_safe
@reviewer_only
def index(request: ReviewerRequest) -> HttpResponse:
    """List seasons: running ones with what is still open, closed ones with their archive."""
    rows = [
        (season, queries.total_of(Scope(season, tuple(request.kinds))))
        for season in Season.objects.select_related("close").annotate(items=Count("checklist"))
    ]
    return page(request, "seasons", _("Mùa chiến dịch"), {"found": rows, "today": timezone.localdate()})


@require_POST
@reviewer_only
def close(request: ReviewerRequest, slug: str) -> HttpResponse:
    """Close a season for good; the form must repeat the season's name as a confirmation.

    Raises DecidedMeanwhile when somebody has closed it.
    """
    if not request.user.has_perm("schools.close_season"):
        raise PermissionDenied
    season = season_named(slug)
    if one_line(request.POST.get("ten", ""), 200).casefold() != one_line(season.name, 200).casefold():
        messages.error(request, _("Tên mùa chưa khớp nên chưa chốt gì. Bạn gõ đúng tên mùa."))
        return redirect("units_admin:seasons")
    try:
        signature = _signature(request)
    except ValidationError as wrong:
        messages.error(request, " ".join(wrong.messages))
        return redirect("units_admin:seasons")
    season_close.close(season, by=request.user, signature=signature)
    messages.success(request, _("Đã chốt số liệu và cấp giấy xác nhận."))
    return redirect("units_admin:seasons")


@require_POST
@reviewer_only
def sign(request: ReviewerRequest, slug: str) -> HttpResponse:
    """Add what the certificates of a closed season lack: signatory, seal or both. What stands on them stays."""
    if not request.user.has_perm("schools.close_season"):
        raise PermissionDenied
    season, _units = _frozen(request, slug)
    try:
        signature = _signature(request, signed_by=season.close.signer_name)
        season_close.sign(season, by=request.user, signature=signature)
    except ValidationError as wrong:
        messages.error(request, " ".join(wrong.messages))
    else:
        messages.success(request, _("Đã thêm vào mọi giấy xác nhận của mùa; giấy tải về từ nay có phần này."))
    return redirect("units_admin:seasons")


def _signature(request: ReviewerRequest, *, signed_by: str = "") -> season_close.Signature:
    """Who signs, and the seal through the upload gate; `signed_by`: who does already.

    Raises ValidationError for half a signature or a bad picture.
    """
    title, name = (one_line(request.POST.get(field, ""), 120) for field in ("chuc_danh", "nguoi_ky"))
    if bool(title) != bool(name):
        raise ValidationError(_("Bạn điền cả chức danh và họ tên người ký, hoặc để trống cả hai."))
    upload = request.FILES.get("con_dau")
    if upload is None:
        return season_close.Signature(title, name)
    if not (name or signed_by):
        raise ValidationError(_("Con dấu đi cùng người ký: bạn điền chức danh và họ tên."))
    with accept_upload("image", upload, name=upload.name) as accepted:
        return season_close.Signature(title, name, clean_crest(accepted.file))


@require_POST
@reviewer_only
def fill_list(request: ReviewerRequest, slug: str) -> HttpResponse:
    """Copy the checklist of the previous season, or the plan's own, into a season that has no items."""
    if not request.user.has_perm("schools.add_checklistitem"):
        raise PermissionDenied
    season = season_named(slug)
    if number := template.create_checklist(season):
        rollups.rebuild(season)
        messages.success(
            request, _("Đã lấy %(n)d việc. Bạn sửa từng việc và hạn ở “Các việc của mùa”.") % {"n": number}
        )
    else:
        messages.error(request, _("Mùa này đã có danh sách việc nên giữ nguyên."))
    return redirect("units_admin:seasons")


@require_safe
@reviewer_only
def archive(request: ReviewerRequest, slug: str) -> HttpResponse:
    """Show the frozen list, read from the snapshot only: renames and closures do not change it."""
    season, units = _frozen(request, slug)
    for unit in units:
        states = list(unit["states"].values())
        unit["confirmed"], unit["declared"] = states.count(State.CONFIRMED), len(states) - states.count(State.TODO)
        unit["open"] = [code for code, state in unit["states"].items() if state != State.CONFIRMED]
    rows = page_of(Paginator(units, PER_PAGE), request)
    context = {"season": season, "rows": rows, "items": season.close.data["items"], "number": len(units)}
    return page(request, "archive", season.name, context)


def _frozen(request: ReviewerRequest, slug: str) -> tuple[Season, list[dict[str, Any]]]:
    """A closed season and those of its frozen units that the account reviews; raises Http404."""
    season = season_named(slug)
    if not is_closed(season):
        raise Http404(_("Mùa này chưa chốt số liệu."))
    return season, [unit for unit in season.close.data["units"] if unit["kind"] in request.kinds]


@require_safe
@reviewer_only
def archive_export(request: ReviewerRequest, slug: str) -> HttpResponseBase:
    """Download the frozen list as XLSX: one row per unit and item, names as on the day of closing."""
    season, units = _frozen(request, slug)
    items = {item["code"]: item for item in season.close.data["items"]}
    rows = (
        [*_unit_cells(unit), code, items[code]["label"], items[code]["plan_ref"], str(State(state).label)]
        for unit in units
        for code, state in unit["states"].items()
    )
    return xlsx_response(f"da-chot_{season.slug}.xlsx", FROZEN_HEAD, rows, widths=WIDTHS)


def _unit_cells(unit: dict[str, Any]) -> list[str]:
    level = str(Level(unit["level"]).label) if unit["level"] else ""
    pioneer = "x" if unit["pioneer"] else ""
    return [unit["code"], unit["name"], str(Kind(unit["kind"]).label), level, unit["ward"], pioneer]


@require_safe
@reviewer_only
def certificate(request: ReviewerRequest, uuid: UUID) -> HttpResponse:
    """The certificate of a unit, for the authority that reviews it."""
    return certificate_response(certificate_of(request, unit_or_404(request.user, uuid)))
