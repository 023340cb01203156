"""Counts of tasks: in all, and per body (“ai nợ gì”)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from base.day import today
from reporting.models import SOON_DAYS, Task, TaskQuerySet


def counts() -> dict[str, Count]:
    """The same counts for one row of all tasks and for a row per body."""
    owed, day = Q(state__in=Task.OWED), today()
    return {
        "total": Count("pk"),
        "confirmed": Count("pk", filter=Q(state=Task.State.CONFIRMED)),
        "reported": Count("pk", filter=Q(state=Task.State.REPORTED)),
        "unreceived": Count("pk", filter=Q(state=Task.State.GIVEN)),
        "late": Count("pk", filter=owed & Q(due_on__lt=day)),
        "soon": Count("pk", filter=owed & Q(due_on__range=(day, day + timedelta(SOON_DAYS)))),
    }


def summary(tasks: TaskQuerySet) -> dict[str, int]:
    """Counts over all of `tasks`; one query."""
    return tasks.order_by().aggregate(**counts())


def debts(tasks: TaskQuerySet) -> QuerySet[Any, Any]:
    """A row per body with its counts, the most overdue first; one query."""
    rows: QuerySet[Any, Any] = tasks.order_by().values("owner__uuid", "owner__name", "owner__kind")
    return rows.annotate(**counts()).order_by("-late", "-unreceived", "owner__name")
