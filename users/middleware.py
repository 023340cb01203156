"""The doors of the administration: who has no business there, and who still owes a second factor."""

from __future__ import annotations

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
OPEN = ("/admin/login/", "/admin/logout/", "/admin/password_reset/")  # these lead to /tai-khoan/


def passed_second_factor(request: HttpRequest) -> bool:
    """True when this very session was opened or confirmed with an app code, a recovery code or a key."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))


class AdminDoorMiddleware:
    """Tell signed-in schools and partners plainly that the administration is not theirs (403).

    Wagtail would send them to the login page, which sends people who are signed in straight back.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        path = request.path_info
        inside = path.startswith(GUARDED) and not path.startswith(OPEN)
        if inside and request.user.is_authenticated and not may_enter_admin(request.user):
            return permission_denied(request)
        return self.get_response(request)


class SecondFactorMiddleware:
    """Send staff without a second factor in their session to set one up or to show it (docs/security.md, rule 29).

    It asks about the session, not about the account: an account with an authenticator whose session was
    opened some other way still has to show it, so no view can be reached between the two.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        guarded = settings.STAFF_MFA_REQUIRED and request.path_info.startswith(STAFF_ONLY)
        if guarded and request.user.is_authenticated and not passed_second_factor(request):
            return self.ask(request)
        return self.get_response(request)

    def ask(self, request: HttpRequest) -> HttpResponse:
        if is_mfa_enabled(request.user):
            messages.info(request, _("Bạn xác nhận lớp thứ hai trước khi vào trang quản trị."))
            name = "mfa_reauthenticate"
        else:
            messages.info(request, _("Tài khoản tòa soạn cần bật xác thực hai lớp trước khi vào trang quản trị."))
            name = "mfa_index"
        return HttpResponseRedirect(f"{reverse(name)}?{urlencode({'next': request.get_full_path()})}")
