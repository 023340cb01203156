"""The board's figures: computed from claims, kept per kind and level, thrown away and rebuilt at will.

`refresh()` runs inside the transaction that changed claims and recounts only the cells they touch; it never
adds or subtracts, so a lost step cannot make the board drift. An advisory lock per season puts writers in a row:
each counts what the one before has committed. `rebuild()` recounts everything; tests hold both equal.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import Aggregate, Count, F, Max, Q, QuerySet, Sum

from campaign.models import Season
from schools import locks
from schools.models import ChecklistItem, Claim, Coverage, DownloadSummary, Progress, RollupMark, Unit

State = Claim.State
Dimension = Coverage.Dimension
OVERLAP = 20_000  # keys of events read again: a transaction that began earlier may commit later
Cells = dict[tuple[str, str, str, str], dict[str, Any]]  # (dimension, kind, level, key) → counts and label
_STATES = {
    "declared": Count("pk", ~Q(state=State.TODO)),
    "confirmed": Count("pk", Q(state=State.CONFIRMED)),
    "returned": Count("pk", Q(state=State.RETURNED)),
}


@transaction.atomic
def refresh(season: Season, claims: Iterable[Claim], *, days: Iterable[date] = ()) -> None:
    """Recount what `claims` touch: their units, and the cells of their items, wards and days.

    `claims` need `unit` and `item`; `days` are dates that the claims have left (an undone confirmation).
    """
    claims = list(claims)
    if not claims:
        return
    locks.count_alone(season.pk)
    units = {claim.unit_id: claim.unit for claim in claims}
    _count_progress(season, units.values())
    for kind, level, item in {(*claim.unit.group, claim.item) for claim in claims}:
        _count_item(season, kind, level, item)
    for kind, level, ward in {(*unit.group, unit.ward_key) for unit in units.values()}:
        _count_ward(season, kind, level, ward)
    touched = {day for claim in claims for day in (claim.declared_on, claim.confirmed_on) if day} | set(days)
    for kind, level in {unit.group for unit in units.values()}:
        for day in touched:
            _count_day(season, kind, level, day)


def _counted(season: Season, claims: QuerySet[Claim]) -> QuerySet[Claim]:
    """Claims that count: of counted units and active items."""
    return claims.filter(
        item__season=season, item__is_active=True, unit__in=Unit.objects.counted_in(season).values("pk")
    )


def _count_progress(season: Season, units: Iterable[Unit]) -> None:
    units = list(units)
    counted = set(
        Unit.objects.counted_in(season).filter(pk__in=[unit.pk for unit in units]).values_list("pk", flat=True)
    )
    everything = _items(season)
    for unit in units:
        if unit.pk not in counted:
            Progress.objects.filter(season=season, unit=unit).delete()
            continue
        items = [item.pk for item in everything if item.applies_to(*unit.group)]
        claims = Claim.objects.filter(unit=unit, item__in=items)
        counts = claims.aggregate(**_STATES, last_at=Max("declared_at"))
        Progress.objects.update_or_create(
            season=season, unit=unit, defaults={"applicable": len(items), "declared": 0} | counts
        )


def _items(season: Season) -> list[ChecklistItem]:
    return list(ChecklistItem.objects.filter(season=season, is_active=True))


def _cell(season: Season, dimension: str, kind: str, level: str, key: str, **counts: Any) -> None:
    Coverage.objects.update_or_create(
        season=season, dimension=dimension, kind=kind, level=level, key=key, defaults=counts
    )


def _count_item(season: Season, kind: str, level: str, item: ChecklistItem) -> None:
    claims = _counted(season, Claim.objects.filter(item=item, unit__kind=kind, unit__level=level))
    units = Unit.objects.counted_in(season).filter(kind=kind, level=level).count()
    if not (item.is_active and item.applies_to(kind, level)):
        return
    _cell(
        season,
        Dimension.ITEM,
        kind,
        level,
        item.code,
        label=item.label,
        units=units,
        pairs=units,
        **claims.aggregate(**_STATES),
    )


def _ward_counts() -> dict[str, Aggregate]:
    return {
        "units": Count("pk"),
        "pairs": Sum("applicable", default=0),
        "started": Count("pk", Q(declared__gt=0)),
        "complete": Count("pk", Q(applicable__gt=0, confirmed=F("applicable"))),
        "declared_sum": Sum("declared", default=0),
        "confirmed_sum": Sum("confirmed", default=0),
        "returned_sum": Sum("returned", default=0),
    }


def _count_ward(season: Season, kind: str, level: str, ward_key: str) -> None:
    units = Unit.objects.counted_in(season).filter(kind=kind, level=level, ward_key=ward_key)
    counts = Progress.objects.filter(season=season, unit__in=units.values("pk")).aggregate(**_ward_counts())
    label = units.order_by("pk").values_list("ward", flat=True).first() or ward_key
    _cell(season, Dimension.WARD, kind, level, ward_key, label=label, **_plain(counts))


def _plain(counts: dict[str, int]) -> dict[str, int]:
    return {name.removesuffix("_sum"): value for name, value in counts.items()}


def _count_day(season: Season, kind: str, level: str, day: date) -> None:
    claims = _counted(season, Claim.objects.filter(unit__kind=kind, unit__level=level))
    counts = claims.filter(Q(declared_on=day) | Q(confirmed_on=day)).aggregate(
        declared=Count("pk", Q(declared_on=day) & ~Q(state=State.TODO)),
        confirmed=Count("pk", Q(confirmed_on=day, state=State.CONFIRMED)),
    )
    _cell(season, Dimension.DAY, kind, level, day.isoformat(), **counts)


# --- everything anew ------------------------------------------------------------------------


@transaction.atomic
def rebuild(season: Season) -> None:
    """Throw the roll-ups of `season` away and count everything again: after imports, changes of the list, at night."""
    locks.count_alone(season.pk)
    units = list(Unit.objects.counted_in(season))
    items = _items(season)
    progress = _progress_rows(season, units, items)
    Progress.objects.filter(season=season).delete()
    Progress.objects.bulk_create(progress.values(), batch_size=1000)
    cells: Cells = defaultdict(lambda: dict.fromkeys(Coverage.COUNTS, 0))
    _rebuild_items(season, units, items, cells)
    _rebuild_wards(units, progress, cells)
    _rebuild_days(season, cells)
    Coverage.objects.filter(season=season).delete()
    Coverage.objects.bulk_create(
        (
            Coverage(season=season, dimension=dimension, kind=kind, level=level, key=key, **counts)
            for (dimension, kind, level, key), counts in cells.items()
        ),
        batch_size=1000,
    )


def is_outdated(season: Season) -> bool:
    """Whether other units count in `season` than when it was counted: some may have closed at midnight."""
    counted, rows = Unit.objects.counted_in(season), Progress.objects.filter(season=season)
    return rows.exclude(unit__in=counted.values("pk")).exists() or counted.exclude(pk__in=rows.values("unit")).exists()


def _progress_rows(season: Season, units: list[Unit], items: list[ChecklistItem]) -> dict[int, Progress]:
    applicable = {group: [item.pk for item in items if item.applies_to(*group)] for group in {u.group for u in units}}
    rows = {
        unit.pk: Progress(season=season, unit=unit, applicable=len(applicable[unit.group]), declared=0)
        for unit in units
    }
    items_by_unit = {unit.pk: set(applicable[unit.group]) for unit in units}
    claims = Claim.objects.filter(item__season=season).values_list("unit_id", "item_id", "state", "declared_at")
    for unit, item, state, declared_at in claims.iterator(chunk_size=5000):
        if unit not in rows or item not in items_by_unit[unit]:
            continue
        row = rows[unit]
        row.declared += state != State.TODO
        row.confirmed += state == State.CONFIRMED
        row.returned += state == State.RETURNED
        row.last_at = max(filter(None, (row.last_at, declared_at)), default=None)
    return rows


def _rebuild_items(season: Season, units: list[Unit], items: list[ChecklistItem], cells: Cells) -> None:
    sizes: dict[tuple[str, str], int] = defaultdict(int)
    for unit in units:
        sizes[unit.group] += 1
    for group, size in sizes.items():
        for item in items:
            if item.applies_to(*group):
                cells[(Dimension.ITEM, *group, item.code)] |= {"units": size, "pairs": size, "label": item.label}
    claims = _counted(season, Claim.objects.order_by()).values("unit__kind", "unit__level", "item__code")
    for row in claims.annotate(**_STATES):
        cell = cells.get((Dimension.ITEM, row["unit__kind"], row["unit__level"], row["item__code"]))
        if cell is not None:
            counts = dict(row)
            cell |= {name: counts[name] for name in _STATES}


def _rebuild_wards(units: list[Unit], progress: dict[int, Progress], cells: Cells) -> None:
    for unit in sorted(units, key=lambda unit: unit.pk):
        row, cell = progress[unit.pk], cells[(Dimension.WARD, *unit.group, unit.ward_key)]
        cell.setdefault("label", unit.ward)
        cell["units"] += 1
        cell["pairs"] += row.applicable
        cell["started"] += row.declared > 0
        cell["complete"] += 0 < row.applicable == row.confirmed
        for name in ("declared", "confirmed", "returned"):
            cell[name] += getattr(row, name)


def _rebuild_days(season: Season, cells: Cells) -> None:
    claims = _counted(season, Claim.objects.order_by())
    for field, name, states in (
        ("declared_on", "declared", [State.DECLARED, State.CONFIRMED, State.RETURNED]),
        ("confirmed_on", "confirmed", [State.CONFIRMED]),
    ):
        rows = claims.filter(state__in=states, **{f"{field}__isnull": False})
        for row in rows.values("unit__kind", "unit__level", field).annotate(n=Count("pk")):
            key = (Dimension.DAY, row["unit__kind"], row["unit__level"], row[field].isoformat())
            cells[key][name] = row["n"]


# --- downloads ------------------------------------------------------------------------------

_SUMMARISE = """
    INSERT INTO schools_downloadsummary (organisation_id, facet, key)
    SELECT DISTINCT event.organisation_id, facet.name, facet.key
      FROM media_library_downloadevent event
      JOIN media_library_asset asset ON asset.id = event.asset_id
      CROSS JOIN LATERAL (VALUES ('language', event.language), ('kind', asset.kind)) AS facet(name, key)
     WHERE event.id > %s AND event.id <= %s AND event.organisation_id IS NOT NULL
    ON CONFLICT DO NOTHING
"""


@transaction.atomic
def count_new_downloads(*, anew: bool = False) -> int:
    """Read events since the last run into `DownloadSummary`; returns the highest key read. `anew`: from the first."""
    mark, _made = RollupMark.objects.select_for_update().get_or_create(name="taken")
    if anew:
        DownloadSummary.objects.all().delete()
    start = 0 if anew else max(0, mark.position - OVERLAP)
    with connection.cursor() as cursor:
        cursor.execute("SELECT COALESCE(MAX(id), 0) FROM media_library_downloadevent")
        end = cursor.fetchone()[0]
        cursor.execute(_SUMMARISE, [start, end])
    mark.position = end
    mark.save(update_fields=["position"])
    return end
