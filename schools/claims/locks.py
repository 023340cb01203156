"""Advisory locks of the school area, each held until the transaction that took it ends.

Row locks alone do not do: a claim that another transaction has just made, and a row that is read together with a
locked one, are seen as they were when the statement began. What is read after one of these locks is read anew.
"""

from __future__ import annotations

from django.db import connection

_COUNT, _CLOSE, _REGISTER = 7_201, 7_202, 7_203  # first keys; the second is the season's


def _take(function: str, *keys: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}({', '.join(['%s'] * len(keys))})", keys)


def count_alone(season: int) -> None:
    """Roll-ups of the season with this key: each writer counts what the one before has committed."""
    _take("pg_advisory_xact_lock", _COUNT, season)


def step(season: int) -> None:
    """A step of a claim: many at once, but none while the season is being closed."""
    _take("pg_advisory_xact_lock_shared", _CLOSE, season)


def close_alone(season: int) -> None:
    """The end of the season: waits for every step that is under way; later ones find the season closed."""
    _take("pg_advisory_xact_lock", _CLOSE, season)


def register_alone() -> None:
    """The register's file: two people who apply the same list at once do it one after the other."""
    _take("pg_advisory_xact_lock", _REGISTER, 0)
