"""A lock in the cache by which only one request renders a page; others for it wait, in this and other processes."""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.cache import cache

LONGEST = 5  # seconds that a request waits, and after which the lock of a killed process expires
PAUSE = 0.02  # seconds between two checks of the lock

log = logging.getLogger(__name__)


@contextmanager
def only_maker(name: str) -> Iterator[bool]:
    """Yields True at once to the first caller with `name`; False to others, when the first is done or after LONGEST s.

    While the cache fails it yields True to every caller at once.
    """
    note = f"making:{name}"
    is_first = _take(note)
    if not is_first:
        _wait(note)
    try:
        yield is_first
    finally:
        if is_first:
            _forget(note)


def _take(note: str) -> bool:
    try:
        own = uuid.uuid4().hex
        return bool(cache.get_or_set(note, own, LONGEST) == own)
    except Exception as error:
        log.warning("one maker: cache is away: %s", error)
        return True


def _wait(note: str) -> None:
    end = time.monotonic() + LONGEST
    try:
        while time.monotonic() < end and cache.get(note):
            time.sleep(PAUSE)
    except Exception as error:
        log.warning("one maker: cache is away: %s", error)


def _forget(note: str) -> None:
    try:
        cache.delete(note)
    except Exception as error:
        log.warning("one maker: cache is away: %s", error)
