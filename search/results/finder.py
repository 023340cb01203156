"""Runs one search with everything that its page shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from django.conf import settings
from django.utils import timezone

from search.backend import Entry, Hit, PostgresStore
from search.query.ranking import Search, in_languages, own_help

SPANS = {"7": 7, "30": 30, "365": 365}  # days
ELSEWHERE = 5  # results in other languages
PER_PAGE = 10


class Filters(NamedTuple):
    """What is searched for; `must`: lexemes of facets; `kind` and `span` may be empty."""

    query: str
    language: str
    must: tuple[str, ...]
    kind: str
    span: str
    newest_first: bool
    corrects: bool


@dataclass
class Results:
    """`hits`: of the chosen kind and time, best first; `search`: of all kinds; `elsewhere`: in other languages."""

    hits: list[Hit]
    search: Search
    elsewhere: list[Entry]

    def facet_counts(self, facet: str) -> list[tuple[str, int]]:
        """(value, number of results) of a facet, the most frequent first."""
        start = f"{facet}:"
        return [(name.removeprefix(start), n) for name, n in self.search.facets.most_common() if name.startswith(start)]


def find(filters: Filters) -> Results | None:
    """The results; None for a query without letters and figures."""
    search = Search(filters.query, filters.language, filters.must, filters.newest_first, filters.corrects)
    if not search.words:
        return None
    narrowed = search
    if filters.kind and search.is_cut:
        must = (*filters.must, f"k:{filters.kind}")
        narrowed = Search(filters.query, filters.language, must, filters.newest_first, corrects=False)
    hits = [hit for hit in narrowed.ranked if filters.kind in ("", hit.kind) and _is_within(hit, filters.span)]
    elsewhere = _elsewhere(filters, {hit.pk for hit in hits}) if search.has_little and not filters.must else []
    return Results(hits, search, elsewhere)


def entries_of(hits: Sequence[Hit]) -> list[Entry]:
    """The entries of `hits`, in this order; read where the search has not brought their texts along."""
    entries = {hit.pk: entry for hit in hits if (entry := hit.entry)}
    if missing := [hit.pk for hit in hits if hit.pk not in entries]:
        entries |= {entry.pk: entry for entry in PostgresStore().read(missing)}
    return [entries[hit.pk] for hit in hits if hit.pk in entries]


def _is_within(hit: Hit, span: str) -> bool:
    if not span:
        return True
    return hit.published_at is not None and hit.published_at >= timezone.now() - timedelta(days=SPANS[span])


def _elsewhere(filters: Filters, shown: set[int]) -> list[Entry]:
    """Up to ELSEWHERE results in other languages, without those in `shown`."""
    others = [code for code, _name in settings.LANGUAGES if code != filters.language]
    ids = [hit.pk for hit in own_help(in_languages(filters.query, others), filters.language)]
    return PostgresStore().read([pk for pk in ids if pk not in shown][:ELSEWHERE])
