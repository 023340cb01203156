"""Columns, lines, bars and steps as plain numbers for an inline SVG (docs/adr/0021-charts.md), a table behind each.

Coordinates are those of the viewBox. Shapes carry what colour alone would: every bar has its figure beside it, the two
lines of a chart differ in dashes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, FOOT = 720, 220, 24  # of a chart of weeks; FOOT: room for labels below
BAR_WIDTH, ROW = 400, 28  # of a chart of bars


@dataclass(frozen=True)
class Column:
    """One column of a chart of weeks: its label, its value, and where it is drawn."""

    label: str
    value: int
    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        return self.x + self.width / 2


@dataclass(frozen=True)
class Bar:
    """One bar: label, value, length in per cent of the largest, y of its row."""

    label: str
    value: int
    length: float
    y: int


def columns(points: Sequence[tuple[str, int]], most: int = 0) -> list[Column]:
    """A column per point, in order, scaled to `most`, or to the largest value."""
    most = most or max((value for _label, value in points), default=0) or 1
    step = WIDTH / max(len(points), 1)
    room = HEIGHT - FOOT - 20  # 20: the figure above the highest column
    return [
        Column(label, value, round(at * step + step * 0.15, 1), round(HEIGHT - FOOT - room * value / most, 1),
               round(step * 0.7, 1), round(room * value / most, 1))
        for at, (label, value) in enumerate(points)
    ]  # fmt: skip


def line(points: Sequence[tuple[str, int]], most: int = 0) -> str:
    """The value of the `points` attribute of a <polyline> through the middle of every column."""
    return " ".join(f"{column.middle:.1f},{column.y}" for column in columns(points, most))


@dataclass(frozen=True)
class Weeks:
    """A chart of weeks: columns, a dashed line over them on a scale of its own, and the size of the drawing."""

    columns: list[Column]
    line: str = ""
    width: int = WIDTH
    height: int = HEIGHT
    foot: int = HEIGHT - 6


def weeks(points: Sequence[tuple[str, int]], over: Sequence[tuple[str, int]] = (), *, is_part: bool = False) -> Weeks:
    """`points` as columns; `over`, of the same weeks, as the line: on the columns' scale where it `is_part` of them."""
    most = max((value for _label, value in points), default=0) if is_part else 0
    return Weeks(columns(points), line(over, most) if over else "")


@dataclass(frozen=True)
class StepBox:
    """One step of a way: label, value, address of what is at it, how full its box is in per cent of the fullest."""

    label: str
    value: int
    address: str
    share: int

    @property
    def top(self) -> int:
        return 100 - self.share


def steps(rows: Sequence[tuple[str, int, str]]) -> list[StepBox]:
    """A box per step, in order; a step with anything at it is filled visibly."""
    most = max((value for _label, value, _address in rows), default=0) or 1
    return [
        StepBox(label, value, address, max(round(100 * value / most), 6) if value else 0)
        for label, value, address in rows
    ]


def bars(rows: Sequence[tuple[str, int]]) -> list[Bar]:
    """A bar per row, in order."""
    most = max((value for _label, value in rows), default=0) or 1
    return [Bar(label, value, round(BAR_WIDTH * value / most, 1), at * ROW) for at, (label, value) in enumerate(rows)]
