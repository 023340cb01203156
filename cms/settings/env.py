"""Reads environment variables for the settings modules.

`tests/test_settings.py` compares the calls in these modules with `.env.example`: every variable must be listed there.
"""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

#: Role of a process → seconds that PostgreSQL gives a statement, the wait for a lock, and a transaction that does
#: nothing (0: no limit). Tables are changed while others read them: a migration fails rather than blocks the site.
TIMEOUTS = {
    "": (0, 0, 0),
    "web": (15, 5, 60),
    "worker": (300, 30, 1800),
    "scheduler": (1800, 30, 1800),
    "migrate": (0, 30, 1800),
}

_MISSING: Any = object()


def env(name: str, default: str = _MISSING) -> str:
    """The variable `name`. Raises ImproperlyConfigured where it has neither value nor default."""
    value = os.environ.get(name, "")
    if value:
        return value
    if default is _MISSING:
        raise ImproperlyConfigured(f"Thiếu biến môi trường {name}. Xem .env.example.")
    return default


def env_bool(name: str, default: bool) -> bool:
    """True for 1, true, yes, on, False for 0, false, no, off (any case); the default when unset.

    Raises ImproperlyConfigured for anything else.
    """
    value = env(name, "").lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} phải là true hoặc false, đang là “{value}”.")


def env_int(name: str, default: int, least: int = 0) -> int:
    """An integer of at least `least`; the default when unset. Raises ImproperlyConfigured for anything else."""
    value = env(name, "")
    try:
        number = int(value) if value else default
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} phải là số nguyên, đang là “{value}”.") from error
    if number < least:
        raise ImproperlyConfigured(f"{name} phải từ {least} trở lên, đang là {number}.")
    return number


def env_address(name: str, default: str = _MISSING, *, schemes: tuple[str, ...] = ("http", "https")) -> str:
    """An address “scheme://host…” without a slash at its end. Raises ImproperlyConfigured for anything else.

    The value itself is not told: an address may have a password.
    """
    value = env(name, default).rstrip("/")
    try:
        parts = urlsplit(value)
        is_address = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:  # such as a port that is no number
        is_address = False
    if value and not (is_address and parts.scheme in schemes):
        words = " hoặc ".join(f"{scheme}://" for scheme in schemes)
        raise ImproperlyConfigured(f"{name} phải là một địa chỉ đầy đủ, bắt đầu bằng {words}, cổng nếu có là một số.")
    return value


def env_list(name: str, default: str = "") -> list[str]:
    """Comma-separated values, stripped, without empty ones."""
    return [item.strip() for item in env(name, default).split(",") if item.strip()]


def process_role() -> str:
    """PROCESS_ROLE: what this process does, a key of TIMEOUTS. Raises ImproperlyConfigured for anything else."""
    role = env("PROCESS_ROLE", "")
    if role not in TIMEOUTS:
        raise ImproperlyConfigured(f"PROCESS_ROLE phải là {', '.join(filter(None, TIMEOUTS))}; đang là “{role}”.")
    return role


def database(url: str, role: str = "") -> dict[str, Any]:
    """Turn `postgres://user:password@host:port/name?sslmode=…` into one entry of DATABASES.

    The TIMEOUTS of `role` go with it. PostgreSQL compiles nothing (`jit=off`, the default from version 19 on): our
    queries are wide and read few rows, so compiling one takes longer than running it. Raises ImproperlyConfigured for
    another engine than PostgreSQL.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("DATABASE_URL phải bắt đầu bằng postgres://")
    try:
        port = parts.port
    except ValueError as error:
        sentence = "DATABASE_URL: cổng phải là một số. Mật khẩu có ký tự như @ / # % thì ghi riêng ở DATABASE_PASSWORD."
        raise ImproperlyConfigured(sentence) from error
    options = dict(parse_qsl(parts.query))
    names = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
    limits = [f"-c {name}={seconds}s" for name, seconds in zip(names, TIMEOUTS[role], strict=True) if seconds]
    options["options"] = " ".join(filter(None, ["-c jit=off", options.get("options"), *limits]))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "postgres",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(port or ""),
        "OPTIONS": options,
    }
