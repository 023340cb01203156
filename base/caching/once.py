"""What may happen once: a random number is taken the first time, and refused while it is remembered."""

from __future__ import annotations

from django.core.cache import cache


def first_time(number: str, seconds: int) -> bool:
    """Whether `number` comes for the first time in so many seconds. It is all that is kept: make it a random one.

    With the server of the cache away each process remembers its own (COUNTED_HERE of backends.py), so that nobody is
    refused; the number counts once for each process then.
    """
    return bool(cache.add(f"once:{number}", 1, seconds))
