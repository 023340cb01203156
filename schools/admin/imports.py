"""Administration pages of the register's import: upload, preview by row, apply, take back, list of refused rows."""

from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from base.http import first_or_404
from base.pagination import page_of
from base.spreadsheets.writer import csv_response, xlsx_response
from base.text import one_line
from files.intake.accept import UploadRejected
from schools.access import ReviewerRequest, reviewer_only
from schools.admin.registry import recount
from schools.admin.shared import WIDTHS, page
from schools.models import ImportRun
from schools.register import importer, judging
from schools.register.reader import MAX_BYTES, TOO_LARGE, Unreadable, read
from schools.register.wards import official

PER_PAGE = 100
ACTIONS = ("refuse", "add", "change", "same")
MAX_SPELLINGS = 50  # of wards to choose for at a time: each has a list of all wards
REMARKED = "nhac"  # value of ?xem= for rows with a remark
TEMPLATE_HEAD = ["Mã", "Tên", "Loại", "Cấp học", "Xã, phường", "Số học sinh", "Số giáo viên", "Người liên hệ"]
TEMPLATE_HEAD += ["Điện thoại", "Thư điện tử", "Có LED", "Tiên phong", "Từ ngày", "Đến ngày"]


def may_import(request: ReviewerRequest) -> None:
    """Raise PermissionDenied for accounts that may look but not change the register."""
    if not request.user.has_perm("schools.add_unit"):
        raise PermissionDenied


@require_http_methods(["GET", "HEAD", "POST"])
@reviewer_only
def upload(request: ReviewerRequest) -> HttpResponse:
    """Upload form. A readable file is judged and stored for its preview; the register does not change yet."""
    may_import(request)
    problem, status = "", 200
    if request.method == "POST":
        file = request.FILES.get("tep")
        try:
            if file is None:
                raise Unreadable(_("Bạn chọn một tệp XLSX hoặc CSV."), 400)
            name = one_line(file.name or "", 150)
            listing = read(file, name)
            rows = judging.judge(listing.rows, request.kinds)
        except Unreadable as error:
            problem, status = str(error), error.status
        except UploadRejected as refusal:
            problem, status = " ".join(refusal.messages), refusal.status
        else:
            run = ImportRun.objects.create(
                file_name=name, source=listing.rows, rows=rows, kinds=request.kinds, by=request.user
            )
            for remark in listing.remarks:
                messages.warning(request, remark)
            return redirect("units_admin:import", uuid=run.uuid)
    runs = _runs(request).select_related("by").defer("rows", "source", "effects")[:10]
    context = {"problem": problem, "runs": runs, "max_bytes": MAX_BYTES, "too_large": TOO_LARGE}
    return page(request, "upload", _("Nhập danh sách"), context, status=status)


def _runs(request: ReviewerRequest) -> QuerySet[ImportRun]:
    """Runs of everybody who reviews no other kinds than the account, so that a colleague can take a wrong one back."""
    return ImportRun.objects.filter(kinds__contained_by=request.kinds).exclude(kinds=[])


def _run(request: ReviewerRequest, uuid: UUID) -> ImportRun:
    """A run in the scope of the account; raises Http404 for others."""
    may_import(request)
    return first_or_404(_runs(request).select_related("by").filter(uuid=uuid), _("Không có lần nhập này."))


def _matches(row: dict[str, Any], wanted: str) -> bool:
    if wanted == REMARKED:
        return bool(row["remarks"])
    return wanted not in ACTIONS or row["action"] == wanted


def _unknown_wards(run: ImportRun) -> list[dict[str, Any]]:
    """Spellings that are not in the official list: [{text, rows, nearest, chosen, unsure}], open ones first."""
    rows = [row for row in run.rows if row["ward"]]
    counts = Counter(row["ward"] for row in rows)
    nearest = {row["ward"]: row["nearest"] for row in rows}
    unknown = [
        {"text": text, "rows": count, "nearest": nearest[text], "chosen": run.wards.get(text)}
        for text, count in counts.most_common()
    ]
    for row in unknown:  # a single name like it is selected already
        row["unsure"] = not row["chosen"] and (row["chosen"] == "" or len(row["nearest"]) != 1)
    return sorted(unknown, key=lambda row: bool(row["chosen"]))


