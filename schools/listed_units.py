"""The register of units as apps on the same level may read it (campaign/units.py)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q

from campaign.units import ListedUnit
from schools.models import Membership, Unit


class UnitRegister:
    """Active units by code or organisation, and the wards they are in."""

    def by_code(self, code: str) -> ListedUnit | None:
        """The active unit of `code`; None when there is none."""
        unit = Unit.objects.active().named().filter(code=code.strip().upper()).first()
        return _listed(unit) if unit else None

    def by_organisation(self, keys: Collection[int]) -> dict[int, ListedUnit]:
        """Active units by the key of their organisation."""
        units = Unit.objects.active().named().filter(organisation__in=keys)
        return {unit.organisation_id: _listed(unit) for unit in units}

    def wards(self) -> list[str]:
        """Names of the wards of active units, in the order of their Vietnamese letters without marks."""
        rows = Unit.objects.active().order_by("ward_key").values_list("ward_key", "ward").distinct("ward_key")
        return [ward for _key, ward in rows]

    def acted_for(self, account: int, since: datetime) -> set[int]:
        """Keys of the organisations whose unit the account has left after `since`, or not yet."""
        there = Membership.objects.filter(Q(ended_at=None) | Q(ended_at__gte=since), user=account)
        return set(there.values_list("unit__organisation", flat=True))


def _listed(unit: Unit) -> ListedUnit:
    return ListedUnit(unit.organisation_id, unit.name, unit.code, unit.ward)
