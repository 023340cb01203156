"""kill -9 of web and worker at random moments of upload, replace, review and release, N times; then the books.

    TEST_SERVICES_DIR=… .venv/bin/python tests/load/kill_nine.py [50]

Starts its own database and buckets on the test services, its own web server and worker, and ends them. What it
proves: verify_media finds nothing missing or altered, no job is stuck or done twice, the sweeper takes nothing young.
"""

from __future__ import annotations

import importlib
import io
import multiprocessing
import os
import random
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.chdir(ROOT)
sys.argv, ARGUMENTS = sys.argv[:1], sys.argv[1:]

from django.db import connection  # noqa: E402
from django.test.utils import setup_databases, teardown_databases  # noqa: E402

import tests.conftest as services  # noqa: E402 - sets the environment and starts PostgreSQL and S3

ROUNDS = int(ARGUMENTS[0]) if ARGUMENTS else 50
WAIT_SECONDS = 180  # for the worker's word on one file, on a busy machine
CALM_SECONDS = 900  # for all that is left after the last blow
MODULE = "tests.load.newsroom_at_work"


def forks() -> Any:
    """Processes made by fork from one that has Django loaded and never spoke to a server: quick to start and kill."""
    del sys.modules["__main__"].__file__  # else every child would start services of its own
    database = connection.settings_dict
    os.environ["DATABASE_URL"] = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**database)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([MODULE])
    return context


def started(context: Any, name: str, *arguments: int) -> Any:
    """A process that runs the function `name` of MODULE."""
    process = context.Process(target=getattr(importlib.import_module(MODULE), name), args=arguments)
    process.start()
    return process


def ended(process: Any) -> None:
    """With -9, if it still lives."""
    process.kill()
    process.join()


def one_round(context: Any, task: tuple[int, ...], usual: float) -> tuple[str, float]:
    """Kill one of the two at a random moment of a round; then the person and a worker try once more.

    Returns (victim, seconds the round had taken); the victim is "late" when the round was over before the blow,
    which then hit nothing and does not count.
    """
    from jobs.recovery import reap

    started_at = time.monotonic()
    processes = {"worker": started(context, "work"), "web": started(context, "send_and_release", *task)}
    name, patience = random.choice(["web", "worker"]), random.uniform(0.02, 1.0) * usual
    processes["web"].join(patience)
    hit = processes["web"].is_alive()  # behind its end there is nothing to interrupt
    took = time.monotonic() - started_at
    ended(processes[name])
    ended(processes["web"])
    reap(0)
    helper = processes["worker"] if name == "web" else started(context, "work")
    again = started(context, "send_and_release", *task)
    again.join()
    ended(helper)
    reap(0)
    print(f"{task[1]}: {name} after {took:.2f} s{'' if hit else ' (late)'}, then {again.exitcode}", flush=True)
    return (name if hit else "late"), took


def rounds(context: Any, task: tuple[int, ...], usual: float) -> list[str]:
    """Rounds until ROUNDS blows have fallen inside the work; a round that was quicker shortens the next patience."""
    killed: list[str] = []
    while sum(name != "late" for name in killed) < ROUNDS and len(killed) < 4 * ROUNDS:
        name, took = one_round(context, (task[0], len(killed) + 1, *task[2:]), usual)
        killed.append(name)
        usual = 0.7 * usual + 0.3 * took if name == "late" else usual * 1.03
    return killed


def usual_seconds(context: Any, task: tuple[int, ...]) -> float:
    """How long an undisturbed round takes on this machine today."""
    times = []
    for number in (900, 901):  # the first one also warms up
        worker, started_at = started(context, "work"), time.monotonic()
        web = started(context, "send_and_release", task[0], number, *task[2:])
        web.join()
        assert web.exitcode == 0
        times.append(time.monotonic() - started_at)
        ended(worker)
    return times[-1]


