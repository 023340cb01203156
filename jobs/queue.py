"""Which runs of a task wait, which work, and which were given up because their workers died."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django_tasks_db.models import DBTaskResult

from jobs.recovery import MAX_ATTEMPTS

FORGOTTEN = timedelta(minutes=2)  # what waits longer without a task in the queue was lost on the way there


def tickets(task: Any) -> QuerySet:
    """The task's runs that are waiting or running."""
    return DBTaskResult.objects.filter(task_path=task.module_path, status__in=["READY", "RUNNING"])


def given_up(task: Any) -> QuerySet:
    """The task's runs that failed after taking MAX_ATTEMPTS workers along."""
    failed = DBTaskResult.objects.filter(task_path=task.module_path, status="FAILED")
    return failed.filter(**{f"worker_ids__{MAX_ATTEMPTS - 1}__isnull": False})


def queued(task: Any) -> set[str]:
    """First arguments of the task's runs that are waiting or running."""
    return {arguments["args"][0] for arguments in tickets(task).values_list("args_kwargs", flat=True)}


def killers(task: Any) -> set[str]:
    """First arguments of the task's runs that were given up after killing worker upon worker."""
    return {arguments["args"][0] for arguments in given_up(task).values_list("args_kwargs", flat=True)}
