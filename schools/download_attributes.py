"""What the library asks about a unit when a download is counted: level and ward, in the query of the click itself."""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from schools.models import Unit


def _fact(field: str, organisation_keys: QuerySet) -> Any:
    units = Unit.objects.filter(organisation__in=organisation_keys).order_by()
    return Coalesce(Subquery(units.values(field)[:1], output_field=CharField()), Value(""))


def level_of(organisation_keys: QuerySet) -> Any:
    """Level of the unit whose organisation `organisation_keys` names; empty when it is no unit."""
    return _fact("level", organisation_keys)


def ward_of(organisation_keys: QuerySet) -> Any:
    """Ward of that unit; empty when it is no unit."""
    return _fact("ward", organisation_keys)
