"""Limits on attempts: the key by which django-axes counts, allauth's limits, the 429 page (docs/security.md, 30-32).

django-axes counts password attempts in PostgreSQL below all views that ask for a password; allauth counts in the cache.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from functools import wraps
from ipaddress import ip_network
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from base.errors import error_page

View = Callable[..., HttpResponse]


def account_key(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """Key of an attempt: the e-mail address as typed, in lower case, at most 254 characters.

    Not the IP address: a whole school shares one.
    """
    login = (credentials or {}).get("email") or (credentials or {}).get("username") or request.POST.get("login", "")
    return str(login).strip().lower()[:254]


def client_address(request: HttpRequest) -> str | None:
    """IP address for limits and the log of sign-ins, from allauth, which respects the number of trusted proxies.

    None where a program signs an account in: its request has no REMOTE_ADDR.
    """
    return str(get_adapter().get_client_ip(request)) if "REMOTE_ADDR" in request.META else None


def client_network(request: HttpRequest) -> str:
    """Key for limits by address: of IPv6 the first 64 bits, which belong to one connection; as allauth does it."""
    address = client_address(request) or ""
    return str(ip_network(f"{address}/64", strict=False).network_address) if ":" in address else address


def may_try(request: HttpRequest, action: str, key: str | None = None) -> bool:
    """Count one attempt at `action` (a key of ACCOUNT_RATE_LIMITS); False when there were too many.

    `key`: the key for limits “per key”.
    """
    counted = copy(request)
    counted.method = "POST"  # allauth does not count GET requests, but a code in a URL is an attempt too
    return bool(ratelimit.consume(counted, action=action, key=key))


def limited(action: str, *methods: str) -> Callable[[View], View]:
    """Decorator of an expensive view open to everybody: 429 when one address calls it too often.

    `action` is a key of ACCOUNT_RATE_LIMITS; `methods`: those that are counted, by default all.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if (not methods or request.method in methods) and not may_try(request, action):
                error = error_page(429, _("Máy đang bận"), _("Nhiều người cùng tải bản in. Bạn thử lại sau một phút."))
                error["Retry-After"] = "60"
                return error
            return view(request, *args, **kwargs)

        return counted

    return decorate


def too_many_attempts(
    request: HttpRequest, response: HttpResponse | None = None, credentials: Any = None
) -> HttpResponse:
    """Answer 429 with Retry-After; also the answer of django-axes (settings.AXES_LOCKOUT_CALLABLE)."""
    error_response = error_page(
        429,
        _("Bạn thử quá nhiều lần"),
        _("Để giữ an toàn cho tài khoản, trang tạm dừng nhận. Bạn đợi 5 phút rồi thử lại, hoặc đặt lại mật khẩu."),
    )
    error_response["Retry-After"] = "300"
    return error_response
