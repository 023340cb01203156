"""Facets with the count of each value, the chips of chosen filters, and the nearest language without results."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.http import QueryDict
from django.utils.translation import get_language

from base.languages import VIETNAMESE, inside_a_sentence, language_codes, language_name
from media_library.models.querysets import AssetQuerySet, edits_library
from media_library.public.finding import index as facet_index
from media_library.public.finding import words
from media_library.public.finding.filters import LEGENDS, SINGLE, Filters, known_values
from media_library.public.finding.parameters import Parameter

Rows = dict[str, Mapping[str, Any]]  # parameter → {value: label}, of facets whose values are database rows


class Choice(NamedTuple):
    """One value of a facet, and how many assets have it."""

    value: str
    label: str
    number: int
    checked: bool


class Facet(NamedTuple):
    """One facet; `single`: takes one value only."""

    parameter: str
    legend: str
    choices: tuple[Choice, ...]
    single: bool = False

    @property
    def checked(self) -> int:
        return sum(choice.checked for choice in self.choices)


@dataclass(frozen=True)
class Chip:
    """A chosen filter, and the query without it."""

    label: str
    query: str


@dataclass(frozen=True)
class Nearest:
    """Offered when the wanted language has no results: another language with its count and query."""

    wanted: str
    language: str
    count: int
    query: str


@dataclass(frozen=True)
class Nothing:
    """What is offered when nothing was found: another language, the words without filters, the library's topics."""

    nearest: Nearest | None = None
    unfiltered: int = 0  # assets that the words alone find
    topics: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class Found:
    """Keys of the assets found, in the list's order, with facets and filters."""

    keys: list[int]
    facets: list[Facet]
    filters: Filters
    matches: words.Matches
    nothing: Nothing

    @property
    def nearest(self) -> Nearest | None:
        """The nearest language without results, if one is offered."""
        return self.nothing.nearest

    @property
    def total(self) -> int:
        return len(self.keys)

    @property
    def can_be_narrowed(self) -> bool:
        """Whether any facet has a value to choose or to remove."""
        return any(facet.choices for facet in self.facets)

    @property
    def chips(self) -> list[Chip]:
        """Chips of all chosen values and of the words."""
        chips = [
            Chip(choice.label, self.filters.query(drop=(facet.parameter, choice.value)))
            for facet in self.facets
            for choice in facet.choices
            if choice.checked
        ]
        if self.filters.words:
            chips.append(Chip(f"“{self.filters.words}”", Filters(chosen=self.filters.chosen).query()))
        return chips


def find(assets: AssetQuerySet, query: QueryDict, user: Any) -> Found:
    """The assets, facets and offers for a query string: one query for the index' state, one more to search for words.

    `assets` is what `user` may see; only the words are searched in it. A facet's counts respect all other facets.
    """
    state = facet_index.state()
    index = facet_index.current(state)
    language = get_language() or VIETNAMESE
    rows = _rows(state, language)
    filters = Filters.of(query, rows)
    visible = index.everything if edits_library(user) else index.for_readers
    matches = words.matches(assets, filters.words, language) if filters.words else words.Matches([])
    if filters.words:
        visible &= index.mask_of(matches.keys)
    selection = Selection(index, visible, filters.chosen)
    keys = index.keys_of(selection.mask())
    nothing = Nothing()
    if not keys:
        nearest = _nearest(selection, filters) if filters.languages else None
        topics = _choices(Selection(index, index.everything, {}), Parameter.TOPIC, rows)
        nothing = Nothing(nearest, visible.bit_count(), topics)
    if filters.words:
        place = {key: position for position, key in enumerate(matches.keys)}
        keys.sort(key=place.__getitem__)
    facets = [
        Facet(parameter, str(LEGENDS[parameter]), _choices(selection, parameter, rows), parameter in SINGLE)
        for parameter in Parameter
    ]
    return Found(keys, facets, filters, matches, nothing)


@dataclass(frozen=True)
class Selection:
    """The assets of the mask `visible` that have one of the chosen values of each facet."""

    index: facet_index.FacetIndex
    visible: int
    chosen: Mapping[str, Sequence[str]]

    def mask(self, *, without: str = "") -> int:
        """Mask of the assets that all facets but `without` leave."""
        mask = self.visible
        for parameter, values in self.chosen.items():
            if parameter != without:
                mask &= self.index.any_of(parameter, values)
        return mask

    def counts(self, parameter: str, values: Iterable[str]) -> dict[str, int]:
        """For each of `values` of a facet: the assets that have it and that all other facets leave."""
        others = self.mask(without=parameter)
        return {value: (self.index.any_of(parameter, [value]) & others).bit_count() for value in values}


def _rows(state: facet_index.State, language: str) -> Rows:
    """{value: label} of the facets whose values are database rows."""
    return {
        Parameter.AUDIENCE: {slug: names.get(language, names[VIETNAMESE]) for slug, names in state.audiences.items()},
        Parameter.TOPIC: {slug: names.get(language, names[VIETNAMESE]) for slug, names in state.topics.items()},
        Parameter.SEASON: state.seasons,
    }


def _choices(selection: Selection, parameter: Parameter, rows: Rows) -> tuple[Choice, ...]:
    """The values of a facet that assets have, and the chosen ones."""
    chosen = selection.chosen.get(parameter, ())
    values = known_values(parameter, rows)
    counts = selection.counts(parameter, values)
    choices = (Choice(str(value), str(label), counts[value], value in chosen) for value, label in values.items())
    return tuple(choice for choice in choices if choice.number or choice.checked)


def _nearest(selection: Selection, filters: Filters) -> Nearest | None:
    """The first other language that has assets for the other filters."""
    for code, count in selection.counts(Parameter.LANGUAGE, language_codes()).items():
        if count and code not in filters.languages:
            wanted = ", ".join(inside_a_sentence(language_name(language)) for language in filters.languages)
            query = filters.query(replace=(Parameter.LANGUAGE, code))
            return Nearest(wanted, inside_a_sentence(language_name(code)), count, query)
    return None
