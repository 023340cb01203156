"""Reads the figures of the board and the exports from the roll-ups, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from operator import add
from typing import Any

from django.db.models import Count, F, FloatField, Q, QuerySet, Sum
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Cast, NullIf
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base.admin.folded_search import matching
from base.languages import language_choices
from campaign.models import Season
from schools.models import ChecklistItem, Claim, Coverage, DownloadSummary, Kind, Level, Progress, Unit
from schools.models.units import UnitQuerySet

Dimension = Coverage.Dimension
GAPS = 10  # wards shown on the board; `?tat-ca` shows all


@dataclass(frozen=True)
class Scope:
    """The season, kinds and level that figures are read for."""

    season: Season
    kinds: tuple[str, ...]
    level: str = ""

    @property
    def words(self) -> str:
        """Kinds and level for a heading: “Trường học, THPT”."""
        if self.level:  # only schools have one
            return f"{Kind.SCHOOL.label}, {Level(self.level).label}"
        return ", ".join(str(Kind(kind).label) for kind in self.kinds)

    def cells(self, dimension: str) -> QuerySet[Coverage]:
        """Roll-ups of `dimension` in this scope."""
        queryset = Coverage.objects.filter(season=self.season, dimension=dimension, kind__in=self.kinds)
        return queryset.filter(level=self.level) if self.level else queryset

    def items(self) -> QuerySet[ChecklistItem]:
        """Items that units of this scope have to do."""
        return ChecklistItem.objects.filter(season=self.season).asked_of(self.kinds, self.level)

    def units(self) -> UnitQuerySet:
        """Units that count in this scope: the denominator."""
        queryset = Unit.objects.counted_in(self.season).of_kinds(self.kinds)
        return queryset.filter(level=self.level) if self.level else queryset


@dataclass(frozen=True)
class Bar:
    """One row of a chart and of its table. Counts are of units (items, languages) or of unit × item (wards)."""

    key: str
    label: str
    total: int
    confirmed: int
    waiting: int
    units: int = 0
    started: int = 0
    complete: int = 0

    def plus(self, other: Bar) -> Bar:
        """The row of both together, under the name of this one."""
        counts = ("total", "confirmed", "waiting", "units", "started", "complete")
        return replace(self, **{name: getattr(self, name) + getattr(other, name) for name in counts})

    @property
    def declared(self) -> int:
        return self.confirmed + self.waiting

    @property
    def rest(self) -> int:
        return self.total - self.declared

    @property
    def percent(self) -> int:
        """Declared in per cent, rounded down: 100 only when nothing is missing."""
        return self.declared * 100 // self.total if self.total else 0

    @property
    def solid(self) -> str:
        """Width of the confirmed part in per cent, with a decimal point for SVG."""
        return f"{self.confirmed * 100 / self.total if self.total else 0:.1f}"

    @property
    def hatched(self) -> str:
        """Width of the waiting part, in the same form."""
        return f"{self.waiting * 100 / self.total if self.total else 0:.1f}"


def _sums(cells: QuerySet[Coverage], *keys: str) -> QuerySet[Coverage, dict[str, Any]]:
    """Group cells by `keys` and add their counts up."""
    sums = {f"sum_{name}": Sum(name) for name in Coverage.COUNTS}
    return cells.order_by().values(*keys).annotate(**sums)


def _bar(row: dict[str, Any], key: str, label: str) -> Bar:
    return Bar(
        key=key,
        label=label,
        total=row["sum_pairs"],
        confirmed=row["sum_confirmed"],
        waiting=row["sum_declared"] - row["sum_confirmed"],
        units=row["sum_units"],
        started=row["sum_started"],
        complete=row["sum_complete"],
    )


def _share() -> CombinedExpression:
    return Cast(F("sum_declared"), FloatField()) / NullIf(Cast(F("sum_pairs"), FloatField()), 0.0)


def total_of(scope: Scope) -> Bar:
    """Sum over the ward dimension: each unit is in exactly one ward, so none is counted twice."""
    sums = {f"sum_{name}": Sum(name, default=0) for name in Coverage.COUNTS}
    return _bar(scope.cells(Dimension.WARD).aggregate(**sums), "", _("Tất cả"))


def by_item(scope: Scope) -> list[Bar]:
    rows = _sums(scope.cells(Dimension.ITEM), "key", "label").order_by(_share(), "key")
    return [_bar(row, row["key"], row["label"]) for row in rows]


def by_ward(scope: Scope, limit: int | None = GAPS) -> list[Bar]:
    """Wards with units, lowest declared share first; at most `limit`."""
    rows = _sums(scope.cells(Dimension.WARD).filter(units__gt=0), "key", "label").order_by(_share(), "key")
    return [_bar(row, row["key"], row["label"]) for row in rows[:limit]]


def by_level(scope: Scope) -> list[Bar]:
    """Kinds and levels in the order of the plan; each with its own denominator from the register."""
    rows = {(row["kind"], row["level"]): row for row in _sums(scope.cells(Dimension.WARD), "kind", "level")}
    order = [("school", level) for level in Level.values] + [(kind, "") for kind in Kind.values]
    keys = sorted((key for key in rows if rows[key]["sum_units"]), key=lambda key: order.index(_known(key, order)))
    return [_bar(rows[key], key[1] or key[0], _group_name(*key)) for key in keys]


def _known(key: tuple[str, str], order: list[tuple[str, str]]) -> tuple[str, str]:
    return key if key in order else (key[0], "")


def _group_name(kind: str, level: str) -> str:
    return str(Level(level).label) if level else str(Kind(kind).label)


def by_level_and_ward(scope: Scope) -> tuple[list[Bar], list[Bar]]:
    """Both at once, in one query and without an order: what the public page and the front page read."""
    cells = scope.cells(Dimension.WARD).filter(units__gt=0)
    levels: dict[tuple[str, str], list[int]] = {}
    wards: dict[str, list[int]] = {}
    labels: dict[str, str] = {}
    for kind, level, ward, label, *counts in cells.values_list("kind", "level", "key", "label", *Coverage.COUNTS):
        labels.setdefault(ward, label)
        _add(levels.setdefault((kind, level), [0] * len(counts)), counts)
        _add(wards.setdefault(ward, [0] * len(counts)), counts)
    by_level = [_bar(_named(sums), level or kind, _group_name(kind, level)) for (kind, level), sums in levels.items()]
    return by_level, [_bar(_named(sums), ward, labels[ward]) for ward, sums in wards.items()]


def _add(sums: list[int], counts: Iterable[int]) -> None:
    sums[:] = map(add, sums, counts)


def _named(sums: Iterable[int]) -> dict[str, int]:
    """Sums of Coverage.COUNTS under the names of _sums()."""
    return {f"sum_{name}": value for name, value in zip(Coverage.COUNTS, sums, strict=True)}


def by_week(scope: Scope) -> list[Bar]:
    """Cumulative declared and confirmed counts at the end of each week; the last 16 weeks with changes."""
    days = _sums(scope.cells(Dimension.DAY), "key").order_by("key")
    weeks: dict[date, list[int]] = {}
    for row in days:
        day = date.fromisoformat(row["key"])
        week = weeks.setdefault(day - timedelta(days=day.weekday()), [0, 0])
        week[0] += row["sum_declared"]
        week[1] += row["sum_confirmed"]
    total, declared, confirmed, bars = total_of(scope).total, 0, 0, []
    for monday, (new_declared, new_confirmed) in sorted(weeks.items()):
        declared, confirmed = declared + new_declared, confirmed + new_confirmed
        if new_declared or new_confirmed:
            # A confirmation may fall into an earlier week than its declaration: the waiting part stays ≥ 0.
            label = _("Tuần từ %(day)s") % {"day": f"{monday:%d-%m}"}
            bars.append(Bar(monday.isoformat(), label, total, confirmed, max(0, declared - confirmed)))
    return bars[-16:]


def by_language(scope: Scope) -> list[Bar]:
    """Per language of the library, how many units have downloaded anything in it."""
    counts = dict(
        DownloadSummary.objects.filter(
            facet=DownloadSummary.Facet.LANGUAGE, organisation__unit__in=scope.units().values("pk")
        )
        .values_list("key")
        .annotate(n=Count("pk"))
    )
    units = total_of(scope).units
    return [Bar(key, str(label), units, counts.get(key, 0), 0) for key, label in language_choices() if units]


#: State filters of the list of units: value in the address → (label, condition on Progress).
STATES = {
    "chua-bat-dau": (gettext_lazy("Chưa bắt đầu"), Q(declared=0)),
    "cho-xem": (gettext_lazy("Có việc chờ xem"), Q(declared__gt=F("confirmed") + F("returned"))),
    "can-bo-sung": (gettext_lazy("Cần bổ sung"), Q(returned__gt=0)),
    "chua-du": (gettext_lazy("Chưa đủ"), Q(confirmed__lt=F("applicable"))),
    "du": (gettext_lazy("Đã đủ"), Q(confirmed__gte=F("applicable"), applicable__gt=0)),
}


def units_in(scope: Scope, **filters: str) -> QuerySet[Progress]:
    """Progress of the units of `scope`, fewest declared items first.

    `filters`: `state` (key of STATES), `ward` (key), `without_item` (code), `without_language`, `words` (part of the
    name or code).
    """
    rows = Progress.objects.filter(season=scope.season, unit__in=scope.units().values("pk"))
    if filters.get("state") in STATES:
        rows = rows.filter(STATES[filters["state"]][1])
    if filters.get("ward"):
        rows = rows.filter(unit__ward_key=filters["ward"])
    if filters.get("without_item"):
        done = Claim.objects.submitted().filter(item__season=scope.season, item__code=filters["without_item"])
        rows = rows.exclude(unit__in=done.values("unit"))
    if filters.get("without_language"):
        taken = DownloadSummary.objects.filter(facet=DownloadSummary.Facet.LANGUAGE, key=filters["without_language"])
        rows = rows.exclude(unit__organisation__in=taken.values("organisation"))
    if filters.get("words"):
        without_marks = matching(rows, filters["words"], ("unit__organisation__name", "unit__code")).values("pk")
        as_typed = Q(unit__organisation__name__icontains=filters["words"]) | Q(unit__code__icontains=filters["words"])
        rows = rows.filter(Q(pk__in=without_marks) | as_typed)
    return rows.select_related("unit__organisation").order_by("declared", "confirmed", "unit__ward_key", "unit__code")
