"""Below all views that ask for a password django-axes counts in PostgreSQL (docs/security.md, rules 30 to 32)."""

from __future__ import annotations

import logging
from copy import copy
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from redis.exceptions import RedisError

from base.errors import error_page

log = logging.getLogger(__name__)


def account_key(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """The account an attempt is counted against: the address that was typed, in lower case, at most 254 characters.

    The account and not the caller's address: a whole school shares one address.
    """
    given = (credentials or {}).get("email") or (credentials or {}).get("username") or request.POST.get("login", "")
    return str(given).strip().lower()[:254]


def client_address(request: HttpRequest) -> str | None:
    """The address that limits and the log of sign-ins count: allauth's, which knows the number of proxies.

    None when a program signs somebody in: its request came over no connection.
    """
    return str(get_adapter().get_client_ip(request)) if "REMOTE_ADDR" in request.META else None


def may_try(request: HttpRequest, action: str) -> bool:
    """Count one try of `action` (a key of ACCOUNT_RATE_LIMITS); False when there were too many.

    For secrets that a cache which is down must not lock away: then nobody counts, and the log says so.
    """
    counted = copy(request)
    counted.method = "POST"  # allauth lets every GET pass; a code in an address is a try as well
    try:
        return bool(ratelimit.consume(counted, action=action))
    except (RedisError, OSError):
        log.warning("the cache is down: tries of %s are not counted", action)
        return True


def too_many_attempts(
    request: HttpRequest, response: HttpResponse | None = None, credentials: Any = None
) -> HttpResponse:
    """429 with what to do now; also the answer of allauth's limits and of axes."""
    answer = error_page(
        429,
        _("Bạn thử quá nhiều lần"),
        _("Để giữ an toàn cho tài khoản, trang tạm dừng nhận. Bạn đợi 5 phút rồi thử lại, hoặc đặt lại mật khẩu."),
    )
    answer["Retry-After"] = "300"
    return answer
