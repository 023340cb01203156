"""The library's facets: typed values out of the address, counts that respect the other facets.

`?q=&loai=&nn=&dip=&doi-tuong=&trang=`. Several values of one facet mean “or”, several facets “and”.
A raw value never reaches a query: it becomes a member of the vocabulary (or a slug) here, or is unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.db import models
from django.db.models import CharField, Count, F, Func, IntegerField, Q, Value
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from base.text import one_line
from campaign.models import Audience
from media_library.querysets import AssetQuerySet
from media_library.vocabulary import Kind, Language, Moment

MAX_WORDS = 100  # characters of a search that are looked at
MAX_VALUES = 40  # values of one facet that are looked at; no facet has as many
VOCABULARY: dict[str, type[models.TextChoices]] = {"loai": Kind, "nn": Language, "dip": Moment}
PARAMETERS = ("loai", "nn", "dip", "doi-tuong")
_SLUG = re.compile(r"^[a-z0-9-]{1,50}$")


class Unnest(Func):
    function = "unnest"
    set_returning = True
    output_field = CharField()


@dataclass(frozen=True)
class Filters:
    """What the reader asked for. `chosen` maps a parameter to known values in the order of the address."""

    words: str = ""
    chosen: dict[str, tuple[str, ...]] = field(default_factory=dict)
    unknown: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, query: QueryDict) -> Filters:
        """Read the address. Unknown values are kept apart in `unknown`, at most 40 characters of each."""
        chosen: dict[str, tuple[str, ...]] = {}
        unknown: list[tuple[str, str]] = []
        for parameter in PARAMETERS:
            asked = list(dict.fromkeys(value for value in query.getlist(parameter) if value))
            known = [value for value in asked if _is_known(parameter, value)][:MAX_VALUES]
            unknown += [(parameter, value[:40]) for value in asked if value not in known]
            if known:
                chosen[parameter] = tuple(known)
        return cls(one_line(query.get("q", ""), MAX_WORDS), chosen, tuple(unknown))

    def apply(self, assets: AssetQuerySet, *, without: str = "") -> AssetQuerySet:
        """Assets that match, the facet `without` left out: its own counts must show what else could be chosen."""
        for parameter, values in self.chosen.items():
            if parameter != without:
                assets = assets.filter(_condition(parameter, values))
        return assets.matching(self.words) if self.words else assets

    def query(self, *, drop: tuple[str, str] | None = None, dip: str | None = None) -> str:
        """The address' query with one value dropped or the moment replaced; "?" alone when nothing is left."""
        chosen = {key: tuple(value for value in values if (key, value) != drop) for key, values in self.chosen.items()}
        if dip is not None:
            chosen["dip"] = (dip,) if dip else ()
        pairs = [("q", self.words)] if self.words else []
        pairs += [(key, value) for key in PARAMETERS for value in chosen.get(key, ())]
        return "?" + urlencode(pairs)

    def known_audiences(self, slugs: Iterable[str]) -> Filters:
        """Audiences are rows, not vocabulary: those not among `slugs` become unknown."""
        asked, there = self.chosen.get("doi-tuong", ()), set(slugs)
        strange = tuple(("doi-tuong", value) for value in asked if value not in there)
        kept = self.chosen | {"doi-tuong": tuple(value for value in asked if value in there)}
        return replace(
            self, chosen={key: values for key, values in kept.items() if values}, unknown=self.unknown + strange
        )


def _is_known(parameter: str, value: str) -> bool:
    vocabulary = VOCABULARY.get(parameter)
    return value in vocabulary.values if vocabulary else bool(_SLUG.match(value))


def _condition(parameter: str, values: tuple[str, ...]) -> Q:
    if parameter == "loai":
        return Q(kind__in=values)
    if parameter == "nn":
        return Q(languages__overlap=list(values))
    if parameter == "dip":
        return Q(moments__overlap=list(values))
    # By way of the keys: a join here would multiply the rows that counts and pages are made of.
    through = Audience.asset_set.rel.through
    return Q(pk__in=through.objects.filter(audience__slug__in=values).values("asset_id"))


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    count: int
    checked: bool


@dataclass(frozen=True)
class Facet:
    parameter: str
    legend: str
    choices: list[Choice]


@dataclass(frozen=True)
class Found:
    """Everything beside the rows: how many there are, the facets with their counts, the filters made sure of."""

    total: int
    facets: list[Facet]
    filters: Filters


def count(assets: AssetQuerySet, filters: Filters) -> Found:
    """Total and all facet counts over `assets`, in one query whatever the number of assets and facets."""
    total = _rows(filters.apply(assets), "tong", Value(""))
    branches = [
        _rows(filters.apply(assets, without="loai"), "loai", F("kind")),
        _rows(filters.apply(assets, without="nn"), "nn", Unnest("languages")),
        _rows(filters.apply(assets, without="dip"), "dip", Unnest("moments")),
        _audience_rows(filters.apply(assets, without="doi-tuong")),
    ]
    counts: dict[str, dict[str, dict[str, Any]]] = {}
    for row in total.union(*branches, all=True).order_by():
        counts.setdefault(row["facet"], {})[row["value"]] = row
    audiences = counts.get("doi-tuong", {})
    filters = filters.known_audiences(audiences)
    legends = {"loai": _("Loại"), "nn": _("Ngôn ngữ"), "dip": _("Dịp và nơi dùng"), "doi-tuong": _("Đối tượng")}
    labels = {key: dict(vocabulary.choices) for key, vocabulary in VOCABULARY.items()}
    labels["doi-tuong"] = {
        slug: row["label"] for slug, row in sorted(audiences.items(), key=lambda item: item[1]["rank"])
    }
    facets = [
        Facet(key, legends[key], _choices(labels[key], counts.get(key, {}), filters.chosen.get(key, ())))
        for key in PARAMETERS
    ]
    return Found(sum(row["n"] for row in counts.get("tong", {}).values()), facets, filters)


def _rows(assets: AssetQuerySet, facet: str, value: Any) -> Any:
    blank = {"label": Value("", output_field=CharField()), "rank": Value(0, output_field=IntegerField())}
    return assets.order_by().values(facet=Value(facet), value=value, **blank).annotate(n=Count("pk"))


def _audience_rows(assets: AssetQuerySet) -> Any:
    """All audiences, also those nothing is for, with their names in the language of the page."""
    language = get_language() or "vi"
    named = (
        F("name")
        if language == "vi"
        else models.functions.Coalesce(models.functions.NullIf(F(f"name_{language}"), Value("")), F("name"))
    )
    keys = assets.order_by().values("pk")
    return (
        Audience.objects.order_by()
        .values(facet=Value("doi-tuong"), value=F("slug"), label=named, rank=F("order"))
        .annotate(n=Count("asset", filter=Q(asset__in=keys)))
    )


def _choices(labels: dict[str, Any], counts: dict[str, dict[str, Any]], checked: tuple[str, ...]) -> list[Choice]:
    """Values that lead somewhere, and those that are ticked."""
    rows = [
        Choice(value, str(label), counts.get(value, {}).get("n", 0), value in checked)
        for value, label in labels.items()
    ]
    return [row for row in rows if row.count or row.checked]
