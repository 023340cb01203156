"""What of the tasks waits for an account: its first page lists it (campaign/waiting.py)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from base.day import today
from campaign import waiting
from reporting.models import SOON_DAYS, Task
from reporting.tasks.access import REPORT, may_assign
from users.models import User
from users.roles import may_enter_admin

SHOWN = 6


def tasks_waiting(user: User) -> Iterator[waiting.Task]:
    """Tasks of the user's body that are new, returned, due soon or late; for the office, those that it confirms."""
    if may_assign(user):
        rows = Task.objects.filter(state=Task.State.REPORTED).exclude(reported_by=user).select_related("owner")
        for task in rows.order_by("reported_at")[:SHOWN]:
            yield waiting.Task(_("Xem và xác nhận"), f"{task.owner}: {task}", task.get_absolute_url())
    reports = user.has_perm(REPORT)
    if user.organisation_id and (reports or not may_enter_admin(user)):  # a newsroom's tasks are its leaders'
        name = "tasks:task" if reports else "unit_tasks:task"
        open_bodies = Q(owner__active_until=None) | Q(owner__active_until__gte=today())
        due = Q(state__in=(Task.State.GIVEN, Task.State.RETURNED)) | Q(due_on__lte=today() + timedelta(SOON_DAYS))
        for task in Task.objects.owed().filter(open_bodies, due, owner=user.organisation_id)[:SHOWN]:
            yield waiting.Task(_("Việc được giao"), str(task), reverse(name, args=[task.uuid]), end_of(task))


def end_of(task: Task) -> datetime:
    """The end of the day on which it is due."""
    return timezone.make_aware(datetime.combine(task.due_on, time(23, 59)))
