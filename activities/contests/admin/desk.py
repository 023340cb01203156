"""“Bài và điểm” of one contest: jury, ranking with spread, choice, results by two people, export."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin.auth import permission_required

from activities.contests import entries, files, results, seats
from activities.models import Contest, Entry, EntryFile, Mark, Prize, spread_of
from activities.models.contest import CHANGE
from base.caching.headers import private
from base.http import first_or_404
from base.pagination import page_of
from base.spreadsheets.writer import xlsx_response
from base.text import one_line, whole_number
from media_library.vocabulary import SchoolLevel
from users.http import SignedInRequest
from users.models import User

PER_PAGE = 50
HEAD = ["Mã bài", "Tên bài", "Bảng", "Hình thức", "Đơn vị", "Trạng thái", "Giải", "Treo", "Số phiếu", "Trung bình"]
HEAD += ["Thấp nhất", "Cao nhất", "Lệch", "Nhận xét", "Nộp lúc"]

View = Callable[..., HttpResponseBase]


def _contest_view(view: View) -> View:
    """Decorator: hand on the contest `pk` that the account runs; Http404 for others'. Responses are private."""

    @private
    @permission_required(CHANGE)
    @wraps(view)
    def checked(request: SignedInRequest, pk: int, *args: Any, **kwargs: Any) -> HttpResponseBase:
        contest = first_or_404(
            Contest.objects.run_by(request.user).select_related("host", "proposed_by").filter(pk=pk),
            _("Không có cuộc thi này trong phạm vi của bạn."),
        )
        return view(request, contest, *args, **kwargs)

    return checked


@require_http_methods(["GET", "HEAD", "POST"])
@_contest_view
def desk(request: SignedInRequest, contest: Contest) -> HttpResponse:
    """Ranking by level with every step of the organiser; POST `viec` names one of STEPS."""
    if request.method == "POST":
        step = STEPS.get(request.POST.get("viec", ""))
        if step is not None:
            try:
                messages.success(request, step(request, contest))
            except ValidationError as wrong:
                return _desk(request, contest, problems=wrong.messages, status=422)
        return redirect(request.get_full_path())
    return _desk(request, contest)


def _desk(
    request: SignedInRequest, contest: Contest, *, problems: list[str] | None = None, status: int = 200
) -> HttpResponse:
    level = request.GET.get("bang", "")
    rows = results.ranking(contest)
    rows = rows.filter(level=level) if level in SchoolLevel.values else rows
    marks = Prefetch("marks", Mark.objects.select_related("juror").order_by("marked_at"))
    page = page_of(Paginator(rows.with_pictures().prefetch_related(marks), PER_PAGE), request)
    for row in page:
        row.spread = spread_of(row)
    state = Contest.State
    context = {
        "contest": contest,
        "page_obj": page,
        "levels": contest.levels.all(),
        "level": level,
        "jury": contest.jury.select_related("user"),
        "sent_back": Entry.objects.sent_back().filter(contest=contest).order_by("mend_until"),
        "prizes": Prize,
        "problems": problems or [],
        "findings": results.findings(contest) if contest.state in (state.PUBLIC, state.PROPOSED) else [],
        "page_findings": results.page_findings(contest) if contest.state in (state.DRAFT, state.ASKED) else [],
        "may_choose": contest.is_being_marked,
        "header_title": contest.title,
        "page_title": contest.title,
        "header_icon": "pick",
    }
    return render(request, "activities/contests/admin/desk.html", context, status=status)


def _open(request: SignedInRequest, contest: Contest) -> str:
    results.open_page(contest, by=request.user)
    return _("Trang đang hiện công khai.")


def _close(request: SignedInRequest, contest: Contest) -> str:
    results.close_page(contest, by=request.user)
    return _("Đã đóng trang.")


def _choose(request: SignedInRequest, contest: Contest) -> str:
    """Take gallery and prize of the rows that the form showed."""
    choices = {
        code: (bool(request.POST.get(f"treo-{code}")), request.POST.get(f"giai-{code}", ""))
        for code in request.POST.getlist("bai")[:PER_PAGE]
    }
    changed = results.choose(contest, choices, by=request.user)
    return _("Đã ghi %(n)d bài.") % {"n": changed}


def _third(request: SignedInRequest, contest: Contest) -> str:
    results.ask_third(contest, request.POST.get("ma", "").strip().upper())
    return _("Đã nhờ giám khảo thứ ba.")


def _use_unscanned(request: SignedInRequest, contest: Contest) -> str:
    reason = one_line(request.POST.get("note", ""), 300)
    number = results.use_unscanned(contest, request.POST.get("ma", "").strip().upper(), reason, by=request.user)
    return _("Đã ghi quyết định dùng %(n)d tệp chưa quét.") % {"n": number}


def _send_back(request: SignedInRequest, contest: Contest) -> str:
    entry = _entry_of(contest, request.POST.get("ma", ""))
    entries.send_back(entry, by=request.user, note=one_line(request.POST.get("note", ""), 300))
    return _("Đã trả bài %(code)s để sửa; trường nhận thư.") % {"code": entry.code}


