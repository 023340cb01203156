"""Below all views that ask for a password django-axes counts in PostgreSQL (docs/security.md, rules 30 to 32)."""

from __future__ import annotations

import logging
from typing import Any

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


def may_try(request: HttpRequest, action: str) -> bool:
    """Count one try of `action` (a key of ACCOUNT_RATE_LIMITS); False when there were too many.

    For secrets that a cache which is down must not lock away: then nobody counts, and the log says so.
    """
    try:
        return bool(ratelimit.consume(request, action=action))
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
