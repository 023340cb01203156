"""One maker of a page: while a request makes it, others for the same page wait, in this process and in others."""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.cache import cache

LONGEST = 5  # seconds that anybody waits; the note of a maker that was killed is forgotten by then
PAUSE = 0.02  # seconds between two looks

log = logging.getLogger(__name__)


@contextmanager
def only_maker(name: str) -> Iterator[bool]:
    """True for the first to come with `name`; False for the others, once the first is done or LONGEST seconds are over.

    While the cache fails everybody is told True at once.
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
