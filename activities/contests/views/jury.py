"""Pages of the jury: works under their code, without sender, names or other jurors' marks."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from activities.contests import files, marking
from activities.contests.forms import ScoreForm
from activities.contests.seats import organised_by
from activities.models import Entry, EntryFile, Juror, Mark
from base.caching.headers import private
from base.errors import error_page
from base.http import first_or_404
from base.text import one_line
from users.models import User

MAX_REASON = 200  # characters
NEXT = 12  # works offered on the juror's page


class JurorRequest(HttpRequest):
    """Request of a signed-in account; its seat is asked for by each view."""

    user: User


def juror_view(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Decorator: signed-in accounts, private answers; 403 in words for a work of the own school, or the own contest."""

    @private
    @login_required
    @wraps(view)
    def checked(request: JurorRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except marking.OwnWork:
            sentence = _("Bài này của đơn vị bạn, nên giám khảo khác chấm. Bạn mở bài khác trong danh sách.")
            return error_page(403, _("Không chấm bài của đơn vị mình"), sentence)
        except marking.Organises:
            sentence = _("Bạn điều hành cuộc thi này nên không chấm bài. Bạn mời người khác vào ban giám khảo.")
            return error_page(403, _("Người tổ chức không chấm bài"), sentence)

    return checked


@require_safe
@juror_view
def index(request: JurorRequest) -> HttpResponse:
    """The juries of the account, those with works to mark first."""
    rows = [
        (seat, marking.left_for(seat).count() if seat.contest.is_being_marked else 0)
        for seat in marking.seats_of(request.user).exclude(contest__in=organised_by(request.user))
    ]
    rows.sort(key=lambda pair: -pair[1])
    return render(request, "activities/contests/jury/index.html", {"seats": rows})


@require_safe
@juror_view
def contest(request: JurorRequest, slug: str) -> HttpResponse:
    """Works that wait for this juror, and those already marked."""
    seat = marking.seat_or_404(request.user, slug)
    unmarked = marking.left_for(seat) if seat.contest.is_being_marked else Entry.objects.none()
    done = Mark.objects.filter(juror=seat, entry__state__in=Entry.IN_CONTEST).select_related("entry")
    context = {
        "seat": seat,
        "contest": seat.contest,
        "left": unmarked.with_pictures()[:NEXT],
        "left_count": unmarked.count(),
        "done": done.order_by("-marked_at"),
    }
    return render(request, "activities/contests/jury/contest.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@juror_view
def entry(request: JurorRequest, slug: str, code: str) -> HttpResponse:
    """One work with the form of marks; POST `viec=tranh` records a recusal with its reason."""
    seat = marking.seat_or_404(request.user, slug)
    entry = marking.entry_for(seat, code)
    mark = Mark.objects.filter(juror=seat, entry=entry).first()
    criteria = list(seat.contest.criteria.all())
    if request.method == "POST" and request.POST.get("viec") == "tranh":
        return _recuse(request, seat, entry, criteria)
    initial = {f"c{key}": value for key, value in mark.scores.items()} | {"comment": mark.comment} if mark else {}
    form = ScoreForm(request.POST if request.method == "POST" else None, criteria=criteria, initial=initial)
    if form.is_bound and form.is_valid():
        marking.give(seat, entry, form.scores, one_line(form.cleaned_data["comment"], 600))
        messages.success(request, _("Đã ghi phiếu cho bài %(code)s.") % {"code": entry.code})
        return redirect("activities:jury_contest", slug)
    return _entry(request, seat, entry, form, status=422 if form.is_bound else 200)


def _entry(
    request: JurorRequest, seat: Juror, entry: Entry, form: ScoreForm, *, problem: str = "", status: int = 200
) -> HttpResponse:
    context = {"seat": seat, "contest": seat.contest, "entry": entry, "files": entry.files.all(), "form": form}
    return render(request, "activities/contests/jury/entry.html", context | {"problem": problem}, status=status)


def _recuse(request: JurorRequest, seat: Juror, entry: Entry, criteria: list[Any]) -> HttpResponse:
    reason = one_line(request.POST.get("ly-do", ""), MAX_REASON)
    if not reason:
        problem = _("Bạn ghi một câu vì sao không chấm, ví dụ: tôi dạy em này.")
        return _entry(request, seat, entry, ScoreForm(criteria=criteria), problem=problem, status=422)
    marking.recuse(seat, entry, reason)
    messages.success(request, _("Đã ghi. Giám khảo khác sẽ chấm bài %(code)s.") % {"code": entry.code})
    return redirect("activities:jury_contest", slug=seat.contest.slug)


def _file(request: JurorRequest, slug: str, uuid: UUID) -> tuple[EntryFile, int]:
    """A file of a work that this juror may see, and its place in the work."""
    seat = marking.seat_or_404(request.user, slug)
    row = first_or_404(EntryFile.objects.filter(uuid=uuid).select_related("entry", "stored"), _("Không có tệp này."))
    entry = marking.entry_for(seat, row.entry.code)
    return row, [file.pk for file in entry.files.all()].index(row.pk) + 1


@require_safe
@juror_view
def picture(request: JurorRequest, slug: str, uuid: UUID) -> HttpResponseBase:
    return files.picture(_file(request, slug, uuid)[0])


@require_safe
@juror_view
def original(request: JurorRequest, slug: str, uuid: UUID) -> HttpResponseBase:
    """The file itself under the work's code."""
    return files.download(*_file(request, slug, uuid))
