"""The list of the plan as a beginning: written into a season once, changed there by people afterwards."""

from __future__ import annotations

import json
from pathlib import Path

from django.db import transaction

from campaign.models import Season
from schools.models import ChecklistItem

SOURCE = Path(__file__).resolve().parent.parent / "data" / "plan_120.json"


def write_items(season: Season) -> int:
    """Add the items of plan 120/KH-UBND that `season` does not have yet; returns how many."""
    known = set(season.checklist.values_list("code", flat=True))
    rows = json.loads(SOURCE.read_text(encoding="utf-8"))
    new = [
        ChecklistItem(season=season, order=order, **{"kinds": ["school"], **row})
        for order, row in enumerate(rows)
        if row["code"] not in known
    ]
    ChecklistItem.objects.bulk_create(new)
    return len(new)


@transaction.atomic
def begin_list(season: Season) -> int:
    """Give a season without items the active ones of the season before, without their deadlines; the plan's own when
    there is none. Returns how many; 0 when it has items already, also when the button is pressed twice at once."""
    Season.objects.select_for_update().get(pk=season.pk)
    if season.checklist.exists():
        return 0
    items = ChecklistItem.objects.filter(season__starts_on__lt=season.starts_on, is_active=True)
    last = items.order_by("-season__starts_on").values_list("season", flat=True).first()
    if last is None:
        return write_items(season)
    copies = list(items.filter(season=last))
    for item in copies:
        item.pk, item._state.adding, item.season, item.due_on = None, True, season, None
    ChecklistItem.objects.bulk_create(copies)
    return len(copies)
