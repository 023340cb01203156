"""Queries on the runs of a task: waiting, running, or given up because their workers died."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import QuerySet
from django.tasks import Task
from django_tasks_db.models import DBTaskResult

from jobs.recovery import MAX_ATTEMPTS

FORGOTTEN = timedelta(minutes=2)  # a row that waits longer without a task in the queue lost its task


def tickets(task: Task) -> QuerySet[DBTaskResult]:
    """The task's runs that are waiting or running."""
    return DBTaskResult.objects.filter(task_path=task.module_path, status__in=["READY", "RUNNING"])


def given_up(task: Task) -> QuerySet[DBTaskResult]:
    """The task's runs that failed after MAX_ATTEMPTS workers had died during them."""
    failed = DBTaskResult.objects.filter(task_path=task.module_path, status="FAILED")
    return failed.filter(**{f"worker_ids__{MAX_ATTEMPTS - 1}__isnull": False})


def queued(task: Task) -> set[str]:
    """First arguments of the task's runs that are waiting or running."""
    return {arguments["args"][0] for arguments in tickets(task).values_list("args_kwargs", flat=True)}


def tasks_that_killed_workers(task: Task) -> set[str]:
    """First arguments of the task's runs that were given up (see given_up())."""
    return {arguments["args"][0] for arguments in given_up(task).values_list("args_kwargs", flat=True)}