def _leave_out(request: SignedInRequest, contest: Contest) -> str:
    entry = _entry_of(contest, request.POST.get("ma", ""))
    entries.leave_out(entry, by=request.user, note=one_line(request.POST.get("note", ""), 300))
    return _("Đã để bài %(code)s ngoài cuộc thi; trường nhận thư.") % {"code": entry.code}


def _withdraw(request: SignedInRequest, contest: Contest) -> str:
    entry = _entry_of(contest, request.POST.get("ma", ""))
    entries.withdraw(entry, by=request.user, note=one_line(request.POST.get("note", ""), 300))
    return _("Đã rút bài %(code)s khỏi mọi nơi.") % {"code": entry.code}


def _entry_of(contest: Contest, code: str) -> Entry:
    entries_of_desk = Entry.objects.exclude(state=Entry.State.DRAFT) | Entry.objects.sent_back()
    entry = entries_of_desk.filter(contest=contest, code=code.strip().upper()).first()
    if entry is None:
        raise ValidationError(_("Không có bài mang mã này trong cuộc thi."))
    return entry


def _propose(request: SignedInRequest, contest: Contest) -> str:
    results.propose(contest, by=request.user)
    return _("Đã trình. Người thứ hai công bố.")


def _publish(request: SignedInRequest, contest: Contest) -> str:
    results.publish(contest, by=request.user)
    return _("Đã công bố kết quả và mở phòng tranh.")


def _take_back(request: SignedInRequest, contest: Contest) -> str:
    results.take_back(contest, by=request.user)
    return _("Đã lấy kết quả về để chọn lại.")


def _seat(request: SignedInRequest, contest: Contest) -> str:
    """Seat a juror by the address of the account."""
    user = User.objects.of_address(request.POST.get("thu", ""))
    if user is None or not user.is_active:
        raise ValidationError(_("Không có tài khoản nào mang địa chỉ này. Bạn nhờ quản trị tạo tài khoản trước."))
    display_name = one_line(request.POST.get("ten", ""), 80) or str(user)
    juror = seats.seat(contest, user, shown_as=display_name, role=one_line(request.POST.get("gioi-thieu", ""), 120))
    return _("%(who)s ở trong ban giám khảo.") % {"who": juror}


def _unseat(request: SignedInRequest, contest: Contest) -> str:
    seats.unseat(contest, whole_number(request.POST.get("ghe", "")) or 0)
    return _("Đã bỏ khỏi ban giám khảo.")


#: Value of `viec` → what it does; returns the sentence that the page shows.
STEPS: dict[str, Callable[[SignedInRequest, Contest], str]] = {
    "hien": _open,
    "dong": _close,
    "chon": _choose,
    "gk3": _third,
    "dung-tep": _use_unscanned,
    "tra-lai": _send_back,
    "loai": _leave_out,
    "rut": _withdraw,
    "trinh": _propose,
    "cong-bo": _publish,
    "lay-lai": _take_back,
    "ghe": _seat,
    "bo-ghe": _unseat,
}


@require_safe
@_contest_view
def export(request: SignedInRequest, contest: Contest) -> HttpResponseBase:
    """Every entry that was handed in with its marks, as XLSX; withdrawn ones as a line without words."""
    return xlsx_response(f"bai-du-thi-{contest.slug}.xlsx", HEAD, _lines(contest), widths={"Tên bài": 40})


def _lines(contest: Contest) -> Iterator[list[Any]]:
    rows = Entry.objects.filter(contest=contest).exclude(state=Entry.State.DRAFT).with_marks()
    rows = rows.select_related("organisation").prefetch_related("marks").order_by("level", "submitted_at", "pk")
    for row in rows.iterator(chunk_size=500):
        is_withdrawn = row.state == Entry.State.WITHDRAWN
        comments = " | ".join(mark.comment for mark in row.marks.all() if mark.comment and not is_withdrawn)
        yield [
            row.code,
            "" if is_withdrawn else row.title,
            str(row.get_level_display()),
            str(row.get_format_display()),
            "" if is_withdrawn else str(row.organisation or ""),
            str(row.get_state_display()),
            str(row.get_prize_display()),
            "x" if row.is_hung else "",
            row.marked,
            row.mean,
            row.least,
            row.most,
            spread_of(row),
            comments,
            row.submitted_at,
        ]


def _file_or_404(contest: Contest, uuid: UUID) -> EntryFile:
    rows = EntryFile.objects.filter(uuid=uuid, entry__contest=contest).exclude(entry__state=Entry.State.DRAFT)
    return first_or_404(rows.select_related("stored", "entry"), _("Không có tệp này."))


@require_safe
@_contest_view
def picture(request: SignedInRequest, contest: Contest, uuid: UUID) -> HttpResponseBase:
    """The preview of a file of the contest."""
    return files.picture(_file_or_404(contest, uuid))


@require_safe
@_contest_view
def original(request: HttpRequest, contest: Contest, uuid: UUID) -> HttpResponseBase:
    """The file itself, signed for a minute."""
    return files.download(_file_or_404(contest, uuid), 1)


urlpatterns = [
    path("<int:pk>/bai/", desk, name="desk"),
    path("<int:pk>/bai/bang-diem.xlsx", export, name="export"),
    path("<int:pk>/hinh/<uuid:uuid>/", picture, name="picture"),
    path("<int:pk>/tep/<uuid:uuid>/", original, name="original"),
]
