"""Whether a background worker lives, and what becomes of the work of one that died.

A worker holds a PostgreSQL session lock named after its id; the server drops the lock the moment the
process is gone, however it went. A heartbeat row, renewed every few seconds, tells /readyz how old the
youngest worker's last sign of life is and gives a worker whose connection broke time to come back.
"""

from __future__ import annotations

import hashlib
import logging
import threading
from datetime import timedelta

from django.db import DatabaseError, connection, transaction
from django.db.models import Max
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from jobs.models import WorkerHeartbeat

BEAT_SECONDS = 5
GRACE_SECONDS = 20  # a worker may lose its connection this long before its tasks are taken from it

#: A power cut, a deployment or a machine short of memory is no fault of the file that was being worked on, so its task
#: goes on by itself. What takes every worker along that touches it is stopped in the end, and rests ever longer
#: meanwhile: others' work comes first. Parsers run in a child of their own, so it has to be something unforeseen.
MAX_ATTEMPTS = 12
PROMPT_ATTEMPTS = 2  # so often a task is begun again at once
REST_SECONDS, LONGEST_REST_SECONDS = 10, 600  # then after this long, doubled each time

log = logging.getLogger(__name__)


def rest_seconds(attempts: int) -> int:
    """How long a task rests that took `attempts` workers along: 0, 0, 10, 20, 40 … 600; forty minutes in all."""
    longer = attempts - PROMPT_ATTEMPTS - 1
    return min(REST_SECONDS << longer, LONGEST_REST_SECONDS) if longer >= 0 else 0


def lock_number(worker_id: str) -> int:
    """The worker's advisory lock: a signed 64-bit number made from its id."""
    return int.from_bytes(hashlib.sha256(f"worker:{worker_id}".encode()).digest()[:8], "big", signed=True)


def worker_age() -> float | None:
    """Seconds since any worker was last seen, None when none has ever been."""
    seen = WorkerHeartbeat.objects.aggregate(latest=Max("seen_at"))["latest"]
    return (timezone.now() - seen).total_seconds() if seen else None


def reap(grace_seconds: float = GRACE_SECONDS) -> tuple[int, int]:
    """Put tasks of dead workers back in the queue; (put back, given up).

    Dead is who holds no lock and has not been seen for `grace_seconds`. The rows are locked and
    re-read, so two reapers at once put a task back once; it begins again after rest_seconds(), and after
    MAX_ATTEMPTS it counts as failed.
    """
    back = lost = 0
    with transaction.atomic():
        for result in DBTaskResult.objects.running().select_for_update(skip_locked=True):
            if result.worker_ids and not _is_dead(result.worker_ids[-1], grace_seconds):
                continue
            if len(result.worker_ids) >= MAX_ATTEMPTS:
                result.set_failed(RuntimeError(f"worker died {len(result.worker_ids)} times during this task"))
                lost += 1
            else:
                result.status = "READY"
                result.started_at = None
                if rest := rest_seconds(len(result.worker_ids)):
                    result.run_after = timezone.now() + timedelta(seconds=rest)
                result.save(update_fields=["status", "started_at", "run_after"])
                back += 1
    return back, lost


def _is_dead(worker_id: str, grace_seconds: float) -> bool:
    since = timezone.now() - timedelta(seconds=grace_seconds)
    if grace_seconds > 0 and WorkerHeartbeat.objects.filter(worker_id=worker_id, seen_at__gt=since).exists():
        return False
    with connection.cursor() as cursor:
        # Taken for this transaction only: when we get it, nobody else holds it.
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [lock_number(worker_id)])
        return bool(cursor.fetchone()[0])


class Heartbeat(threading.Thread):
    """Holds the worker's lock, renews its row and reaps, until `stop()`. Survives a restart of the database."""

    def __init__(self, worker_id: str, queues: str) -> None:
        super().__init__(name="heartbeat", daemon=True)
        self.worker_id = worker_id
        self.queues = queues
        self.alive = threading.Event()
        self._ended = threading.Event()

    def run(self) -> None:
        while not self._ended.is_set():
            try:
                self._beat()
                self.alive.set()
            except DatabaseError as error:
                log.warning("heartbeat of %s: %s", self.worker_id, error)
                connection.close()
            self._ended.wait(BEAT_SECONDS)
        connection.close()

    def stop(self) -> None:
        """Give up lock and row."""
        self._ended.set()
        self.join(BEAT_SECONDS)

    def _beat(self) -> None:
        with connection.cursor() as cursor:
            # Session locks add up; one per connection is enough, so ask first.
            cursor.execute(
                "SELECT CASE WHEN EXISTS (SELECT 1 FROM pg_locks "
                "WHERE locktype = 'advisory' AND pid = pg_backend_pid())"
                " THEN true ELSE pg_try_advisory_lock(%s) END",
                [lock_number(self.worker_id)],
            )
        WorkerHeartbeat.objects.update_or_create(
            worker_id=self.worker_id, defaults={"queues": self.queues, "seen_at": timezone.now()}
        )
        back, lost = reap()
        if back or lost:
            log.warning("tasks of dead workers: %d put back, %d given up", back, lost)
        WorkerHeartbeat.objects.filter(seen_at__lt=timezone.now() - timedelta(days=1)).delete()
