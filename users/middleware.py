"""The second factor: a password alone opens no page of the administration."""

from __future__ import annotations

from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

GUARDED = "/admin/"


def passed_second_factor(request: HttpRequest) -> bool:
    """True when this very session was opened or confirmed with an app code, a recovery code or a key."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))


class SecondFactorMiddleware:
    """Send staff without a second factor in their session to set one up or to show it (security.md, rule 29).

    It asks about the session, not about the account: an account with an authenticator whose session was
    opened some other way still has to show it, so no view can be reached between the two.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.STAFF_MFA_REQUIRED and request.path_info.startswith(GUARDED) and request.user.is_authenticated:
            if not passed_second_factor(request):
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
