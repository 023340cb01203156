"""What apps that do not know the register of units may ask about it; `schools` registers the answers.

Apps on one level do not import each other (docs/architecture.md): `activities` finds a school by its code here, and
gives figures about units that `schools` shows beside the checklist. Both sides register from AppConfig.ready().
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True)
class ListedUnit:
    """An active unit of the register: its organisation, and what may be shown of it in public."""

    organisation_id: int
    name: str
    code: str
    ward: str


@dataclass(frozen=True)
class Figure:
    """A number that another app counted for a unit; `address` is the page where it can be seen."""

    number: int
    address: str


class Register(Protocol):
    """The register of units, as `schools` provides it. Each method costs one query."""

    def by_code(self, code: str) -> ListedUnit | None:
        """The active unit of `code`, in any case of letters; None when there is none."""

    def by_organisation(self, keys: Collection[int]) -> dict[int, ListedUnit]:
        """Active units by the key of their organisation."""

    def wards(self) -> list[str]:
        """Names of the wards that have units, sorted."""

    def acted_for(self, account: int, since: datetime) -> set[int]:
        """Keys of the organisations whose unit the account has left after `since`, or not yet."""


_register: list[Register] = []
_figures: dict[str, Callable[[int], Figure | None]] = {}


def register(unit_register: Register) -> None:
    """Use `found`; a second call replaces the first."""
    _register[:] = [unit_register]


def by_code(code: str) -> ListedUnit | None:
    """The active unit of `code`; None when there is none or no register."""
    return _register[0].by_code(code) if _register else None


def by_organisation(keys: Collection[int]) -> dict[int, ListedUnit]:
    """Active units by the key of their organisation; no query for no keys."""
    return _register[0].by_organisation(keys) if _register and keys else {}


def wards() -> list[str]:
    """Names of the wards that have units."""
    return _register[0].wards() if _register else []


def acted_for(account: int, since: datetime) -> set[int]:
    """Keys of the organisations for which the account with this key acts, or has acted since that moment."""
    return _register[0].acted_for(account, since) if _register else set()


def register_figure(item: str, provider: Callable[[int], Figure | None]) -> None:
    """Let `provider` count for the checklist item `item` (“C15”); it gets the key of an organisation."""
    _figures[item] = provider


def figure(item: str, organisation_id: int) -> Figure | None:
    """What another app counted for this item and organisation; None when nobody did."""
    return _figures[item](organisation_id) if item in _figures else None
