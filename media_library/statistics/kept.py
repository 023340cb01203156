"""What reports read from the daily counts, kept until the days are counted again."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import Any

from django.db.models import Max, QuerySet

from base import site_context
from media_library.models import DownloadDay

SECONDS = 300  # a name that changed meanwhile may be as old; the days are counted as often (jobs/schedule.py)


def kept(name: str, compute: Callable[[], Any]) -> Any:
    """`compute()`, until daily.py has written, something that readers see has changed, or SECONDS have passed."""
    newest = DownloadDay.objects.aggregate(newest=Max("pk"))["newest"]  # a key is never given twice
    key = f"downloads:{newest}:{name}"
    return site_context.cached(key, compute, seconds=SECONDS)


class KeptRows:
    """The rows of a query of the daily counts, for a paginator: their number and each of its slices are kept."""

    def __init__(self, rows: QuerySet) -> None:
        self.rows, self.model, self.ordered = rows, rows.model, rows.ordered
        self.name = sha256(str(rows.query).encode()).hexdigest()

    def count(self) -> int:
        number: int = kept(f"{self.name}:number", self.rows.order_by().count)
        return number

    def __getitem__(self, part: slice) -> list[Any]:
        rows: list[Any] = kept(f"{self.name}:{part.start}:{part.stop}", lambda: list(self.rows[part]))
        return rows
