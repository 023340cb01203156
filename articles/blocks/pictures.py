"""Loads the pictures of all blocks of a story in one query."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from wagtail.images.blocks import ImageChooserBlock

#: Block fields that hold a picture.
FIELDS = ("image", "poster")

_loaded: ContextVar[dict[int, Any] | None] = ContextVar("pictures", default=None)


class PictureChooserBlock(ImageChooserBlock):
    """Picture chooser that uses the pictures of `load_together()`; outside of it one query per kind of block."""

    def bulk_to_python(self, values: Iterable[Any]) -> list[Any]:
        """Pictures by id, None for a deleted one."""
        loaded = _loaded.get()
        if loaded is None:
            return super().bulk_to_python(values)
        return [loaded.get(value) for value in values]


def picture_ids(streams: Iterable[Any]) -> set[int]:
    """Ids of the pictures in `streams` (StreamField values), from their raw data, without a query."""
    return {key for stream in streams for key in ids_in(list(stream.raw_data))}


@contextmanager
def load_together(pictures: dict[int, Any]) -> Iterator[None]:
    """Within this context blocks take their pictures from `pictures`, without queries."""
    token = _loaded.set(pictures)
    try:
        yield
    finally:
        _loaded.reset(token)


def ids_in(value: Any) -> Iterator[int]:
    """Picture ids within raw stream data: lists, blocks, struct values."""
    if isinstance(value, list):
        for item in value:
            yield from ids_in(item)
    elif isinstance(value, dict):
        for name, item in value.items():
            if name in FIELDS and isinstance(item, int):
                yield item
            else:
                yield from ids_in(item)


def blocks_in(value: Any, kind: str) -> Iterator[int]:
    """Ids of what chooser blocks of type `kind` name within raw stream data."""
    if isinstance(value, list):
        for item in value:
            yield from blocks_in(item, kind)
    elif isinstance(value, dict):
        if value.get("type") == kind and isinstance(value.get("value"), int):
            yield value["value"]
        for item in value.values():
            yield from blocks_in(item, kind)
