"""Reminders of tasks, written every night: due within 7 and within 2 days, overdue. Each is written once.

A letter belongs to a body, a due date and a stage: its key holds all three, so a night that was missed is made up for.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from django.db import transaction

from base.day import today
from notifications.outbox import open_addresses
from reporting.models import SOON_DAYS, Task
from reporting.tasks import letters
from reporting.tasks.access import ASSIGN
from users.models import Organisation
from users.roles import holders_of

NEAR_DAYS = 2
LATE_DAYS = 30  # tasks that are later than this are in the lists; no new letter is begun


@transaction.atomic
def remind() -> int:
    """Write what is due; returns how many letters were addressed, those of an earlier run among them."""
    day = today()
    owed = Task.objects.owed().filter(owner__in=Organisation.objects.active(), season__is_current=True)
    rows = owed.filter(due_on__range=(day - timedelta(LATE_DAYS), day + timedelta(SOON_DAYS))).select_related("owner")
    by_stage: dict[tuple[str, date], list[Task]] = defaultdict(list)
    for task in rows:
        by_stage[stage_of(task, day), task.due_on].append(task)
    written, office = 0, open_addresses(*holders_of(ASSIGN))
    for (stage, due_on), tasks in sorted(by_stage.items(), key=lambda item: item[0]):
        name, key = "late" if stage == "late" else "due", f"task-{stage}:{due_on}"
        written += letters.tell_owners(name, tasks, key=key, parents=name == "late")
        if name == "late":
            written += letters.write("late-office", tasks, office, "tasks:task", key=f"task-late-office:{due_on}")
    return written


def stage_of(task: Task, day: date) -> str:
    """“late”, “near” (within NEAR_DAYS) or “soon”."""
    if task.due_on < day:
        return "late"
    return "near" if task.due_on <= day + timedelta(NEAR_DAYS) else "soon"
