"""Heartbeat of background workers, and recovery of the tasks of workers that died.

A worker holds a PostgreSQL session lock named after its id; the server releases it as soon as the process is gone, for
whatever reason. A heartbeat row, renewed every BEAT_SECONDS, tells /readyz when a worker was last seen, and gives a
worker whose connection broke GRACE_SECONDS to reconnect. A restart of the server releases the locks of living workers
too, and meanwhile no row is renewed: so the same GRACE_SECONDS are counted anew from its start.
"""

from __future__ import annotations

import hashlib
import logging
import threading
from datetime import timedelta

from django.db import Error, connection, transaction
from django.db.models import Max
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from jobs.models import WorkerHeartbeat

BEAT_SECONDS = 5
GRACE_SECONDS = 20  # a worker may be without a connection this long before its tasks are put back
AHEAD_SECONDS = 60  # a beat further in the future was written while the clock was wrong, and counts for nothing

#: A task whose worker died is run again: a power cut, a deployment or lack of memory is not the task's fault. A task
#: during which every worker dies is given up after MAX_ATTEMPTS; growing delays let other tasks run meanwhile. Parsers
#: run in a child process (files/cleaners/), so a file alone should not kill a worker.
MAX_ATTEMPTS = 12
PROMPT_ATTEMPTS = 2  # this often a task is run again without delay
REST_SECONDS, LONGEST_REST_SECONDS = 10, 600  # then after REST_SECONDS, doubled each time up to the maximum

log = logging.getLogger(__name__)


def rest_seconds(attempts: int) -> int:
    """Delay in seconds after `attempts` workers died during a task: 0, 0, 10, 20, 40 … 600; 40 minutes in all."""
    longer = attempts - PROMPT_ATTEMPTS - 1
    return min(REST_SECONDS << longer, LONGEST_REST_SECONDS) if longer >= 0 else 0


def lock_number(worker_id: str) -> int:
    """Number of the worker's advisory lock: a signed 64-bit hash of its id."""
    return int.from_bytes(hashlib.sha256(f"worker:{worker_id}".encode()).digest()[:8], "big", signed=True)


def worker_age() -> float | None:
    """Seconds since any worker was last seen; None where there has been none."""
    beats = WorkerHeartbeat.objects.filter(seen_at__lt=timezone.now() + timedelta(seconds=AHEAD_SECONDS))
    last_seen = beats.aggregate(latest=Max("seen_at"))["latest"]
    return (timezone.now() - last_seen).total_seconds() if last_seen else None


def server_seconds() -> float:
    """Seconds since PostgreSQL was started, by its own clock; below 0 where that clock was ahead then."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM clock_timestamp() - pg_postmaster_start_time())::float")
        return float(cursor.fetchone()[0])


def reap(grace_seconds: float = GRACE_SECONDS) -> tuple[int, int]:
    """Put tasks of dead workers back in the queue; return (number put back, number given up).

    A worker is dead if nobody holds its lock and it was not seen for `grace_seconds`, in which the database was there
    for it. The rows are locked, so that two concurrent calls put a task back once. The task runs again after
    rest_seconds(); after MAX_ATTEMPTS it fails.
    """
    back = lost = 0
    if 0 <= server_seconds() < grace_seconds:
        return back, lost
    with transaction.atomic():
        for result in DBTaskResult.objects.running().select_for_update(skip_locked=True):
            if result.worker_ids and not _is_dead(result.worker_ids[-1], grace_seconds):
                continue
            if len(result.worker_ids) >= MAX_ATTEMPTS:
                result.set_failed(RuntimeError(f"worker died {len(result.worker_ids)} times during this task"))
                lost += 1
            else:
                result.status = "READY"
                if rest := rest_seconds(len(result.worker_ids)):
                    result.run_after = timezone.now() + timedelta(seconds=rest)
                result.save(update_fields=["status", "run_after"])
                back += 1
    return back, lost


def _is_dead(worker_id: str, grace_seconds: float) -> bool:
    now = timezone.now()
    lately = (now - timedelta(seconds=grace_seconds), now + timedelta(seconds=AHEAD_SECONDS))
    if grace_seconds > 0 and WorkerHeartbeat.objects.filter(worker_id=worker_id, seen_at__range=lately).exists():
        return False
    with connection.cursor() as cursor:
        # A transaction-level lock: if we get it, no worker holds it; it is released with the transaction.
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [lock_number(worker_id)])
        return bool(cursor.fetchone()[0])


class Heartbeat(threading.Thread):
    """Thread that holds the worker's lock, renews its row and calls reap() until `stop()`.

    `alive` is set once the first beat succeeded. It reconnects after a restart of the database.
    """

    def __init__(self, worker_id: str, queues: str) -> None:
        super().__init__(name="heartbeat", daemon=True)
        self.worker_id = worker_id
        self.queues = queues
        self.alive = threading.Event()
        self._ended = threading.Event()

    def run(self) -> None:
        """Beat every BEAT_SECONDS until stop(); a database that is away is logged, and asked again."""
        while not self._ended.is_set():
            try:
                self._beat()
                self.alive.set()
            except Error as error:  # InterfaceError too: without this thread tasks would be run twice
                log.warning("heartbeat of %s: %s", self.worker_id, error)
                connection.close()
            self._ended.wait(BEAT_SECONDS)
        connection.close()

    def stop(self) -> None:
        """End the thread, waiting for it up to BEAT_SECONDS; closing its connection releases the lock."""
        self._ended.set()
        self.join(BEAT_SECONDS)

    def _beat(self) -> None:
        with connection.cursor() as cursor:
            # Session locks are counted: taking the lock at every beat would stack it, so check first.
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
