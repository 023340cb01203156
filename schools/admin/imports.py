"""Administration pages of the register's import: upload, preview by row, apply, list of refused rows."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
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
from schools.access import ReviewerRequest, current_season, is_closed, reviewer_only
from schools.admin.shared import WIDTHS, page
from schools.coverage import rollups
from schools.models import ImportRun
from schools.register import importer
from schools.register.reader import MAX_BYTES, TOO_LARGE

PER_PAGE = 100
ACTIONS = ("refuse", "add", "change", "same")
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
                raise importer.Unreadable(_("Bạn chọn một tệp XLSX hoặc CSV."), 400)
            name = one_line(file.name or "", 150)
            listing = importer.read(file, name)
            rows = importer.judge(listing.rows, request.kinds)
        except importer.Unreadable as error:
            problem, status = str(error), error.status
        except UploadRejected as refusal:
            problem, status = " ".join(refusal.messages), refusal.status
        else:
            run = ImportRun.objects.create(file_name=name, rows=rows, by=request.user)
            for remark in listing.remarks:
                messages.warning(request, remark)
            return redirect("units_admin:import", uuid=run.uuid)
    runs = ImportRun.objects.filter(by=request.user).defer("rows")[:10]
    context = {"problem": problem, "runs": runs, "max_bytes": MAX_BYTES, "too_large": TOO_LARGE}
    return page(request, "upload", _("Nhập danh sách"), context, status=status)


def _run(request: ReviewerRequest, uuid: UUID) -> ImportRun:
    """The account's own run; raises Http404 for others', whose rows may name units out of its scope."""
    may_import(request)
    return first_or_404(ImportRun.objects.filter(uuid=uuid, by=request.user), _("Không có lần nhập này."))


@require_safe
@reviewer_only
def preview(request: ReviewerRequest, uuid: UUID) -> HttpResponse:
    """Show which rows will be refused, added, changed or kept, in this order; `?xem=` shows one action only."""
    run = _run(request, uuid)
    wanted = request.GET.get("xem", "")
    rows = [row for row in run.rows if wanted not in ACTIONS or row["action"] == wanted]
    rows.sort(key=lambda row: ACTIONS.index(row["action"]))
    counts = {action: sum(row["action"] == action for row in run.rows) for action in ACTIONS}
    context = {"run": run, "rows": page_of(Paginator(rows, PER_PAGE), request), "counts": counts, "wanted": wanted}
    return page(request, "import", _("Xem trước danh sách"), context)


@require_POST
@reviewer_only
def apply(request: ReviewerRequest, uuid: UUID) -> HttpResponse:
    """Apply the run, rebuild the roll-ups of the running season and refresh PostgreSQL's statistics.

    Raises WrongState when the run was applied already.
    """
    run = _run(request, uuid)
    counts = importer.apply(run, request.kinds)
    season = current_season()
    if season and not is_closed(season):
        rollups.rebuild(season)
    importer.update_sizes()
    messages.success(
        request,
        _("Đã thêm %(added)d, sửa %(changed)d, giữ nguyên %(same)d; bỏ qua %(refused)d dòng lỗi.") % counts,
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
