"""Pages that turn a code on paper, or a link in a letter, into an account that acts for one unit."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model, login
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from base.caching.headers import private
from base.errors import WrongState
from schools.forms import AccountForm, CodeForm
from schools.members import join, lock
from schools.models import Invitation
from users.models import User
from users.signin.backend import LOGIN_BACKEND
from users.signin.throttling import may_try, too_many_attempts

TRY = "school_code"  # limit in ACCOUNT_RATE_LIMITS; the code's 59 bits are the main protection


@private
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Form for the printed code; the QR code beside it opens this page with `?ma=` filled in."""
    form = CodeForm(
        request.POST if request.method == "POST" else None, initial={"code": request.GET.get("ma", "")[:20]}
    )
    if not form.is_bound or not form.is_valid():
        return _secret(render(request, "schools/code.html", {"form": form}, status=422 if form.is_bound else 200))
    if not may_try(request, TRY):
        return too_many_attempts(request)
    if Invitation.objects.by_secret(form.cleaned_data["code"]) is None:
        form.add_error("code", _("Không có mã này. Bạn so lại từng chữ với phiếu, hoặc xin mã mới."))
        return _secret(render(request, "schools/code.html", {"form": form}, status=422))
    return redirect("schools:invitation", code=form.cleaned_data["code"])


@private
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, code: str) -> HttpResponse:
    """GET shows who invites whom; POST makes the account, or adds the signed-in one to the unit.

    404 for an unknown code, 410 for one that is used, revoked or expired.
    """
    if not may_try(request, TRY):
        return too_many_attempts(request)
    with transaction.atomic():
        invitations = Invitation.objects.select_related("unit__organisation", "invited_by")
        invited = invitations.by_secret(code)
        if invited and request.method == "POST":
            lock(invited.unit)
            invited = invitations.by_secret(code, lock=True)
        return _secret(_answer(request, invited))


def _secret(response: HttpResponse) -> HttpResponse:
    response["Referrer-Policy"] = "same-origin"  # the address holds the code; "no-referrer" would fail CSRF
    return response


def _answer(request: HttpRequest, invitation: Invitation | None) -> HttpResponse:
    if invitation is None:
        return _closed(request, "unknown", 404)
    if invitation.used_by_id and invitation.used_by_id == request.user.pk:
        return redirect("schools:home")  # the button was pressed twice, or the sheet scanned again
    if not invitation.is_open or not invitation.unit.organisation.is_active:
        return _closed(request, invitation.state if not invitation.is_open else Invitation.State.REVOKED, 410)
    context = {"invitation": invitation, "unit": invitation.unit}
    if request.user.is_authenticated and (not invitation.email or invitation.email == request.user.email):
        return _join_known(request, invitation, request.user, context)
    if invitation.email and get_user_model().objects.filter(email=invitation.email).exists():
        return _sign_in_first(request, context | {"email": invitation.email})
    return _new_account(request, invitation, context)


def _join_known(request: HttpRequest, invitation: Invitation, user: User, context: dict[str, Any]) -> HttpResponse:
    if request.method != "POST":
        return render(request, "schools/invitation.html", context | {"known": True})
    try:
        join(invitation, user)
    except WrongState as problem:
        return render(request, "schools/invitation.html", context | {"known": True, "problem": problem}, status=409)
    return redirect("schools:home")


def _sign_in_first(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """The invited address has an account: only its owner may accept, after signing in."""
    if not request.user.is_authenticated and request.method == "POST":
        return redirect_to_login(request.get_full_path())
    return render(request, "schools/invitation.html", context | {"must_sign_in": True})


def _new_account(request: HttpRequest, invitation: Invitation, context: dict[str, Any]) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    form = AccountForm(posted, email=invitation.email, organisation=invitation.unit.organisation)
    if form.is_bound and form.is_valid() and get_user_model().objects.filter(email=form.cleaned_data["email"]).exists():
        # The owner of the address signs in and opens the code again.
        form.add_error("email", _("Địa chỉ này không dùng để mở tài khoản mới được. Nếu là của bạn, hãy đăng nhập."))
    if not form.is_bound or not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "schools/invitation.html", context | {"form": form}, status=status)
    data = form.cleaned_data
    user = get_user_model()(email=data["email"], full_name=data["full_name"])
    user.set_password(data["password"])
    user.clean()
    user.save()
    login(request, user, backend=LOGIN_BACKEND)  # changes the session's key
    join(invitation, user)
    return redirect("schools:home")


def _closed(request: HttpRequest, state: str, status: int) -> HttpResponse:
    """Page that says why the code cannot be used and what to do."""
    sentences = {
        "unknown": (_("Không có lời mời này"), _("Liên kết có thể bị cắt mất một đoạn. Bạn gõ mã 12 chữ trên phiếu.")),
        Invitation.State.USED: (
            _("Mã này đã dùng rồi"),
            _("Mỗi mã dùng một lần. Nếu chính bạn đã dùng, hãy đăng nhập; nếu không, báo ngay cơ quan đã mời."),
        ),
        Invitation.State.REVOKED: (
            _("Mã này đã được thu hồi"),
            _("Có mã mới hơn, hoặc lời mời đã thu hồi. Bạn hỏi cơ quan hoặc đồng nghiệp đã mời."),
        ),
        Invitation.State.EXPIRED: (
            _("Mã này đã hết hạn"),
            _("Mã chỉ sống 30 ngày. Bạn xin mã mới, việc này mất một phút."),
        ),
    }
    title, sentence = sentences[state]
    context = {"title": title, "sentence": sentence, "offer_login": state == Invitation.State.USED}
    return render(request, "schools/invitation_closed.html", context, status=status)
