"""Lets an action count once: a random number is accepted the first time and refused while the cache holds it."""

from __future__ import annotations

from django.core.cache import cache


def first_time(number: str, seconds: int) -> bool:
    """Whether `number` is seen for the first time within `seconds`. Only the number is stored, so it must be random.

    While the cache server is away each process remembers the numbers it saw (COUNTED_HERE of backends.py): nobody is
    refused, but a number counts once for each process.
    """
    return bool(cache.add(f"once:{number}", 1, seconds))
