"""A lock in the cache by which only one request renders a page; others for it wait, in this and other processes."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.cache import cache

LONGEST = 5  # seconds that a request waits, and after which the lock of a killed process expires
PAUSE = 0.02  # seconds between two checks of the lock


@contextmanager
def only_maker(name: str) -> Iterator[bool]:
    """Yields True at once to the first caller with `name`; False to others, when the first is done or after LONGEST s.

    While the cache is away it yields True to every caller at once.
    """
    lock, own = f"making:{name}", uuid.uuid4().hex
    is_first = cache.get_or_set(lock, own, LONGEST) == own
    end = time.monotonic() + LONGEST
    while not is_first and time.monotonic() < end and cache.get(lock):
        time.sleep(PAUSE)
    try:
        yield is_first
    finally:
        if is_first:
            cache.delete(lock)
