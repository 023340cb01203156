"""Facets with the count of each value, the chips of chosen filters, and the nearest language without results."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import get_language

from media_library.models.querysets import AssetQuerySet, edits_library
from media_library.public.cards import inside_a_sentence
from media_library.public.finding import index as facet_index
from media_library.public.finding.filters import LEGENDS, PARAMETERS, SINGLE, Filters, known_values
from media_library.vocabulary import Language


@dataclass(frozen=True)
class Choice:
    """One value of a facet with its count."""

    value: str
    label: str
    count: int
    checked: bool


@dataclass(frozen=True)
class Facet:
    """One facet; `single`: takes one value only."""

    parameter: str
    legend: str
    choices: list[Choice]
    single: bool = False

    @property
    def checked(self) -> int:
        """How many values are chosen."""
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
class Found:
    """Keys of the assets found, in the list's order, with facets and filters."""

    keys: list[int]
    facets: list[Facet]
    filters: Filters
    nearest: Nearest | None = None

    @property
    def total(self) -> int:
        """How many assets were found."""
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
    rows = {"doi-tuong": {slug: names[language] for slug, names in now.audiences.items()}, "mua": now.seasons}
    asked = Filters.of(query, rows)
    base = index.everything if edits_library(user) else index.everything & ~index.staff
    if asked.words:
        base &= index.mask_of(assets.matching(asked.words).values_list("pk", flat=True))
    masks = {parameter: index.any_of(parameter, values) for parameter, values in asked.chosen.items()}
    facets = []
    for parameter in PARAMETERS:
        without = _all(base, masks, parameter)
        values, chosen = index.masks.get(parameter, {}), asked.chosen.get(parameter, ())
        choices = [
            Choice(value, str(label), (values.get(value, 0) & without).bit_count(), value in chosen)
            for value, label in known_values(parameter, rows).items()
        ]
        shown = [choice for choice in choices if choice.count or choice.checked]
        facets.append(Facet(parameter, str(LEGENDS[parameter]), shown, parameter in SINGLE))
    found = _all(base, masks)
    nearest = None if found or not asked.languages else _nearest(index, _all(base, masks, "nn"), asked)
    return Found(index.keys_of(found), facets, asked, nearest)


def _all(base: int, masks: dict[str, int], without: str = "") -> int:
    for parameter, mask in masks.items():
        if parameter != without:
            base &= mask
    return base


def _nearest(index: facet_index.FacetIndex, without: int, asked: Filters) -> Nearest | None:
    """The first other language that has assets for the other filters."""
    for code in Language.values:
        count = (index.any_of("nn", [code]) & without).bit_count()
        if count and code not in asked.languages:
            wanted = ", ".join(inside_a_sentence(str(Language(one).label)) for one in asked.languages)
            return Nearest(wanted, inside_a_sentence(str(Language(code).label)), count, asked.query(nn=code))
    return None
