"""Pages of who hands entries in: a school's account, or an adult's own. Pupils have no account here."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from activities.contests import certificates, entries, files
from activities.contests.forms import AuthorForm, EntryForm
from activities.models import Contest, Entry, EntryFile
from activities.views.requests import UNITS
from base.caching.headers import private
from base.http import first_or_404
from base.text import whole_number
from campaign.retention import NOT_SHOWN_DAYS, end_of_shown
from files.intake.accept import UploadRejected
from files.models import UploadSession
from files.uploads.targets import UploadNotAllowed
from media_library.print.responses import pdf_response
from users.models import User


class SenderRequest(HttpRequest):
    """Request of an account that may hand in entries, as `sender_only` hands it on."""

    user: User


def sender_only(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Decorator: admit accounts of active units, and accounts without an organisation; others get 403."""

    @private
    @login_required
    @wraps(view)
    def checked(request: SenderRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        organisation = request.user.organisation
        if organisation is not None and (not organisation.is_active or organisation.kind not in UNITS):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return checked


@require_safe
@sender_only
def index(request: SenderRequest) -> HttpResponse:
    """Contests that take entries, and the sender's entries of all contests."""
    now = timezone.now()
    open_ones = Contest.objects.public().filter(takes_entries=True, opens_at__lte=now, closes_at__gt=now)
    mine = Entry.objects.sent_by(request.user).select_related("contest").order_by("-created_at")
    context = {"contests": open_ones.order_by("closes_at"), "entries": mine[:200]}
    return render(request, "activities/contests/sending/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@sender_only
def create(request: SenderRequest, slug: str) -> HttpResponse:
    """Begin an entry of the contest `slug`; Http404 for contests without a public page."""
    contest = first_or_404(Contest.objects.public().filter(slug=slug), _("Không có cuộc thi này."))
    form = EntryForm(request.POST if request.method == "POST" else None, contest=contest)
    if form.is_bound and form.is_valid():
        entry = entries.begin(contest, form.cleaned_data, by=request.user)
        return redirect("activities:entry", entry.uuid)
    context = {"contest": contest, "form": form}
    return render(request, "activities/contests/sending/new.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@sender_only
def entry(request: SenderRequest, uuid: UUID) -> HttpResponseBase:
    """One entry of the sender: words, authors with consents, files; POST `viec` takes a step of STEPS."""
    entry = entries.own_or_404(request.user, uuid)
    if request.method != "POST":
        return _page(request, entry)
    step = STEPS.get(request.POST.get("viec", ""))
    return step(request, entry) if step else redirect("activities:entry", uuid)


def _page(
    request: SenderRequest,
    entry: Entry,
    *,
    form: EntryForm | None = None,
    author: AuthorForm | None = None,
    problems: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "entry": entry,
        "contest": entry.contest,
        "is_over": entry.state in {Entry.State.WITHDRAWN, Entry.State.ENDED},
        "shown_until": end_of_shown(timezone.localdate(entry.contest.closes_at)),
        "not_shown_days": NOT_SHOWN_DAYS,
        "form": form or EntryForm(instance=entry, contest=entry.contest),
        "author_form": author or AuthorForm(auto_id="id_author_%s"),
        "authors": list(entry.authors.select_related("consent")),
        "takes_files": entry.takes_files,
        "files": list(entry.files.select_related("stored")),
        "waiting": files.waiting(entry),
        "gaps": entries.gaps(entry) if entry.is_editable else [],
        "problems": problems or [],
        "marks": _marks(entry),
        "has_certificate": certificates.has_certificate(entry),
        "open_states": UploadSession.State,
    }
    return render(request, "activities/contests/sending/entry.html", context, status=status)


def _marks(entry: Entry) -> list[str]:
    """Comments of the jury, once the results are published; without names and points."""
    if not entry.contest.has_results or entry.state == Entry.State.WITHDRAWN:
        return []
    return [mark.comment for mark in entry.marks.exclude(comment="")]


def _save(request: SenderRequest, entry: Entry) -> HttpResponse:
    form = EntryForm(request.POST, instance=entry, contest=entry.contest)
    if not form.is_valid():
        return _page(request, entry, form=form, status=422)
    entries.change(entry, form.cleaned_data)
    messages.success(request, _("Đã ghi bài."))
    return redirect("activities:entry", entry.uuid)


def _add_author(request: SenderRequest, entry: Entry) -> HttpResponse:
    form = AuthorForm(request.POST, auto_id="id_author_%s", entry=entry)
    if not form.is_valid():
        return _page(request, entry, author=form, status=422)
    entries.add_author(entry, form.cleaned_data, by=request.user)
    messages.success(request, _("Đã ghi tác giả và chữ ký."))
    return redirect("activities:entry", entry.uuid)


def _remove_author(request: SenderRequest, entry: Entry) -> HttpResponse:
    entries.remove_author(entry, whole_number(request.POST.get("tac-gia", "")) or 0)
    return redirect("activities:entry", entry.uuid)


def _add_file(request: SenderRequest, entry: Entry) -> HttpResponse:
    if not entry.takes_files:
        sentence = _("Bài đã nộp, đã chấm hoặc cuộc thi đã đóng, nên không đổi tệp được nữa.")
        return _page(request, entry, problems=[sentence], status=409)
    upload = request.FILES.get("tep")
    if upload is None or isinstance(upload, list):
        return _page(request, entry, problems=[_("Bạn chọn một tệp rồi bấm tải lên.")], status=422)
    try:
        files.take(entry, upload, user=request.user)
    except (UploadNotAllowed, UploadRejected) as refused:
        problems = refused.messages if isinstance(refused, UploadRejected) else [str(refused)]
        now = entries.own_or_404(request.user, entry.uuid)  # it may have been handed in while the file was checked
        return _page(request, now, problems=problems, status=refused.status)
    messages.success(request, _("Đã nhận tệp."))
    return redirect("activities:entry", entry.uuid)


def _remove_file(request: SenderRequest, entry: Entry) -> HttpResponse:
    entries.remove_file(entry, request.POST.get("tep", ""))
    return redirect("activities:entry", entry.uuid)


def _submit(request: SenderRequest, entry: Entry) -> HttpResponse:
    try:
        row = entries.submit(entry, by=request.user)
    except ValidationError as missing:
        return _page(request, entry, problems=missing.messages, status=422)
    messages.success(request, _("Đã nộp. Mã bài là %(code)s, thư báo đã gửi.") % {"code": row.code})
    return redirect("activities:entry", entry.uuid)


def _take_back(request: SenderRequest, entry: Entry) -> HttpResponse:
    entries.take_back(entry, by=request.user)
    return redirect("activities:entry", entry.uuid)


def _withdraw(request: SenderRequest, entry: Entry) -> HttpResponse:
    if not request.POST.get("chac"):
        problem = _("Rút bài không hoàn tác được. Bạn đánh dấu ô “Tôi chắc” rồi bấm lại.")
        return _page(request, entry, problems=[problem], status=422)
    entries.withdraw(entry, by=request.user)
    messages.success(request, _("Đã rút bài khỏi mọi nơi trên trang."))
    return redirect("activities:entry", entry.uuid)


#: Value of `viec` → what it does.
STEPS: dict[str, Callable[[SenderRequest, Entry], HttpResponse]] = {
    "ghi": _save,
    "them-tac-gia": _add_author,
    "bo-tac-gia": _remove_author,
    "them-tep": _add_file,
    "bo-tep": _remove_file,
    "nop": _submit,
    "ve-nhap": _take_back,
    "rut": _withdraw,
}


@require_safe
@sender_only
def picture(request: SenderRequest, uuid: UUID, file: UUID) -> HttpResponseBase:
    """The preview of a file of the sender's own entry."""
    matches = EntryFile.objects.filter(entry=entries.own_or_404(request.user, uuid), uuid=file).select_related("stored")
    row = first_or_404(matches, _("Không có tệp này."))
    return files.picture(row)


@require_safe
@sender_only
def certificate(request: SenderRequest, uuid: UUID) -> HttpResponse:
    """The certificate of the sender's own entry as PDF; `?ten=trong` leaves a line to write the names on."""
    entry = entries.own_or_404(request.user, uuid)
    if not certificates.has_certificate(entry):
        raise Http404(_("Bài này chưa có giấy chứng nhận."))
    with_names = request.GET.get("ten") != "trong"
    return pdf_response(
        lambda: certificates.certificate(entry, with_names=with_names), f"giay-chung-nhan-{entry.code}.pdf"
    )
