"""The bands of the front page: which ones, in which order, under which name. Editors move them; empty = our order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Band:
    """A band as templates see it: `title` is empty for the usual name, `sections` are page ids."""

    kind: str
    title: str = ""
    sections: tuple[int, ...] = ()

    @property
    def template(self) -> str:
        return f"home/bands/{self.kind}.html"


USUAL = tuple(Band(kind) for kind in ("today", "clips", "columns", "shelf", "quiet", "strip"))


def bands_of(stream: Any) -> tuple[Band, ...]:
    """The bands of a BandStream value, from its raw data: no query. USUAL for an empty one."""
    found = [
        Band(item["type"], item["value"].get("title") or "", tuple(_numbers(item["value"].get("sections") or ())))
        for item in (stream.raw_data if stream else ())
    ]
    return tuple(found) or USUAL


def _numbers(items: Any) -> list[int]:
    """Page ids of a ListBlock's raw data, old or new form; emptied choosers are left out."""
    values = [item.get("value") if isinstance(item, dict) else item for item in items]
    return [int(value) for value in values if value]
