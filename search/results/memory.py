"""Results that many ask for within a minute, in the memory of this process alone (docs/security.md, rule 49).

When 1,500 schools look for “poster” on one evening, the database is asked once a minute. What was typed is not in here:
results lie under a digest of it, keyed with a random number, and both are thrown away together after
settings.SEARCH_KEPT_SECONDS, also where nobody asks any more. Of what was asked once only the digest lies here; results
are kept from the second time, when at least one other question was the same. Queries of people in distress never come
here (views.py), nor queries that were corrected, whose results hold words of them.

The version of the site context is part of the digest, and backend.py changes it with every row: what is published,
withdrawn or recalled is right at once.
"""

from __future__ import annotations

import hmac
import logging
import secrets
from collections.abc import Callable
from threading import Lock, Timer

from django.conf import settings

from base import site_context
from search.results.found import Asked, Found

MOST = 500  # questions; further ones in the same minute are answered without

log = logging.getLogger(__name__)
_lock = Lock()


class _Minute:
    """What was found since the first question, under digests; ASKED_ONCE (None) from the first to the second time."""

    def __init__(self) -> None:
        self.key = secrets.token_bytes(32)
        self.found: dict[bytes, Found | None] = {}
        self.end = Timer(settings.SEARCH_KEPT_SECONDS, forget)
        self.end.daemon = True
        self.end.start()


_minute: _Minute | None = None


def recalled(asked: Asked, find: Callable[[Asked], Found | None]) -> Found | None:
    """What was found for the same question within this minute, else what `find` finds."""
    version = _version() if settings.SEARCH_KEPT_SECONDS else ""
    if not version:
        return find(asked)
    minute = _this_minute()
    digest = hmac.digest(minute.key, repr((version, *asked)).encode(), "sha256")
    if kept := minute.found.get(digest):
        return kept
    found = find(asked)
    if found and not found.repaired and (digest in minute.found or len(minute.found) < MOST):
        minute.found[digest] = found if digest in minute.found else None
    return found


def forget() -> None:
    """Throw results, digests and their key away, and with them their end: it must not come to the next ones."""
    global _minute
    with _lock:
        if _minute is not None:
            _minute.end.cancel()
        _minute = None


def _this_minute() -> _Minute:
    global _minute
    with _lock:
        if _minute is None:
            _minute = _Minute()
        return _minute


def _version() -> str:
    try:
        return site_context.known_version(site_context.VERSION_KEY)
    except Exception as error:
        log.warning("search: cache is away: %s", error)
        return ""
