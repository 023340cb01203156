"""Fills the checklist of a new season from the season before, or from the plan's own list (data/plan_120.json)."""

from __future__ import annotations

import json
from pathlib import Path

from django.db import transaction

from campaign.models import Season
from schools.models import ChecklistItem

SOURCE = Path(__file__).resolve().parent.parent / "data" / "plan_120.json"
#: Fields of an item that the next season takes over; its deadline is that season's own.
COPIED = [field.name for field in ChecklistItem._meta.concrete_fields if field.name not in {"id", "season", "due_on"}]


def write_items(season: Season) -> int:
    """Add the items of plan 120/KH-UBND that `season` does not have yet; returns how many."""
    known_codes = set(season.checklist.values_list("code", flat=True))
    rows = json.loads(SOURCE.read_text(encoding="utf-8"))
    new = [
        ChecklistItem(season=season, order=order, **{"kinds": ["school"], **row})
        for order, row in enumerate(rows)
        if row["code"] not in known_codes
    ]
    ChecklistItem.objects.bulk_create(new)
    return len(new)


@transaction.atomic
def create_checklist(season: Season) -> int:
    """Copy the active items of the season before, without deadlines, into a season that has none; returns how many.

    The plan's own items when no earlier season has any. 0 when the season has items; the row lock makes two requests
    at once copy once.
    """
    Season.objects.select_for_update().get(pk=season.pk)
    if season.checklist.exists():
        return 0
    items = ChecklistItem.objects.filter(season__starts_on__lt=season.starts_on, is_active=True)
    last = items.order_by("-season__starts_on").values_list("season", flat=True).first()
    if last is None:
        return write_items(season)
    copies = [
        ChecklistItem(season=season, **{name: getattr(item, name) for name in COPIED})
        for item in items.filter(season=last)
    ]
    ChecklistItem.objects.bulk_create(copies)
    return len(copies)
