"""Facets with the count of each value, the chips of chosen filters, and the nearest language without results."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.http import QueryDict
from django.utils.translation import get_language

from base.languages import VIETNAMESE, inside_a_sentence, language_codes, language_name
from media_library.models.querysets import AssetQuerySet, edits_library
from media_library.public.finding import index as facet_index
from media_library.public.finding import words
from media_library.public.finding.filters import LEGENDS, PARAMETERS, SINGLE, Filters, known_values

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
    """Answer a query string: one query for the index' state, one more when words are searched.

    `assets` is what `user` may see; only the words are searched in it. A facet's counts respect all other facets.
    """
    now = facet_index.state()
    index = facet_index.current(now)
    language = get_language() or "vi"
    rows = _rows(now, language)
    filters = Filters.of(query, rows)
    base = index.everything if edits_library(user) else index.everything & ~index.staff
    matches = words.matches(assets, filters.words, language) if filters.words else words.Matches([])
    if filters.words:
        base &= index.mask_of(matches.keys)
    masks = {parameter: index.any_of(parameter, values) for parameter, values in filters.chosen.items()}
    result_mask = _all(base, masks)
    nothing = Nothing()
    if not result_mask:
        nearest = _nearest(index, _all(base, masks, "nn"), filters) if filters.languages else None
        nothing = Nothing(nearest, base.bit_count(), _choices(index, index.everything, "chu-de", rows))
    keys = index.keys_of(result_mask)
    if filters.words:
        place = {key: at for at, key in enumerate(matches.keys)}
        keys.sort(key=place.__getitem__)
    return Found(keys, _facets(index, base, masks, filters, rows), filters, matches, nothing)


def _rows(now: facet_index.State, language: str) -> Rows:
    """{value: label} of the facets whose values are database rows."""
    return {
        "doi-tuong": {slug: names.get(language, names[VIETNAMESE]) for slug, names in now.audiences.items()},
        "chu-de": {slug: names.get(language, names[VIETNAMESE]) for slug, names in now.topics.items()},
        "mua": now.seasons,
    }


def _facets(index: facet_index.FacetIndex, base: int, masks: dict[str, int], asked: Filters, rows: Rows) -> list[Facet]:
    facets = []
    for parameter in PARAMETERS:
        chosen_values = asked.chosen.get(parameter, ())
        choices = _choices(index, _all(base, masks, parameter), parameter, rows, chosen_values)
        facets.append(Facet(parameter, str(LEGENDS[parameter]), choices, parameter in SINGLE))
    return facets


def _choices(
    index: facet_index.FacetIndex, among: int, parameter: str, rows: Rows, chosen: tuple[str, ...] = ()
) -> tuple[Choice, ...]:
    """The values of a facet that assets in the mask `among` have, and the chosen ones."""
    values = index.masks.get(parameter, {})
    choices = [
        Choice(str(value), str(label), (values.get(value, 0) & among).bit_count(), value in chosen)
        for value, label in known_values(parameter, rows).items()
    ]
    return tuple(choice for choice in choices if choice.number or choice.checked)


def _all(base: int, masks: dict[str, int], without: str = "") -> int:
    for parameter, mask in masks.items():
        if parameter != without:
            base &= mask
    return base


def _nearest(index: facet_index.FacetIndex, without: int, filters: Filters) -> Nearest | None:
    """The first other language that has assets for the other filters."""
    for code in language_codes():
        count = (index.any_of("nn", [code]) & without).bit_count()
        if count and code not in filters.languages:
            language_names = ", ".join(inside_a_sentence(language_name(language)) for language in filters.languages)
            return Nearest(language_names, inside_a_sentence(language_name(code)), count, filters.query(nn=code))
    return None
