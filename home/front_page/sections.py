"""The front sections of the front page with their order and names, as chosen by editors; default: USUAL."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class FrontSection:
    """A front section for templates: `title` is empty for the default name, `sections` are page ids."""

    kind: str
    title: str = ""
    sections: tuple[int, ...] = ()

    @property
    def template(self) -> str:
        return f"home/front_sections/{self.kind}.html"


USUAL = tuple(FrontSection(kind) for kind in ("today", "clips", "columns", "library", "quiet", "strip"))


def front_sections_of(stream: Any) -> tuple[FrontSection, ...]:
    """The sections of a FrontSectionStream value, read from raw data without a query; USUAL for an empty one."""
    sections = [
        FrontSection(
            item["type"], item["value"].get("title") or "", tuple(_numbers(item["value"].get("sections") or ()))
        )
        for item in (stream.raw_data if stream else ())
    ]
    return tuple(sections) or USUAL


def _numbers(items: Any) -> list[int]:
    """Page ids of a ListBlock's raw data in its old or new format, without empty choosers."""
    values = [item.get("value") if isinstance(item, dict) else item for item in items]
    return [int(value) for value in values if value]
