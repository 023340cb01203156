"""The list of the plan as a beginning: written into a season once, changed there by people afterwards."""

from __future__ import annotations

import json
from pathlib import Path

from campaign.models import Season
from schools.models import ChecklistItem

SOURCE = Path(__file__).resolve().parent / "data" / "plan_120.json"


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
