"""Renditions of the pictures of a page, read as plain rows: a front page shows sixty pictures of ten sizes each."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef
from django.db.models.functions import JSONArray
from wagtail.images import get_image_model
from wagtail.images.models import Filter

_COLUMNS = ("filter_spec", "focal_point_key", "file", "width", "height")
_FOCUS = ("focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height")


class MadeRendition:
    """What pages show of a rendition: its address and size, under the names of Wagtail's model."""

    def __init__(self, filter_spec: str, focal_point_key: str, file: str, width: int, height: int) -> None:
        self.filter_spec, self.focal_point_key = filter_spec, focal_point_key
        self.name, self.width, self.height = file, width, height

    @property
    def url(self) -> str:
        return str(_storage().url(self.name))


@lru_cache(maxsize=1)
def _storage() -> Any:
    return get_image_model().get_rendition_model()._meta.get_field("file").storage


def rendition_rows(image: str) -> ArraySubquery:
    """Sub-select of the renditions of the picture whose key is the column `image`, for renditions_of()."""
    rows = get_image_model().get_rendition_model().objects.filter(image=OuterRef(image)).order_by("pk")
    return ArraySubquery(rows.values(json=JSONArray(*map(F, _COLUMNS))))


def renditions_of(rows: Iterable[list[Any]]) -> list[MadeRendition]:
    """The renditions in the rows of rendition_rows(), for `prefetched_renditions` of the picture."""
    return [MadeRendition(*row) for row in rows]


def find(image: Any, rules: Iterable[str]) -> dict[str, Any]:
    """{filter spec: rendition} of the existing renditions of `image`, without a query where they were brought along."""
    brought = getattr(image, "prefetched_renditions", None)
    if brought is None:
        existing = image.find_existing_renditions(*map(_filter, rules))
        return {rule.spec: rendition for rule, rendition in existing.items()}
    focus = tuple(getattr(image, name) for name in _FOCUS)
    keys = {rule: _focal_key(rule, focus) for rule in rules}
    by_spec = {item.filter_spec: item for item in brought if keys.get(item.filter_spec) == item.focal_point_key}
    return {rule: by_spec[rule] for rule in keys if rule in by_spec}


@lru_cache(maxsize=4096)
def _focal_key(rule: str, focus: tuple[Any, ...]) -> str:
    """Wagtail's key of a cut: it depends on the rule and on the picture's focal point alone."""
    return str(_filter(rule).get_cache_key(SimpleNamespace(**dict(zip(_FOCUS, focus, strict=True)))))


@lru_cache
def _filter(rule: str) -> Filter:
    return Filter(spec=rule)
