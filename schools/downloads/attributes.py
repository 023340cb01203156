"""Level and ward of a unit as expressions, which the library adds to the query that counts a download."""

from __future__ import annotations

from django.db.models import CharField, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from schools.models import Unit


def _fact(field: str, organisation_keys: QuerySet) -> Coalesce:
    units = Unit.objects.filter(organisation__in=organisation_keys).order_by()
    return Coalesce(Subquery(units.values(field)[:1], output_field=CharField()), Value(""))


def level_of(organisation_keys: QuerySet) -> Coalesce:
    """Level of the unit whose organisation `organisation_keys` selects; empty when it is no unit."""
    return _fact("level", organisation_keys)


def ward_of(organisation_keys: QuerySet) -> Coalesce:
    """Ward of that unit; empty when it is no unit."""
    return _fact("ward", organisation_keys)