def left_alone(context: Any) -> float:
    """One worker and the scheduler's round every ten seconds, as they always run, and nobody's hand: until nothing
    waits any more, or CALM_SECONDS. Returns the seconds it took.
    """
    from django.core.management import call_command
    from django_tasks_db.models import DBTaskResult

    from files.models import StoredFile, UploadSession
    from media_library.models import Derivative

    started_at, worker = time.monotonic(), started(context, "work")
    waiting = (
        DBTaskResult.objects.filter(status__in=["READY", "RUNNING"]),
        Derivative.objects.unfinished(),
        StoredFile.objects.filter(preview_key="", preview_error=""),
        UploadSession.objects.filter(state__in=["received", "checking"]),
    )
    while any(rows.exists() for rows in waiting) and time.monotonic() - started_at < CALM_SECONDS:
        call_command("maintain_media", stdout=io.StringIO())
        worker.join(10)
    ended(worker)
    return time.monotonic() - started_at


def main() -> None:
    """Command line: the rounds, then the books."""
    from django_tasks_db.models import DBTaskResult

    from files.maintenance import audit
    from files.models import StoredFile, UploadSession
    from media_library.models import AssetFile, Derivative
    from tests.factories import make_asset, make_user

    for name in (os.environ["S3_QUARANTINE_BUCKET"], os.environ["S3_RELEASED_BUCKET"]):
        services._storage.ensure_bucket(name, ["http://*"])
    old = setup_databases(verbosity=0, interactive=False)
    try:
        asset = make_asset("KILL-9", released=True)
        people = [make_user(is_superuser=True, is_staff=True).pk for _person in range(2)]
        random.seed(9)
        context, task = forks(), (asset.pk, 0, *people, WAIT_SECONDS)
        usual = usual_seconds(context, task)
        print(f"an undisturbed round takes {usual:.1f} s", flush=True)
        killed = rounds(context, task, usual)
        kills = {name: killed.count(name) for name in ("web", "worker", "late")}
        print(f"left alone, all was done {left_alone(context):.0f} s later", flush=True)
        found = audit.verify()
        doubled = sum(AssetFile.objects.filter(version=v).count() > 1 for v in asset.versions.all())
        stuck = DBTaskResult.objects.filter(status__in=["READY", "RUNNING"]).count()
        failed = DBTaskResult.objects.filter(status="FAILED").count()
        print(
            f"kills: {kills}; versions {asset.versions.count()}, released "
            f"{asset.versions.filter(released_at__isnull=False).count()}, approved by somebody else "
            f"{asset.versions.filter(approved_by=people[1]).count()}, versions with a file twice: {doubled}"
        )
        print(
            f"missing {len(found.missing)}, altered {len(found.altered)}, extra older than a day {len(found.extra)}, "
            f"young orphans {found.young}, checked {found.checked}"
        )
        sessions = UploadSession.objects.exclude(state="accepted").count()
        print(f"uploads not accepted: {sessions}, accepted: {UploadSession.objects.filter(state='accepted').count()}")
        unfinished = Derivative.objects.unfinished().count()
        bare = StoredFile.objects.filter(preview_key="", preview_error="").count()
        given_up = Derivative.objects.filter(state="failed").count()
        undrawn = StoredFile.objects.exclude(preview_error="").count()
        print(f"tasks stuck {stuck}, failed {failed}; derivatives unfinished {unfinished}, given up {given_up}")
        print(f"previews missing {bare}, given up {undrawn}")
        most = max(len(workers) for workers in DBTaskResult.objects.values_list("worker_ids", flat=True))
        print(f"workers that one task lost at most: {most - 1}")
        from files.maintenance.garbage import collect_garbage

        code = subprocess.run([sys.executable, "manage.py", "verify_media"], check=False).returncode
        print(f"manage.py verify_media exits {code}")
        print(f"sweeper now: {collect_garbage()} (must be (0, 0): nothing is a day old)")
    finally:
        teardown_databases(old, verbosity=0)


if __name__ == "__main__":
    main()
