"""Page of an invitation: makes an account that acts for one partner."""

from __future__ import annotations

from django.contrib.auth import get_user_model, login
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from base.caching.headers import private
from partners.forms import AcceptForm
from partners.mail.partners import mail_joined
from partners.models import Invitation, PartnerMember
from users.models import User
from users.signin.backend import LOGIN_BACKEND


@private
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows who invites; POST makes the account, or adds the signed-in one to the partner.

    404 for an unknown link, 410 for one that is used, revoked or expired.
    """
    with transaction.atomic():
        invitations = Invitation.objects.select_related("partner", "brief", "outlet", "invited_by")
        response = _answer(request, invitations.by_secret(token, lock=request.method == "POST"))
    response["Referrer-Policy"] = (
        "same-origin"  # the address holds the token; "no-referrer" would send Origin: null and fail CSRF
    )
    return response


def _answer(request: HttpRequest, invitation: Invitation | None) -> HttpResponse:
    if invitation is None:
        return _closed(request, "unknown", 404)
    if not invitation.is_open or not invitation.partner.is_active:
        return _closed(request, invitation.state if not invitation.is_open else Invitation.State.REVOKED, 410)
    account = get_user_model().objects.filter(email=invitation.email).first()
    if request.user.is_authenticated and request.user != account:
        return _for_somebody_else(request, invitation)
    if account is None:
        return _new_account(request, invitation)
    if not request.user.is_authenticated:
        return _sign_in_first(request, invitation)
    if request.method == "POST":
        return _join(request, invitation, account)
    return render(request, "partners/invitation.html", {"invitation": invitation, "known": True})


def _new_account(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    user = get_user_model()(email=invitation.email)
    form = AcceptForm(request.POST or None, user=user)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "partners/invitation.html", {"invitation": invitation, "form": form}, status=status)
    user = get_user_model().objects.create_user(
        invitation.email, form.cleaned_data["password"], full_name=form.cleaned_data["full_name"]
    )
    login(request, user, backend=LOGIN_BACKEND)  # changes the session's key
    return _join(request, invitation, user)


def _sign_in_first(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """The invited address has an account: only its owner may accept, after signing in."""
    if request.method == "POST":
        return redirect_to_login(request.get_full_path())
    return render(request, "partners/invitation.html", {"invitation": invitation, "must_sign_in": True})


def _for_somebody_else(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """The signed-in account is not the invited one: the invitation stays open for the right person."""
    context = {"invitation": invitation, "wrong_account": True}
    return render(request, "partners/invitation.html", context, status=403 if request.method == "POST" else 200)


def _join(request: HttpRequest, invitation: Invitation, user: User) -> HttpResponse:
    PartnerMember.objects.get_or_create(
        partner=invitation.partner, user=user, defaults={"role": invitation.role, "language": request.LANGUAGE_CODE}
    )
    invitation.use(user)
    mail_joined(invitation)
    return redirect("partners:brief", uuid=invitation.brief.uuid) if invitation.brief else redirect("partners:home")


def _closed(request: HttpRequest, state: str, status: int) -> HttpResponse:
    """Page that says why the link cannot be used and what to do."""
    sentences = {
        "unknown": (
            _("Không có lời mời này"),
            _(
                "Liên kết có thể bị cắt mất một đoạn khi sao chép. Bạn mở lại thư mời và bấm đúng nút trong "
                "thư, hoặc nhờ tòa soạn gửi lại."
            ),
        ),
        Invitation.State.USED: (
            _("Lời mời này đã dùng rồi"),
            _(
                "Mỗi liên kết chỉ dùng một lần. Nếu chính bạn đã dùng, hãy đăng nhập; nếu không phải bạn, "
                "hãy báo ngay cho tòa soạn."
            ),
        ),
        Invitation.State.REVOKED: (
            _("Lời mời này đã được thu hồi"),
            _("Tòa soạn đã thu hồi liên kết. Bạn liên hệ người đã mời để nhận liên kết mới."),
        ),
        Invitation.State.EXPIRED: (
            _("Lời mời này đã hết hạn"),
            _("Liên kết chỉ sống 14 ngày. Bạn nhờ tòa soạn gửi lời mời mới, việc này mất một phút."),
        ),
    }
    title, sentence = sentences[state]
    context = {"title": title, "sentence": sentence, "offer_login": state == Invitation.State.USED}
    return render(request, "partners/invitation_closed.html", context, status=status)
