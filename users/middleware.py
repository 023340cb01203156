"""Access to /admin/: 403 for accounts without a role there, a second factor for all others; the session's cookie."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from base.errors import permission_denied

from .roles import may_enter_admin

GUARDED = "/admin/"
STAFF_ONLY = (GUARDED, "/van-thu/")  # also the documents of the administration
OPEN = ("/admin/login/", "/admin/logout/", "/admin/password_reset/")  # not guarded: they redirect to /tai-khoan/


def passed_second_factor(request: HttpRequest) -> bool:
    """Whether this session was opened or confirmed with an app code, a recovery code or a security key."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))


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
    """Redirects sessions without a second factor from /admin/ to set one up or confirm it (docs/security.md, rule 29).

    It checks the session, not the account: an account with an authenticator whose session was opened without it has
    to confirm it first.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Send a session without a second factor to confirm one, before it reaches a guarded address."""
        guarded = settings.STAFF_MFA_REQUIRED and request.path_info.startswith(STAFF_ONLY)
        if guarded and may_enter_admin(request.user) and not passed_second_factor(request):
            return self.ask(request)
        return self.get_response(request)

    def ask(self, request: HttpRequest) -> HttpResponse:
        """Redirect to confirm the second factor, or to set one up where the account has none."""
        if is_mfa_enabled(request.user):
            messages.info(request, _("Bạn xác nhận lớp thứ hai trước khi vào trang quản trị."))
            name = "mfa_reauthenticate"
        else:
            messages.info(request, _("Tài khoản tòa soạn cần bật xác thực hai lớp trước khi vào trang quản trị."))
            name = "mfa_index"
        return HttpResponseRedirect(f"{reverse(name)}?{urlencode({'next': request.get_full_path()})}")
