"""Figure: a line of the result table, and functions that make one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """A line of the table. `holds`: whether the budget is met; None without a budget or a measurement.

    `number`: the value for comparisons with a stored run, None where there is nothing to compare; `is_cost`: whether
    less is better; `note`: what stands behind the name, and may differ from run to run.
    """

    name: str
    value: str
    budget: str = ""
    holds: bool | None = None
    number: float | None = None
    is_cost: bool = True
    note: str = ""

    @property
    def title(self) -> str:
        """Text of the first column."""
        return f"{self.name} ({self.note})" if self.note else self.name

    @property
    def verdict(self) -> str:
        """Text of the last column."""
        return {True: "đạt", False: "KHÔNG ĐẠT", None: ""}[self.holds]


def at_least(name: str, value: float, budget: float, unit: str = "×", note: str = "") -> Figure:
    """A figure with a lower limit."""
    return Figure(name, f"{value:.2f} {unit}", f"≥ {budget:g} {unit}", value >= budget, value, False, note)


def at_most(name: str, value: float, budget: float, unit: str = "×", note: str = "") -> Figure:
    """A figure with an upper limit."""
    return Figure(name, f"{value:.2f} {unit}", f"≤ {budget:g} {unit}", value <= budget, value, True, note)


def missing(name: str, program: str) -> Figure:
    """A figure that cannot be measured because `program` is not installed."""
    return Figure(name, f"chưa đo: thiếu {program}")
