"""Figure: a line of the result table, and functions that make one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """A line of the table. `holds`: whether the budget is met; None without a budget or a measurement."""

    name: str
    value: str
    budget: str = ""
    holds: bool | None = None

    @property
    def verdict(self) -> str:
        """Text of the last column."""
        return {True: "đạt", False: "KHÔNG ĐẠT", None: ""}[self.holds]


def at_least(name: str, value: float, budget: float, unit: str = "×", note: str = "") -> Figure:
    """A figure with a lower limit; `note` is added to the name."""
    return Figure(_named(name, note), f"{value:.2f} {unit}", f"≥ {budget:g} {unit}", value >= budget)


def at_most(name: str, value: float, budget: float, unit: str = "×", note: str = "") -> Figure:
    """A figure with an upper limit; `note` is added to the name."""
    return Figure(_named(name, note), f"{value:.2f} {unit}", f"≤ {budget:g} {unit}", value <= budget)


def missing(name: str, program: str) -> Figure:
    """A figure that cannot be measured because `program` is not installed."""
    return Figure(name, f"chưa đo: thiếu {program}")


def _named(name: str, note: str) -> str:
    return f"{name} ({note})" if note else name
