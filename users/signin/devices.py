"""Known browsers: those on which an account has signed in before. Wrong passwords of strangers do not lock them out.

Limits by account and by address stop whoever guesses, but also the owner of the account. A known browser has a signed
cookie, sent only to account pages; its attempts are counted separately.
"""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

LIMIT = "known_device"  # key of ACCOUNT_RATE_LIMITS
COOKIE, PATH = "thiet-bi", "/tai-khoan/"
SALT = "users.signin.devices"
MAX_AGE = 180 * 24 * 3600  # seconds
MAX_ACCOUNTS = 5  # of one browser; a sixth replaces the first


def known_number(request: HttpRequest, login: str) -> str:
    """Number of the request's browser where the account `login` has signed in on it before, else ""."""
    number, accounts = _read(request)
    return number if _mark(login) in accounts else ""


def is_known(request: HttpRequest, credentials: dict[str, Any] | None = None) -> bool:
    """Whether django-axes leaves this attempt to our own limit (settings.AXES_WHITELIST_CALLABLE)."""
    fields = credentials or {}
    return bool(known_number(request, str(fields.get("email") or fields.get("username") or "")))


def remember(request: HttpRequest, response: HttpResponse, login: str) -> None:
    """Set the cookie in `response` that makes this browser a known one of the account `login`."""
    number, accounts = _read(request)
    mark = _mark(login)
    remembered = [*(account for account in accounts if account != mark), mark][-MAX_ACCOUNTS:]
    response.set_cookie(
        COOKIE,
        signing.dumps([number or secrets.token_urlsafe(12), *remembered], salt=SALT),
        max_age=MAX_AGE,
        path=PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _read(request: HttpRequest) -> tuple[str, list[str]]:
    """(number, marks of accounts) of the cookie; ("", []) where there is none of ours."""
    try:
        number, *accounts = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=MAX_AGE)
    except signing.BadSignature:
        return "", []
    return number, accounts


def _mark(login: str) -> str:
    """Keyed hash of `login`, which the cookie contains instead of the e-mail address."""
    return salted_hmac(SALT, login.strip().lower(), algorithm="sha256").hexdigest()[:32]
