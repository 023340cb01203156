"""The clock of the installation: runs due management commands, one after the other, every minute.

Every command is idempotent and takes its own locks, so a second scheduler does no harm.
A command that fails is logged and tried again at its next turn. SIGTERM ends it between two commands.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
import time

import django

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

#: command line → seconds between two runs
JOBS: dict[tuple[str, ...], int] = {
    ("publish_scheduled",): 60,
    ("reap_tasks",): 60,
    ("send_waiting_letters",): 60,
    ("tend_partners",): 300,
    ("tend_media",): 60,
    ("tend_library",): 300,
    ("roll_up_coverage",): 300,
    ("roll_up_coverage", "--anew"): 24 * 3600,
    ("sweep_media",): 24 * 3600,
    ("tidy_evidence",): 24 * 3600,
    ("tend_letters",): 24 * 3600,
    ("prune_db_task_results",): 24 * 3600,
    ("clearsessions",): 24 * 3600,
    ("forget_reads",): 24 * 3600,
}

log = logging.getLogger("scheduler")
stop = threading.Event()


def run_due(last_run: dict[tuple[str, ...], float], now: float) -> None:
    """Run every job whose last run is at least its interval ago; `now` in seconds of a monotonic clock."""
    from django.core.management import call_command

    for job, interval in JOBS.items():
        if stop.is_set() or now - last_run.get(job, float("-inf")) < interval:
            continue
        last_run[job] = now
        try:
            call_command(*job)
        except Exception:  # one broken job must not stop the clock for the others
            log.exception("Lệnh %s bị lỗi, sẽ chạy lại ở lượt sau.", " ".join(job))


def main() -> None:
    django.setup()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    last_run: dict[tuple[str, ...], float] = {}
    log.info("Bộ hẹn giờ bắt đầu chạy.")
    while not stop.is_set():
        run_due(last_run, time.monotonic())
        stop.wait(15)


if __name__ == "__main__":
    main()
