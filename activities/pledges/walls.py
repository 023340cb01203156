"""What a wall shows: number, commitments, newest bricks. Pages get no figure of a unit below FEWEST from here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from activities.models import WHOLE, Brick, PledgeCount
from activities.pledges.words import COMMITMENTS, NICKNAMES
from campaign import units
from campaign.units import Figure, ListedUnit

FEWEST = 5  # signs from which a unit's wall shows anything (k-anonymity)
SHOWN = 42  # bricks on a page
TONES = ("", "a", "b", "c")  # colours of bricks, by key


@dataclass(frozen=True)
class ShownBrick:
    """A brick as pages show it; `tone` is a class of the stylesheet."""

    key: int
    name: str
    place: str
    tone: str


@dataclass(frozen=True)
class Bar:
    """One commitment; `number` is exact on the whole wall, rounded down to FEWEST on a unit's, None below it."""

    words: str
    number: int | None
    share: int  # per cent of the most chosen one


@dataclass(frozen=True)
class Wall:
    """A wall for a template. `total` is None where fewer than FEWEST have signed."""

    unit: ListedUnit | None
    total: int | None
    bars: list[Bar] = field(default_factory=list)
    bricks: list[ShownBrick] = field(default_factory=list)

    @property
    def courses(self) -> list[list[ShownBrick]]:
        """The bricks in rows of seven, the newest first."""
        return [self.bricks[at : at + 7] for at in range(0, len(self.bricks), 7)]


def wall_of(unit: ListedUnit | None, *, shown: int = SHOWN) -> Wall:
    """The wall of `unit`, or the whole one. At most four queries, however many have signed."""
    counts = PledgeCount.objects.of(unit.organisation_id if unit else None).by_commitment()
    total = counts.get(WHOLE, 0)
    if unit and total < FEWEST:
        return Wall(unit, None)
    return Wall(unit, total, _bars(counts, rounded=unit is not None), _bricks(unit, shown))


def _bars(counts: dict[int, int], *, rounded: bool) -> list[Bar]:
    numbers = {key: counts.get(key, 0) for key in COMMITMENTS}
    if rounded:  # in steps, so that nobody sees what the classmate beside them has just chosen
        numbers = {key: number - number % FEWEST for key, number in numbers.items()}
    most = max(*numbers.values(), 1)
    bars = [
        Bar(str(words), numbers[key] if numbers[key] or not rounded else None, round(100 * numbers[key] / most))
        for key, words in COMMITMENTS.items()
    ]
    return sorted(bars, key=lambda bar: -bar.share)


def _bricks(unit: ListedUnit | None, shown: int) -> list[ShownBrick]:
    rows = Brick.objects.order_by("-pk")
    if unit:
        return [_shown(row, "") for row in rows.filter(organisation=unit.organisation_id)[:shown]]
    bricks = list(rows[:shown])
    keys = {row.organisation_id for row in bricks if row.organisation_id}
    large = _large(keys)
    names = units.by_organisation(large)
    return [_shown(row, _place(row, names)) for row in bricks]


def _large(keys: set[int]) -> set[int]:
    """Those of `keys` at whose walls at least FEWEST have signed; no query for no keys."""
    if not keys:
        return set()
    counts = PledgeCount.objects.filter(organisation__in=keys, commitment=WHOLE).order_by().values("organisation")
    return set(counts.annotate(total=Sum("number")).filter(total__gte=FEWEST).values_list("organisation", flat=True))


def _place(row: Brick, names: dict[int, ListedUnit]) -> str:
    """The unit, or its ward while few have signed there."""
    named = names.get(row.organisation_id) if row.organisation_id else None
    return named.name if named else row.ward


def _shown(row: Brick, place: str) -> ShownBrick:
    name = NICKNAMES[row.nickname] if row.nickname < len(NICKNAMES) else ""
    return ShownBrick(row.pk, name or _("Không tên"), place, TONES[row.pk % len(TONES)])


def as_json(wall: Wall) -> dict[str, Any]:
    """The wall for the projector's script: number and newest bricks, the newest first."""
    bricks = [{"key": brick.key, "name": brick.name, "place": brick.place, "tone": brick.tone} for brick in wall.bricks]
    return {"total": wall.total, "bricks": bricks}


def figure_of(organisation_id: int) -> Figure | None:
    """How many have signed at a unit's wall, paper included, for its own checklist only: any number is shown there."""
    unit = units.by_organisation([organisation_id]).get(organisation_id)
    if unit is None:
        return None
    total = PledgeCount.objects.of(organisation_id).by_commitment().get(WHOLE, 0)
    return Figure(total, reverse("activities:paper")) if total else None
