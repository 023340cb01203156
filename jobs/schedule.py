"""The schedule: which management command runs when, and its last run (ScheduledRun).

All commands are idempotent and take their own locks. The last start of each job is stored in a row of ScheduledRun, so
that a restarted scheduler does not repeat the nightly jobs, and of two schedulers only one runs a job.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.core.management import call_command
from django.db.models import Q
from django.utils import timezone

from jobs.models import ScheduledRun

NIGHT = time(2, 30)  # local time of the nightly jobs
RETRY = timedelta(hours=1)  # after which a nightly job that failed, or was cut off, is started again
#: A last start further in the future than this was written while the clock was wrong, and counts for nothing: with it
#: the job, publishing too, would rest until then. Clocks of two schedulers differ by less.
CLOCK_TOLERANCE = timedelta(minutes=1)
PUBLISHING = "publish_scheduled"
CLOCK_SECONDS = 5  # between two checks for due jobs
MAX_ERROR_CHARACTERS = 500

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Job:
    """A command with arguments; `seconds` between two starts, None: once a night."""

    command: tuple[str, ...]
    seconds: int | None = None

    @property
    def line(self) -> str:
        return " ".join(self.command)

    def due_since(self, now: datetime) -> datetime:
        """The moment before which the last start must be for the job to be due."""
        if self.seconds is not None:
            return now - timedelta(seconds=self.seconds)
        tonight = timezone.localtime(now).replace(hour=NIGHT.hour, minute=NIGHT.minute, second=0, microsecond=0)
        return tonight if tonight <= now else tonight - timedelta(days=1)


JOBS = (
    Job((PUBLISHING,), 60),
    Job(("reap_tasks",), 60),
    Job(("send_waiting_letters",), 60),
    Job(("maintain_media",), 60),
    Job(("maintain_partners",), 300),
    Job(("maintain_library",), 300),
    Job(("roll_up_coverage",), 300),
    Job(("roll_up_coverage", "--anew")),
    Job(("check_outside_links",)),
    Job(("report_broken_links",)),
    Job(("collect_garbage",)),
    Job(("tidy_evidence",)),
    Job(("empty_old_letters",)),
    Job(("prune_db_task_results", "--backend=db", "--queue-name=*")),
    Job(("clearsessions",)),
    Job(("forget_reads",)),
    Job(("end_classes",), 300),
    Job(("remind_events",), 1800),
    Job(("remind_tasks",)),
    Job(("forget_entries",)),
)


def claimed() -> Iterator[Job]:
    """The jobs that are due now; each is marked as started before it is yielded, so only one process gets it."""
    ScheduledRun.objects.bulk_create([ScheduledRun(job=job.line) for job in JOBS], ignore_conflicts=True)
    for job in JOBS:
        now = timezone.now()
        due = Q(started_at=None) | Q(started_at__lt=job.due_since(now)) | Q(started_at__gt=now + CLOCK_TOLERANCE)
        unfinished = Q(succeeded_at=None) | Q(succeeded_at__lt=job.due_since(now))
        due |= unfinished & Q(started_at__lt=now - RETRY)  # a nightly job; others were due before
        if ScheduledRun.objects.filter(due, job=job.line).update(started_at=now):
            yield job


def execute(job: Job) -> str:
    """Run the command; return its error, empty where there was none."""
    try:
        call_command(*job.command)
    except Exception as problem:
        log.exception("Lệnh %s bị lỗi, sẽ chạy lại ở lượt sau.", job.line)
        return f"{type(problem).__name__}: {problem}"[:MAX_ERROR_CHARACTERS]
    return ""


def record(job: Job, error: str) -> None:
    """Store the result of the last run; `error` is empty for success."""
    ended = {"error": error} if error else {"error": "", "succeeded_at": timezone.now()}
    ScheduledRun.objects.filter(job=job.line).update(**ended)


def publishing_age() -> float | None:
    """Seconds since scheduled publishing last succeeded; None for never, and for an hour that is still to come."""
    past = ScheduledRun.objects.filter(job=PUBLISHING, succeeded_at__lt=timezone.now() + CLOCK_TOLERANCE)
    succeeded_at = past.values_list("succeeded_at", flat=True).first()
    return (timezone.now() - succeeded_at).total_seconds() if succeeded_at else None
