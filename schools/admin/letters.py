"""Administration pages for messages to units: to all of a kind and level, or to the units of a filtered list."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from base.text import nfc
from schools.access import ReviewerRequest, reviewer_only
from schools.admin.board import units_listed
from schools.admin.shared import page, scope_of, season_or_404
from schools.models import Level, Membership, Message, Unit
from schools.tasks import mail_message

MAX_CHARACTERS = 1500
AGAIN = timedelta(minutes=10)  # the same message within this time is a repeated submission


def _text(request: ReviewerRequest) -> str:
    return nfc(request.POST.get("loi", "")).strip()


def _problem(text: str) -> str:
    if not text:
        return _("Bạn viết lời nhắn trước khi gửi.")
    if len(text) > MAX_CHARACTERS:
        return _("Lời nhắn dài hơn 1.500 ký tự. Bạn rút gọn giúp; nội dung dài thì để trong kho tài liệu.")
    return ""


def _signature(request: ReviewerRequest) -> str:
    organisation = request.user.organisation
    return organisation.name if organisation else request.user.get_full_name()


@transaction.atomic
def _write(request: ReviewerRequest, text: str, units: Iterable[Unit] = (), **to: list[str]) -> Message:
    """Create the message, to `units` by name or to the kinds and levels in `to`.

    If this account has sent the same text to the same units within AGAIN, that message is returned instead.
    """
    season, unit_keys = season_or_404(), {unit.pk for unit in units}
    get_user_model().objects.select_for_update().get(pk=request.user.pk)  # one after the other
    since = timezone.now() - AGAIN
    same = Message.objects.filter(season=season, text=text, by=request.user, created_at__gte=since, **to)
    for message in same:
        if set(message.units.values_list("pk", flat=True)) == unit_keys:
            return message
    message = Message.objects.create(season=season, text=text, by=request.user, signature=_signature(request), **to)
    message.units.set(unit_keys)
    return message


def _tell_unreached(request: ReviewerRequest, units: Iterable[Unit], *, by_mail: bool) -> None:
    """Say how many of `units` nobody can read the message of: without an account, and without a letter."""
    silent = Unit.objects.filter(pk__in=[unit.pk for unit in units])
    silent = silent.exclude(Exists(Membership.objects.filter(unit=OuterRef("pk"), ended_at=None)))
    if by_mail:
        silent = silent.filter(contact_email="")
    if number := silent.count():
        text = ngettext(
            "Trong đó %(n)d đơn vị chưa ai đọc được: không có tài khoản hay thư. Bạn mời ở “Tài khoản của đơn vị”.",
            "Trong đó %(n)d đơn vị chưa ai đọc được: không có tài khoản hay thư. Bạn mời ở “Tài khoản của đơn vị”.",
            number,
        )
        messages.warning(request, text % {"n": number})


@require_http_methods(["GET", "HEAD", "POST"])
@reviewer_only
def index(request: ReviewerRequest) -> HttpResponse:
    """List messages of the account and its organisation; POST sends one to all units of a kind and level."""
    text = _text(request)
    problem = _problem(text) if request.method == "POST" else ""
    if request.method == "POST" and not problem:
        kind, level = request.POST.get("loai", ""), request.POST.get("cap", "")
        kinds = [kind] if kind in request.kinds else request.kinds
        with transaction.atomic():
            message = _write(request, text, kinds=kinds, levels=[level] if level in Level.values else [])
            if "thu" in request.POST:
                mail_message.enqueue(message.pk)
        messages.success(request, _("Lời nhắn đã hiện trên trang của các đơn vị."))
        _tell_unreached(request, message.recipients(), by_mail="thu" in request.POST)
        return redirect("units_admin:letters")
    sent = Message.objects.filter(by=request.user)
    if request.user.organisation_id:
        sent = sent | Message.objects.filter(by__organisation=request.user.organisation_id)
    context = {"text": text, "problem": problem, "letters": sent.distinct().select_related("by")[:30]}
    return page(request, "letters", _("Lời nhắn"), context, status=422 if problem else 200)


@require_POST
@reviewer_only
def remind(request: ReviewerRequest) -> HttpResponse:
    """Send a message to the units that the list's filters match: on their pages, and by mail with `thu`."""
    scope, text = scope_of(request), _text(request)
    back = f"{reverse('units_admin:units')}?{request.GET.urlencode()}"
    units = units_listed(request)
    problem = _problem(text) or ("" if units else _("Danh sách đang trống nên không nhắc ai."))
    if problem:
        messages.error(request, problem)
        return redirect(back)
    with transaction.atomic():
        message = _write(request, text, units, kinds=list(scope.kinds))
        if "thu" in request.POST:
            mail_message.enqueue(message.pk)
    notice = ngettext("Đã nhắc %(n)d đơn vị.", "Đã nhắc %(n)d đơn vị.", len(units))
    messages.success(request, notice % {"n": len(units)})
    _tell_unreached(request, units, by_mail="thu" in request.POST)
    return redirect(back)
