"""Signing in with the account of an organisation, by OpenID Connect (settings.OIDC_SERVER_URL, ADR 0026).

The provider says which e-mail address has signed in there. It is believed for the domains of OIDC_EMAIL_DOMAINS alone,
and only accounts that exist here are opened: nobody gets an account, a role or a second factor by it. Nothing of the
provider is stored; the address is looked up at each sign-in.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from functools import wraps
from http import HTTPStatus
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from base.caching.headers import private
from base.text import mail_address
from users.models import User
from users.signin.throttling import may_try, too_many_attempts

log = logging.getLogger(__name__)
#: Name of the one provider in URLs and in SOCIALACCOUNT_PROVIDERS.
PROVIDER = "co-quan"
#: What allauth raises on the way: no answer in time (requests' errors are OSErrors), or one of another shape.
FAILED = (OSError, LookupError, TypeError, ValueError, AttributeError)


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    """Whom a sign-in at the provider opens which account for (settings.SOCIALACCOUNT_ADAPTER)."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Always False: accounts are made by invitations and by administrators."""
        return False

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: Any) -> Any:
        """The unsaved account of allauth as it is: what the provider says of a person fills nothing."""
        return sociallogin.user

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Set the account that is opened. Raises ImmediateHttpResponse with a page that says why none is."""
        sociallogin.state["process"] = "login"  # the address may ask allauth to link or to redirect alone
        claims = sociallogin.account.get_provider_account().get_user_data()
        email = confirmed_address(claims)
        if not email:
            raise ImmediateHttpResponse(
                _refused(
                    request,
                    _("%(name)s không xác nhận một địa chỉ thư mà trang này nhận: %(domains)s.")
                    % {"name": settings.OIDC_NAME, "domains": ", ".join(settings.OIDC_EMAIL_DOMAINS)},
                )
            )
        sociallogin.user = User.objects.of_address(email)
        if sociallogin.user is None:
            raise ImmediateHttpResponse(
                _refused(
                    request,
                    _("Chưa có tài khoản nào ở đây mang địa chỉ %(email)s. Bạn nhờ ban tổ chức mời bằng địa chỉ này.")
                    % {"email": email},
                )
            )

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Exception | None = None,
        extra_context: Any = None,
    ) -> None:
        """Raises ImmediateHttpResponse: to the sign-in page for who turned back at the provider, else with a page."""
        if request.GET.get("error") == "access_denied":  # RFC 6749, 4.1.2.1
            messages.info(request, _("Bạn chưa đăng nhập. Bạn chọn lại một cách ở đây."))
            raise ImmediateHttpResponse(redirect("account_login"))
        raise ImmediateHttpResponse(_failed(request, exception))


def confirmed_address(claims: Mapping[str, Any]) -> str:
    """The e-mail address that `claims` prove, in our spelling; "" for one of another domain or said to be unproven.

    A provider that says nothing of `email_verified` (Microsoft Entra ID does not) gave out the domain's addresses
    itself, which is why its domain is listed.
    """
    typed = claims.get("email")
    email = mail_address(typed) if isinstance(typed, str) else ""
    unproven = claims.get("email_verified", True) not in (True, "true")
    return email if email and not unproven and email.partition("@")[2] in settings.OIDC_EMAIL_DOMAINS else ""


def _guarded(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """`view` of allauth where a provider is set (404 else), within limits, with a page for a provider that is away."""

    @private
    @require_safe
    @wraps(view)
    def guarded(request: HttpRequest, provider_id: str) -> HttpResponse:
        if not settings.OIDC_SERVER_URL:
            raise Http404
        if request.user.is_authenticated:
            return redirect("users:after_login")
        if not may_try(request, "single_sign_on"):
            return too_many_attempts(request)
        try:
            return view(request, provider_id=provider_id)
        except FAILED as error:
            return _failed(request, error)

    return guarded


def _refused(request: HttpRequest, why: str, status: int = HTTPStatus.FORBIDDEN) -> HttpResponse:
    return render(request, "account/single_sign_on_refused.html", {"why": why}, status=status)


def _failed(request: HttpRequest, error: Exception | None) -> HttpResponse:
    """502: the provider did not answer, or not as agreed; the log has the reason."""
    log.warning("single sign-on failed", exc_info=error)
    why = _("%(name)s chưa trả lời, hoặc lượt đăng nhập đã quá lâu. Bạn thử lại, hoặc đăng nhập bằng mật khẩu.")
    return _refused(request, why % {"name": settings.OIDC_NAME}, HTTPStatus.BAD_GATEWAY)


#: Leads to the provider; back from it.
begin = _guarded(openid_connect.login)
finish = _guarded(openid_connect.callback)