@require_safe
@reviewer_only
def preview(request: ReviewerRequest, uuid: UUID) -> HttpResponse:
    """Show the rows: refused, added, changed, the same; `?xem=` shows one of these, or those with a remark, only."""
    run = _run(request, uuid)
    wanted = request.GET.get("xem", "")
    rows = [row for row in run.rows if _matches(row, wanted)]
    rows.sort(key=lambda row: ACTIONS.index(row["action"]))
    shown = page_of(Paginator(rows, PER_PAGE), request)
    for row in shown:
        row["facts"] = judging.facts_of(row["values"]) if row["action"] == "add" else []
    unknown = [] if run.applied_at else _unknown_wards(run)
    context = {
        "run": run,
        "rows": shown,
        "counts": {action: sum(row["action"] == action for row in run.rows) for action in ACTIONS},
        "remarked": sum(bool(row["remarks"]) for row in run.rows),
        "wanted": wanted,
        "unknown": unknown[:MAX_SPELLINGS],
        "more_unknown": max(0, len(unknown) - MAX_SPELLINGS),
        "wards": official(),
    }
    return page(request, "import", _("Xem trước danh sách"), context)


@require_POST
@reviewer_only
def choose_wards(request: ReviewerRequest, uuid: UUID) -> HttpResponse:
    """Take the chosen ward, or the spelling of the file, for each spelling that is not in the official list.

    Raises WrongState when the run was applied already.
    """
    run = _run(request, uuid)
    spellings = {row["ward"] for row in run.rows if row["ward"]}
    wards: dict[str, str] = {}
    for number in range(MAX_SPELLINGS):
        text, ward = request.POST.get(f"ghi-{number}", ""), request.POST.get(f"xa-{number}")
        if text in spellings and ward is not None and ward in {"", text, *official()}:
            wards[text] = ward
    importer.choose_wards(run, wards, request.kinds)
    return redirect("units_admin:import", uuid=uuid)


@require_POST
@reviewer_only
def apply(request: ReviewerRequest, uuid: UUID) -> HttpResponse:
    """Apply the run, rebuild the roll-ups of the running season and refresh PostgreSQL's statistics.

    Raises WrongState when the run was applied already.
    """
    run = _run(request, uuid)
    counts = importer.apply(run, request.kinds)
    recount()
    importer.update_sizes()
    messages.success(
        request,
        _("Đã thêm %(added)d, sửa %(changed)d, giữ nguyên %(same)d; bỏ qua %(refused)d dòng lỗi.") % counts,
    )
    return redirect("units_admin:import", uuid=uuid)


@require_POST
@reviewer_only
def undo(request: ReviewerRequest, uuid: UUID) -> HttpResponse:
    """Take an applied run back. Raises WrongState when that was done already."""
    counts = importer.undo(_run(request, uuid))
    recount()
    messages.success(
        request,
        _("Đã hoàn tác: bỏ %(removed)d đơn vị đã thêm, trả lại %(restored)d đơn vị đã sửa; để nguyên %(kept)d.")
        % counts,
    )
    return redirect("units_admin:import", uuid=uuid)


@require_safe
@reviewer_only
def refused(request: ReviewerRequest, uuid: UUID) -> HttpResponseBase:
    """Download the refused rows with their reasons as CSV."""
    run = _run(request, uuid)
    rows = ([row["line"], row["code"], row["name"], row["reason"]] for row in run.rows if row["action"] == "refuse")
    return csv_response("dong-loi.csv", ["Dòng", "Mã", "Tên", "Lý do"], rows)


@require_safe
@reviewer_only
def template(request: ReviewerRequest) -> HttpResponseBase:
    """Download an empty list: the row of column titles and one example."""
    example = ["THCS-001", "Trường THCS Sen Trắng", "Trường học", "THCS", "phường Cái Răng", 980, 61, "Cô Hạnh"]
    example += ["0292 000 000", "sentrang@truong.example", "x", "", "05/09/2025", ""]
    return xlsx_response("mau-danh-sach.xlsx", TEMPLATE_HEAD, [example], widths=WIDTHS)
