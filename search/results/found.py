"""One search with everything that its page shows, except the typed words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import NamedTuple

from django.conf import settings
from django.utils import timezone

from search.backend import Entry, Hit, PostgresStore
from search.query.ranking import Search, in_languages, own_help

SPANS = {"7": 7, "30": 30, "365": 365}  # days
ELSEWHERE = 5  # results in other languages
PER_PAGE = 10


class Asked(NamedTuple):
    """What is searched for; `must`: lexemes of facets; `kind` and `span` may be empty."""

    query: str
    language: str
    must: tuple[str, ...]
    kind: str
    span: str
    newest_first: bool
    corrects: bool


@dataclass
class Found:
    """The results, best first, and their numbers.

    `counts`: of each kind; `facets`: of the values of each facet, the most frequent ones first.
    """

    ids: list[int]
    total: int
    counts: Counter[str]
    facets: dict[str, list[tuple[str, int]]]
    is_cut: bool
    is_partial: bool
    has_marks: bool
    repaired: str
    replaces: bool
    elsewhere: list[Entry]
    _read: dict[int, Entry] = field(default_factory=dict)

    def entries(self, ids: Sequence[int]) -> list[Entry]:
        """The entries with these ids; the same ones are read once."""
        if missing := [pk for pk in ids if pk not in self._read]:
            self._read |= {entry.pk: entry for entry in PostgresStore().read(missing)}
        return [self._read[pk] for pk in ids if pk in self._read]


def find(asked: Asked) -> Found | None:
    """The results; None for a query without letters and figures."""
    every = Search(asked.query, asked.language, asked.must, asked.newest_first, asked.corrects)
    if not every.words:
        return None
    shown = every
    if asked.kind and every.is_cut:
        must = (*asked.must, f"k:{asked.kind}")
        shown = Search(asked.query, asked.language, must, asked.newest_first, corrects=False)
    hits = [hit for hit in shown.ranked if asked.kind in ("", hit.kind) and _is_within(hit, asked.span)]
    ids = [hit.pk for hit in hits]
    return Found(
        ids=ids,
        total=len(every.ranked),
        counts=every.counts,
        facets=_by_name(every.facets),
        is_cut=every.is_cut,
        is_partial=every.is_partial,
        has_marks=every.has_marks,
        repaired=every.repaired,
        replaces=every.replaces,
        elsewhere=_elsewhere(asked, ids) if every.has_little and not asked.must else [],
        _read={hit.pk: entry for hit in hits[:PER_PAGE] if (entry := hit.entry)},
    )


def _by_name(facets: Counter[str]) -> dict[str, list[tuple[str, int]]]:
    found: dict[str, list[tuple[str, int]]] = {}
    for facet, count in facets.most_common():
        name, _colon, value = facet.partition(":")
        found.setdefault(name, []).append((value, count))
    return found


def _is_within(hit: Hit, span: str) -> bool:
    if not span:
        return True
    return hit.published_at is not None and hit.published_at >= timezone.now() - timedelta(days=SPANS[span])


def _elsewhere(asked: Asked, here: Sequence[int]) -> list[Entry]:
    """Up to ELSEWHERE results in other languages, without those in `here`; shown in a section of their own."""
    others = [code for code, _name in settings.LANGUAGES if code != asked.language]
    there = [hit.pk for hit in own_help(in_languages(asked.query, others), asked.language)]
    return PostgresStore().read([pk for pk in there if pk not in here][:ELSEWHERE])
