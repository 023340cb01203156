"""Pages on which a unit asks for speakers, and the page on which a speaker answers."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from activities.forms import RequestForm
from activities.mail import mail_agreed, mail_asked, mail_asked_again, mail_cancelled, mail_void
from activities.models import MAX_REASON, Speaker, SpeakerRequest, request_of
from base.caching.headers import private
from base.errors import WrongState, bad_request
from base.text import one_line
from users.models import Organisation, User

MAX_OPEN = 10  # open requests of one unit
UNITS = (Organisation.Kind.SCHOOL, Organisation.Kind.UNION, Organisation.Kind.POLICE)


class UnitRequest(HttpRequest):
    """Request of an account that acts for an active unit, as `unit_only` hands it on."""

    user: User
    unit: Organisation


def unit_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Decorator: admit accounts of an active school, union or police unit; others get 403. Responses are private."""

    @private
    @login_required
    @wraps(view)
    def checked(request: UnitRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        organisation = request.user.organisation
        if organisation is None or not organisation.is_active or organisation.kind not in UNITS:
            raise PermissionDenied
        request.unit = organisation
        return view(request, *args, **kwargs)

    return checked


@require_safe
@unit_only
def index(request: UnitRequest) -> HttpResponse:
    """List the unit's requests and the active speakers, without their addresses."""
    return _list(request)


def _list(request: UnitRequest, status: int = 200) -> HttpResponse:
    context = {
        "requests": SpeakerRequest.objects.visible_to(request.user).select_related("speaker", "event"),
        "speakers": Speaker.objects.filter(is_active=True),
    }
    return render(request, "activities/requests.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@unit_only
def create(request: UnitRequest) -> HttpResponse:
    """Create a request. An open one with the same topic and first date is not created again."""
    form = RequestForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with transaction.atomic():
            Organisation.objects.select_for_update().get(pk=request.unit.pk)
            mine = SpeakerRequest.objects.visible_to(request.user).filter(state__in=["asked", "offered"])
            same = mine.filter(topic=form.cleaned_data["topic"], first_date=form.cleaned_data["first_date"])
            if not same.exists() and mine.count() >= MAX_OPEN:
                form.add_error(None, _("Đơn vị đang có mười yêu cầu mở. Bạn rút bớt rồi gửi thêm."))
            elif not same.exists():
                form.instance.organisation, form.instance.asked_by = request.unit, request.user
                mail_asked(form.save())
        if not form.errors:
            messages.success(request, _("Đã gửi yêu cầu. Cơ quan thường trực sẽ đề nghị người và giờ."))
            return redirect("activities:requests")
    return render(request, "activities/request_form.html", {"form": form}, status=422 if form.is_bound else 200)


@require_POST
@unit_only
def answer(request: UnitRequest, uuid: UUID) -> HttpResponse:
    """Carry out `tra-loi`: dong-y, rut, gio-khac, which needs `gio`, or huy (an agreed talk), which needs `ly-do`.

    `was` is what the page showed (SpeakerRequest.stand): an answer to an offer that was replaced meanwhile is 409.
    """
    speaker_request = SpeakerRequest.objects.visible_to(request.user).filter(uuid=uuid).first()
    if speaker_request is None:
        raise Http404(_("Không có yêu cầu này trong đơn vị của bạn."))
    reply = request.POST.get("tra-loi", "")
    reason, hours = (one_line(request.POST.get(name, ""), MAX_REASON) for name in ("ly-do", "gio"))
    steps: dict[str, Callable[[SpeakerRequest], None]] = {
        "dong-y": lambda row: _accept_offer(row, "unit"),
        "gio-khac": lambda row: _ask_again(row, hours),
        "rut": lambda row: _withdraw(row, row.withdraw),
        "huy": lambda row: _cancel(row, reason),
    }
    step = steps.get(reply)
    if step is None:
        return redirect("activities:requests")
    if reply == "huy" and not reason:
        messages.error(request, _("Bạn ghi lý do hủy để báo cáo viên biết."))
        return redirect("activities:requests")
    if reply == "gio-khac" and not hours:
        messages.error(request, _("Bạn ghi giờ nào đơn vị nhận được để cơ quan thường trực xếp lại."))
        return redirect("activities:requests")
    try:
        with transaction.atomic():
            step(SpeakerRequest.locked(speaker_request.pk, request.POST.get("was") or speaker_request.stand))
    except WrongState as wrong:
        messages.error(request, str(wrong))
        return _list(request, status=409)
    messages.success(request, _("Đã ghi nhận."))
    return redirect("activities:requests")


def _accept_offer(speaker_request: SpeakerRequest, side: str) -> None:
    if speaker_request.accept_offer(side):
        mail_agreed(speaker_request)


def _withdraw(speaker_request: SpeakerRequest, step: Callable[[], None]) -> None:
    """Run `step`, which ends an open offer if there is one, and tell the speaker of that offer."""
    old = copy(speaker_request)
    step()
    mail_void(old)


def _ask_again(speaker_request: SpeakerRequest, hours: str) -> None:
    _withdraw(speaker_request, lambda: speaker_request.refuse_offer("unit", hours))
    mail_asked_again(speaker_request)


def _cancel(speaker_request: SpeakerRequest, reason: str) -> None:
    if speaker_request.cancel(_("Đơn vị hủy: %(reason)s") % {"reason": reason}):
        mail_cancelled(speaker_request)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def speaker_answer(request: HttpRequest, token: str) -> HttpResponse:
    """The speaker's answer page, without an account: the signed link is the credential.

    410 for an invalid, expired or superseded link; 409 when the request no longer waits for an answer; 400 for an
    answer that is none of the page's buttons.
    """
    speaker_request = request_of(token)
    if speaker_request is None:
        return render(request, "activities/speaker_answer.html", {"gone": True}, status=410)
    problem = ""
    if request.method == "POST":
        reply = request.POST.get("tra-loi")
        if reply not in {"dong-y", "khong"}:
            return bad_request(request)
        try:
            with transaction.atomic():
                row = SpeakerRequest.locked(speaker_request.pk, speaker_request.stand)
                if reply == "dong-y":
                    _accept_offer(row, "speaker")
                else:
                    row.refuse_offer("speaker", one_line(request.POST.get("gio", ""), MAX_REASON))
                    mail_asked_again(row)
        except WrongState as wrong:
            problem = str(wrong)
        speaker_request.refresh_from_db()
    context = {"found": speaker_request, "problem": problem, "answered": request.method == "POST" and not problem}
    response = render(request, "activities/speaker_answer.html", context, status=409 if problem else 200)
    response["Referrer-Policy"] = "same-origin"
    return response
