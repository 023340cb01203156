"""Whom a request belongs to: staff after their second factor alone; who may enter /admin/; the session's cookie."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import urlencode

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from base.errors import permission_denied

from .models import Account
from .roles import may_enter_admin
from .signin.second_factor import has_passed

GUARDED = "/admin/"
OPEN = ("/admin/login/", "/admin/logout/", "/admin/password_reset/")  # not guarded: they redirect to /tai-khoan/
#: URL names that belong to a member of staff before the second factor: who has none sets one up, who has one confirms
#: it. Everything else belongs to nobody then.
SETS_UP = ("mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "account_reauthenticate", "account_logout")
CONFIRMS = ("mfa_reauthenticate", "mfa_reauthenticate_webauthn", "account_logout")


class SessionCookieMiddleware:
    """Lets no answer to a script delete the session's cookie; stands outside Django's SessionMiddleware.

    A script's request that was under way while somebody signed in carries the key from before, whose session is gone.
    Django's answer then deletes the cookie, which is the new session's by now: the editor asked for the password twice.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Keep the cookie, unless a page is opened or a form sent; browsers say which (Sec-Fetch-Mode)."""
        response = self.get_response(request)
        cookie = response.cookies.get(settings.SESSION_COOKIE_NAME)
        if cookie is not None and not cookie.value and request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate":
            del response.cookies[settings.SESSION_COOKIE_NAME]
        return response


class AdminAccessMiddleware:
    """Answers 403 to signed-in schools and partners below /admin/.

    Wagtail would redirect them to the login page, which redirects signed-in users back: a loop.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """403 below /admin/ for an account without a role there."""
        path = request.path_info
        inside = path.startswith(GUARDED) and not path.startswith(OPEN)
        if inside and request.user.is_authenticated and not may_enter_admin(request.user):
            return permission_denied(request)
        return self.get_response(request)


class SecondFactorMiddleware:
    """Makes a member of staff anonymous until the session has passed a second factor (docs/security.md, rule 29).

    It applies to every address, so no view, template or permission has to ask. Only the pages that set up or confirm
    the factor see the account. The sign-in page, to which views send visitors, leads there.

    It checks the session, not the account: an account with an authenticator whose session was opened without it has
    to confirm it first. The account is read when something asks for it: a page that reads no session stays shared.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Put the account that may act in place of the session's account."""
        if settings.STAFF_MFA_REQUIRED:
            request.user = SimpleLazyObject(partial(_who_may_act, request, request.user))  # type: ignore[assignment]
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Lead from the sign-in page to the second factor: who is there has given the password already."""
        match = request.resolver_match
        is_sign_in = match is not None and match.url_name == "account_login" and request.method == "GET"
        account = getattr(request, "unconfirmed_account", None) if is_sign_in and request.user.is_anonymous else None
        return self.ask(request, account) if account else None

    def ask(self, request: HttpRequest, account: Account) -> HttpResponse:
        """Redirect to confirm the second factor, or to set one up where the account has none."""
        if is_mfa_enabled(account):
            messages.info(request, _("Bạn xác nhận lớp thứ hai trước khi vào trang quản trị."))
            name = "mfa_reauthenticate"
        else:
            messages.info(request, _("Tài khoản tòa soạn cần bật xác thực hai lớp trước khi vào trang quản trị."))
            name = "mfa_index"
        after = request.GET.get("next") or reverse("users:after_login")
        return HttpResponseRedirect(f"{reverse(name)}?{urlencode({'next': after})}")


def _who_may_act(request: HttpRequest, account: Account) -> Account:
    """`account` of the session, or AnonymousUser for staff whose session has not passed the second factor."""
    if not may_enter_admin(account) or has_passed(request, account):
        return account
    request.unconfirmed_account = account  # type: ignore[attr-defined]
    names = CONFIRMS if is_mfa_enabled(account) else SETS_UP
    return account if request.path_info in map(reverse, names) else AnonymousUser()
