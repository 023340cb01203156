"""Cache of search results, only in the memory of this process, for at most a minute (docs/security.md, rule 49).

When 1,500 schools search for “poster” on one evening, the database is queried once a minute. The query itself is not
stored: results are stored under an HMAC of it with a random key. Key and results are deleted together
settings.SEARCH_KEPT_SECONDS after the first query, even if nobody searches again. After the first time only the digest
of a query is stored, its results from the second time on. Queries of people in distress never come here (views.py), and
results of corrected queries are not stored, because they contain words of the query.

The version of the site context is part of the digest, and backend.py changes it with every row: published, withdrawn
and recalled content is up to date at once.
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

MOST = 500  # queries; further ones in the same minute are not cached

log = logging.getLogger(__name__)
_lock = Lock()


class _Minute:
    """Digest of a query → its results since the first query; None for a query that was asked once."""

    def __init__(self) -> None:
        self.key = secrets.token_bytes(32)
        self.found: dict[bytes, Found | None] = {}
        self.end = Timer(settings.SEARCH_KEPT_SECONDS, forget)
        self.end.daemon = True
        self.end.start()


_minute: _Minute | None = None


def recalled(asked: Asked, find: Callable[[Asked], Found | None]) -> Found | None:
    """The stored results of the same query, else `find(asked)`."""
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
    """Delete results, digests and key, and cancel their timer, which must not delete the next ones."""
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
