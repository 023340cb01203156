"""Facet index in memory: one bit per asset, one mask per facet value; counts are AND and popcount.

A mask of 20,000 assets is 2.5 kB, so counting takes microseconds and no query grows with the library. One query, kept
until the library changes, tells whether the index is up to date; if not, the process reads the facet columns and builds
a new one, in one thread while the others wait for it. Rows are always fetched with the permissions of the moment
(public/finding/results.py): an outdated index can miscount, but not show an asset. Why it is in memory:
docs/adr/0016-facet-index.md.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import compress
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import OuterRef
from django.utils import timezone

from base import site_context
from media_library.models import Asset
from media_library.public.finding.parameters import Parameter
from media_library.vocabulary import Access

WEIGHTS = {"1": 1_000_000, "5": 5_000_000, "20": 20_000_000, "100": 100_000_000}  # bytes
NEW_DAYS = 30
#: columns read, in the order in which build() unpacks them
_COLUMNS = ("pk", "access", "released_at", "lightest", "kind", "season__slug", "audience_slugs", "topic_slugs")
_ARRAYS = {
    Parameter.MOMENT: "moments",
    Parameter.SIZE: "sizes",
    Parameter.SCREEN: "screens",
    Parameter.LEVEL: "levels",
    Parameter.LANGUAGE: "languages",
    Parameter.ALTERNATIVE: "alternatives",
}
_BITS = bytes.maketrans(b"01", b"\x00\x01")  # digits as truth values
LEVELS = ("thcs", "thpt", "cao-dang", "dai-hoc")

# Changes whenever data of the index changes. Sums, not maxima: a row is also seen when a transaction that wrote a later
# time has committed before it. The sums are of integers, so that no order of addition changes them.
_STATE = """
SELECT (SELECT concat_ws('/', count(*), sum((date_part('epoch', updated_at) * 1000000)::bigint))
          FROM media_library_asset),
       (SELECT concat_ws('/', count(*), max(id)) FROM media_library_asset_audiences),
       (SELECT concat_ws('/', count(*), max(id)) FROM media_library_asset_topics),
       (SELECT concat_ws('/', count(*), max(id), sum(date_part('epoch', ends_on)::bigint),
                         sum(date_part('epoch', starts_on)::bigint)) FROM media_library_lease),
       (SELECT coalesce(json_agg(json_build_array(slug, name, name_en, name_km) ORDER BY "order", id), '[]')
          FROM campaign_audience),
       (SELECT coalesce(json_agg(json_build_array(slug, name, name_en, name_km) ORDER BY "order", id), '[]')
          FROM campaign_topic),
       (SELECT coalesce(json_agg(json_build_array(slug, name) ORDER BY starts_on DESC), '[]') FROM campaign_season)
"""


@dataclass(frozen=True)
class State:
    """Result of the state query: `token` changes with the index' data; names of the facet values that are rows."""

    token: tuple[Any, ...]
    audiences: dict[str, dict[str, str]]
    seasons: dict[str, str]
    topics: dict[str, dict[str, str]] = field(default_factory=dict)


def state() -> State:
    """The present state; read once a minute and day, until something that readers see changes."""
    current: State = site_context.cached(f"facets:{timezone.localdate()}", _read_state, seconds=60)
    return current


def _read_state() -> State:
    """One query: the token, the audiences, the topics and the seasons."""
    with connection.cursor() as cursor:
        cursor.execute(_STATE)
        assets, links, topic_links, leases, audiences, topics, seasons = cursor.fetchone()
    token = (assets, links, topic_links, leases, timezone.localdate())
    return State(token, _names(audiences), dict(seasons), _names(topics))


def _names(rows: Iterable[tuple[str, str, str, str]]) -> dict[str, dict[str, str]]:
    """slug → language → name, the Vietnamese one where another is missing."""
    return {slug: {"vi": name, "en": english or name, "km": khmer or name} for slug, name, english, khmer in rows}


