"""manage.py run_schedule: the scheduler, which runs due jobs until SIGTERM."""

import logging
import signal
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from django.core.management.base import BaseCommand
from django.db import Error, connections

from jobs import schedule

#: Failed checks of the schedule in a row after which the process ends with 1, so that it is restarted.
MAX_FAILURES = 60

log = logging.getLogger(__name__)


class Command(BaseCommand):
    """Starts each due job of jobs/schedule.py in a thread."""

    help = "Bộ hẹn giờ: chạy các lệnh đến giờ, mỗi lệnh một luồng riêng, cho đến khi nhận SIGTERM."
    requires_system_checks = []  # `migrate` runs them before this starts

    def handle(self, *args: Any, **options: Any) -> None:
        """Look every CLOCK_SECONDS for due jobs; exit 1 after MAX_FAILURES looks in a row without a database."""
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        log.info("Bộ hẹn giờ bắt đầu chạy.")
        running: dict[schedule.Job, Future] = {}
        failures = 0
        with ThreadPoolExecutor(max_workers=len(schedule.JOBS), thread_name_prefix="job") as slots:
            while not stop.is_set() and failures < MAX_FAILURES:
                try:
                    start_due(slots, running)
                    failures = 0
                except Error as error:
                    failures += 1
                    log.warning("Bộ hẹn giờ chưa đọc được cơ sở dữ liệu (%d): %s", failures, error)
                finally:
                    connections.close_all()  # a broken connection must not be used for the next check
                stop.wait(schedule.CLOCK_SECONDS)
        if not stop.is_set():
            raise SystemExit(1)


def start_due(slots: ThreadPoolExecutor, running: dict[schedule.Job, Future]) -> None:
    """Start each due job in its own thread, unless it is still running."""
    for job in schedule.claimed():
        if job not in running or running[job].done():
            running[job] = slots.submit(in_slot, job)


def in_slot(job: schedule.Job) -> None:
    """Run `job` with its own database connection and record the result; a broken connection affects no later run."""
    try:
        error = schedule.execute(job)
        connections.close_all()  # the result cannot be recorded on a connection that broke during the command
        schedule.record(job, error)
    except Error:
        log.exception("Không ghi được kết quả của lệnh %s.", job.line)
    finally:
        connections.close_all()
