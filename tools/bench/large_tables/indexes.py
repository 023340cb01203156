"""Indexes of a table that is filled at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.backends.utils import CursorWrapper


@contextmanager
def built_afterwards(cursor: CursorWrapper, table: str) -> Iterator[None]:
    """Drop the indexes of `table` and create them again afterwards, which makes the insert much faster.

    Those of constraints stay. Needs a transaction.
    """
    cursor.execute("SET LOCAL maintenance_work_mem = '1GB'")
    cursor.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s "
        "AND indexname NOT IN (SELECT conname FROM pg_constraint)",
        [table],
    )
    indexes = cursor.fetchall()
    for name, _definition in indexes:
        cursor.execute(f'DROP INDEX "{name}"')
    yield
    for _name, definition in indexes:
        cursor.execute(definition)