@dataclass
class FacetIndex:
    """Bit `i` of every mask is the asset `keys[i]`; bits are in the list's order, newest first."""

    keys: list[int] = field(default_factory=list)
    everything: int = 0
    for_readers: int = 0  # without the assets for staff
    masks: dict[str, dict[str, int]] = field(default_factory=dict)

    def mask_of(self, keys: Iterable[int]) -> int:
        """Mask of the assets among `keys`."""
        wanted_keys = set(keys)
        return _bits(i for i, key in enumerate(self.keys) if key in wanted_keys)

    def any_of(self, facet: str, values: Iterable[str]) -> int:
        """Mask of the assets with at least one of `values`."""
        mask, masks = 0, self.masks.get(facet, {})
        for value in values:
            mask |= masks.get(value, 0)
        return mask

    def keys_of(self, mask: int) -> list[int]:
        """Keys of the assets in `mask`, in the list's order."""
        bits = bin(mask)[:1:-1]  # without 0b, lowest bit first
        return list(compress(self.keys, bits.encode().translate(_BITS)))


def _bits(positions: Iterable[int]) -> int:
    mask = bytearray()
    for position in positions:
        if position >> 3 >= len(mask):
            mask.extend(bytes((position >> 3) + 1 - len(mask)))
        mask[position >> 3] |= 1 << (position & 7)
    return int.from_bytes(mask, "little")


@dataclass(frozen=True)
class _Built:
    token: tuple[Any, ...]
    index: FacetIndex


_latest: _Built | None = None  # of this process; replaced as a whole, so a reader never sees a half
_building = threading.Lock()


def current(state: State) -> FacetIndex:
    """The index for `state`; built with one query when this process has none or an older one.

    Threads that ask meanwhile wait: a page with old counts could be kept by a cache.
    """
    global _latest
    latest = _latest
    if latest is None or latest.token != state.token:
        with _building:
            latest = _latest
            if latest is None or latest.token != state.token:
                latest = _latest = _Built(state.token, build())
    return latest.index


def build() -> FacetIndex:
    """Read the facet columns of all assets that are released and may be used today."""
    audiences = Asset.audiences.through.objects.filter(asset=OuterRef("pk")).values("audience__slug")
    topics = Asset.topics.through.objects.filter(asset=OuterRef("pk")).values("topic__slug")
    slugs = {"audience_slugs": ArraySubquery(audiences), "topic_slugs": ArraySubquery(topics)}
    assets = Asset.objects.released().annotate(**slugs)
    rows = assets.order_by("-released_at", "code").values_list(*_COLUMNS, *_ARRAYS.values())
    return index_of(rows.iterator(5000))


def index_of(rows: Iterable[tuple[Any, ...]]) -> FacetIndex:
    """The index of rows with the columns of build(), in the list's order."""
    index = FacetIndex()
    positions: dict[str, dict[str, list[int]]] = {}
    recent = timezone.now() - timedelta(days=NEW_DAYS)
    for place, (key, access, released_at, lightest, kind, season, slugs, topics, *arrays) in enumerate(rows):
        index.keys.append(key)
        marks: dict[str, list[str]] = {
            "access": [access],
            Parameter.KIND: [kind],
            Parameter.SEASON: [season] if season else [],
            Parameter.AUDIENCE: slugs,
            Parameter.TOPIC: topics,
        }
        marks[Parameter.WEIGHT] = [name for name, most in WEIGHTS.items() if lightest is not None and lightest <= most]
        marks[Parameter.NEWNESS] = [str(NEW_DAYS)] if released_at and released_at >= recent else []
        marks |= dict(zip(_ARRAYS, arrays, strict=True))
        marks[Parameter.LEVEL] = marks[Parameter.LEVEL] or list(LEVELS)  # an asset without levels suits all
        for facet, values in marks.items():
            for value in values:
                positions.setdefault(facet, {}).setdefault(value, []).append(place)
    index.masks = {facet: {value: _bits(at) for value, at in values.items()} for facet, values in positions.items()}
    index.everything = (1 << len(index.keys)) - 1
    index.for_readers = index.everything & ~index.masks.pop("access", {}).get(Access.STAFF, 0)
    return index
