"""Adds up the numbers that units type in the checklist (lessons, entries, households), item by item."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, Sum

from schools.coverage.queries import Scope, by_item
from schools.models import ChecklistItem, Claim
from schools.models.checklist import ClaimQuerySet

CONFIRMED = Q(state=Claim.State.CONFIRMED)


@dataclass(frozen=True)
class TypedNumber:
    """Sums of one item: `confirmed` and `waiting` for a decision, `added` confirmed after the day asked for.

    `units` have a confirmed number, `applicable` is how many units the item is for.
    """

    item: ChecklistItem
    confirmed: int
    waiting: int
    added: int
    units: int
    applicable: int


def claims_with_number(scope: Scope) -> ClaimQuerySet:
    """Claims of `scope` with a number that are confirmed or wait; drafts and returned claims are not counted."""
    states = (Claim.State.CONFIRMED, Claim.State.DECLARED)
    return Claim.objects.filter(
        item__season=scope.season, unit__in=scope.units().values("pk"), state__in=states, number__isnull=False
    )


def typed_numbers(scope: Scope, after: date) -> list[TypedNumber]:
    """Sums of each item of `scope` that asks for a number; three queries for any number of units."""
    applicable = {bar.key: bar.total for bar in by_item(scope)}
    sums = {
        row["item"]: row
        for row in claims_with_number(scope)
        .order_by()
        .values("item")
        .annotate(
            confirmed=Sum("number", filter=CONFIRMED, default=0),
            waiting=Sum("number", filter=Q(state=Claim.State.DECLARED), default=0),
            added=Sum("number", filter=CONFIRMED & Q(confirmed_on__gt=after), default=0),
            units=Count("pk", filter=CONFIRMED),
        )
    }
    return [
        TypedNumber(
            item=item,
            confirmed=row["confirmed"] if row else 0,
            waiting=row["waiting"] if row else 0,
            added=row["added"] if row else 0,
            units=row["units"] if row else 0,
            applicable=applicable[item.code],
        )
        for item in numbered_items(scope)
        if applicable.get(item.code)
        for row in [sums.get(item.pk)]
    ]


def numbered_items(scope: Scope) -> list[ChecklistItem]:
    """Items of the season's checklist that ask for a number, in their order."""
    return list(ChecklistItem.objects.filter(season=scope.season, is_active=True).exclude(number_label=""))
