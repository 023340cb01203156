"""One line of the table."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """`holds`: True, False, or None where there is no budget or nothing could be measured."""

    name: str
    value: str
    budget: str = ""
    holds: bool | None = None

    @property
    def verdict(self) -> str:
        """The last column."""
        return {True: "đạt", False: "KHÔNG ĐẠT", None: ""}[self.holds]


def at_least(name: str, value: float, budget: float, unit: str = "×") -> Figure:
    """A figure that should be large."""
    return Figure(name, f"{value:.2f} {unit}", f"≥ {budget:g} {unit}", value >= budget)


def at_most(name: str, value: float, budget: float, unit: str = "×") -> Figure:
    """A figure that should be small."""
    return Figure(name, f"{value:.2f} {unit}", f"≤ {budget:g} {unit}", value <= budget)


def missing(name: str, program: str) -> Figure:
    """What this machine cannot measure, and what would help."""
    return Figure(name, f"chưa đo: thiếu {program}")
