"""Advisory locks of the school area, each held until the transaction that took it ends.

Row locks are not enough: a statement that waited for one does not see a claim that another transaction inserted
meanwhile, and reads joined rows as they were when it began. Statements after one of these locks read current rows.
"""

from __future__ import annotations

from django.db import connection

_COUNT, _CLOSE, _REGISTER = 7_201, 7_202, 7_203  # first key of each lock; the second is the season's


def _take(function: str, *keys: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}({', '.join(['%s'] * len(keys))})", keys)


def count_alone(season: int) -> None:
    """Exclusive lock of the season's roll-ups: each writer counts what the one before has committed."""
    _take("pg_advisory_xact_lock", _COUNT, season)


def step(season: int) -> None:
    """Shared lock of a step of a claim: many at once, but none while the season is being closed."""
    _take("pg_advisory_xact_lock_shared", _CLOSE, season)


def close_alone(season: int) -> None:
    """Exclusive lock for closing the season: waits for running steps; later ones find the season closed."""
    _take("pg_advisory_xact_lock", _CLOSE, season)


def register_alone() -> None:
    """Exclusive lock of the register's import: two imports are applied one after the other."""
    _take("pg_advisory_xact_lock", _REGISTER, 0)
