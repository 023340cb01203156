"""What the public reads of coverage: figures of groups, from which nobody can work out what a few schools did.

Each printed figure leaves several counts possible. A reader who takes figures together (the total minus all groups but
one) narrows them down; `gives_away` says whether fewer than MIN_GROUP units come to light so, and figures are then
made coarser until they do not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from base.text import sort_key
from campaign.models import Season
from schools.coverage.queries import Bar, Scope, by_level_and_ward
from schools.models import Kind, Progress

MIN_GROUP = 5  # smallest group of units whose figures the public sees
STEP = 5  # counts that the public sees are rounded down to whole fives
OTHER_WARDS = gettext_noop("Các xã, phường khác")  # wards with too few schools, together
PERCENT_FROM = 20  # units; in smaller groups a percentage would reveal single units


class PublicBar(NamedTuple):
    """A group of units as the public sees it, so that no single unit can be derived.

    `percent`: of the exact count, rounded down, the same as on the board; None where that would say too much: below
    PERCENT_FROM units, where fewer than MIN_GROUP units have declared, or have not, and where `is_exact` is False.
    Pages then say `at_least` as a number of units (“từ 15 trường trở lên”), which nobody takes for a percentage: the
    count rounded down to whole fives, 0 for fewer than five, and one band for all counts from which fewer than
    MIN_GROUP are missing (a wider one where `is_exact` is False). Only groups of PERCENT_FROM units may show that all
    have declared: said of small groups, its absence elsewhere would reveal that one or two units are missing.
    """

    label: str
    units: int
    at_least: int
    percent: int | None
    is_exact: bool = True

    @property
    def possible(self) -> tuple[int, int]:
        """The least and the most units that can have declared something, by what is printed of this group alone."""
        alike = [n for n in range(self.units + 1) if _printed(self.units, n, is_exact=self.is_exact) == self._as_read]
        return alike[0], alike[-1]

    @property
    def _as_read(self) -> tuple[int, int | None]:
        return _readable(self.at_least, self.percent)


def _readable(at_least: int, percent: int | None) -> tuple[int, int | None]:
    """What parts/public_bars.html prints: the percentage, else `at_least`."""
    return (at_least, None) if percent is None else (-1, percent)


def _printed(units: int, started: int, *, is_exact: bool) -> tuple[int, int | None]:
    return _readable(*_figures(units, started, is_exact=is_exact))


def _figures(units: int, started: int, *, is_exact: bool) -> tuple[int, int | None]:
    """(at_least, percent) of a group."""
    fives = started // STEP * STEP
    if units < PERCENT_FROM:
        return fives, None
    if started == units:
        return units, 100
    if not is_exact:
        return min(fives, (units - MIN_GROUP) // STEP * STEP), None
    if units - started < MIN_GROUP:
        return units - MIN_GROUP + 1, None
    return fives, started * 100 // units if started >= MIN_GROUP else None


def _coarse(bar: Bar, *, is_exact: bool = True) -> PublicBar:
    return PublicBar(bar.label, bar.units, *_figures(bar.units, bar.started, is_exact=is_exact), is_exact)


def merged(bars: Iterable[Bar], rest: str, *, is_exact: bool = True) -> list[PublicBar]:
    """Groups of at least MIN_GROUP units; the smaller ones together as `rest`.

    A single hidden group could be computed from the total: the smallest shown group then joins it. While the rest is
    smaller than MIN_GROUP, the smallest shown groups join it too; if none is left, the result is empty.
    """
    ordered = sorted(bars, key=lambda bar: -bar.units)
    large = [bar for bar in ordered if bar.units >= MIN_GROUP]
    small = [bar for bar in ordered if bar.units < MIN_GROUP]
    while large and small and (len(small) < 2 or sum(bar.units for bar in small) < MIN_GROUP):
        small.append(large.pop())
    if small and sum(bar.units for bar in small) < MIN_GROUP:
        return []
    joined = [_together(small, rest)] if small else []
    ordered = [*sorted(large, key=lambda bar: sort_key(str(bar.label))), *joined]
    return [_coarse(bar, is_exact=is_exact) for bar in ordered]


def _together(bars: Iterable[Bar], label: str) -> Bar:
    return reduce(Bar.plus, bars, Bar("", label, total=0, confirmed=0, waiting=0))


def gives_away(total: PublicBar, *parts: Sequence[PublicBar]) -> bool:
    """Whether total and parts, read together, say of a group that only counts of a few units are possible.

    Each of `parts` divides the units of `total`; an empty one is not shown.
    """
    ranges = [[bar.possible for bar in part] for part in parts if part]
    sums = [total.possible, *((sum(low for low, _high in one), sum(high for _low, high in one)) for one in ranges)]
    least, most = max(low for low, _high in sums), min(high for _low, high in sums)
    for part, one in zip((part for part in parts if part), ranges, strict=True):
        lowest, highest = sum(low for low, _high in one), sum(high for _low, high in one)
        for bar, (low, high) in zip(part, one, strict=True):
            narrowed = max(low, least - (highest - high)), min(high, most - (lowest - low))
            if narrowed != (low, high) and _is_of_few(bar.units, *narrowed):
                return True
    return False


def _is_of_few(units: int, low: int, high: int) -> bool:
    """Whether every count from `low` to `high` is of fewer than MIN_GROUP units, of those that did or did not."""
    return all(min(count, units - count) < MIN_GROUP for count in range(low, high + 1))


@dataclass(frozen=True)
class Shown:
    """The total and its parts; `total` is None while too few units are registered."""

    total: PublicBar | None = None
    levels: Sequence[PublicBar] = ()
    wards: Sequence[PublicBar] = ()


def shown(season: Season) -> Shown:
    """The most exact figures of schools that give no few of them away, the same on every page; one query."""
    levels, wards = by_level_and_ward(Scope(season, (Kind.SCHOOL,)))
    everybody = _together(levels, "")
    if everybody.units < MIN_GROUP:
        return Shown()
    return _safe(everybody, tuple(levels), tuple(wards), _("Các cấp khác"), _(OTHER_WARDS))


@lru_cache(maxsize=64)
def _safe(everybody: Bar, levels: tuple[Bar, ...], wards: tuple[Bar, ...], rest: str, rest_of_wards: str) -> Shown:
    """Percentages of exact counts; else of the total alone; else whole fives; else fewer parts.

    `rest`, `rest_of_wards`: names of the small groups together.
    """
    for of_total, of_parts, has_wards in (
        (True, True, True),
        (True, False, True),
        (False, False, True),
        (False, False, False),
    ):
        total = _coarse(everybody, is_exact=of_total)
        by_level = merged(levels, rest, is_exact=of_parts)
        by_ward = merged(wards, rest_of_wards, is_exact=of_parts) if has_wards else []
        if not gives_away(total, by_level, by_ward):
            return Shown(total, by_level, by_ward)
    return Shown(_coarse(everybody, is_exact=False))


def public_figures(season: Season) -> dict[str, Any]:
    """Figures of schools by level and ward, and the names of pioneer schools; none of a single school.

    A pioneer that has declared nothing yet is not named: it does not count among the schools that take part either.
    """
    figures = shown(season)
    started = Progress.objects.filter(season=season, declared__gt=0)
    units = Scope(season, (Kind.SCHOOL,)).units()
    pioneers = units.filter(is_pioneer=True, pk__in=started.values("unit")).named()
    return {
        "season": season,
        "total": figures.total,
        "levels": tuple(figures.levels),
        "wards": tuple(figures.wards),
        # Those that a map can show: a ward where fewer than five take part has no figure of its own.
        "places": tuple(bar for bar in figures.wards if bar.at_least and bar.label != _(OTHER_WARDS)),
        "pioneers": [
            {"name": unit.name, "ward": unit.ward} for unit in pioneers.order_by("ward_key", "organisation__name")
        ],
    }


def front_page_part(language: str) -> dict[str, Any] | None:
    """Front-page section: total and levels of the running season; None while too few units are registered.

    `language` is passed to every provider of `base.front_page_registry`; labels are in the active language.
    """
    season = Season.objects.filter(is_current=True).first()
    figures = shown(season) if season else Shown()
    return {"levels": tuple(figures.levels), "total": figures.total} if figures.levels else None
