"""kill -9 of web and worker at random moments of upload, replace, review and release, N times; then the books.

    TEST_SERVICES_DIR=… .venv/bin/python tests/load/kill_nine.py [50]

Starts its own database and buckets on the test services, its own web server and worker, and ends them. What it
proves: verify_media finds nothing missing or altered, no job is stuck or done twice, the sweeper takes nothing young.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.chdir(ROOT)
sys.argv, ARGUMENTS = sys.argv[:1], sys.argv[1:]

from django.db import connection  # noqa: E402
from django.test.utils import setup_databases, teardown_databases  # noqa: E402

import tests.conftest as services  # noqa: E402 - sets the environment and starts PostgreSQL and S3

ROUNDS = int(ARGUMENTS[0]) if ARGUMENTS else 50
STEPS = ("upload", "check", "derive", "replace", "release")


def child(*command: str) -> subprocess.Popen[bytes]:
    database = connection.settings_dict
    url = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**database)
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen([sys.executable, *command], cwd=ROOT, env=os.environ | {"DATABASE_URL": url}, **quiet)


SCRIPT = """
import io, os, sys, django
django.setup()
from media_library.models import Asset
from media_library.releasing import add_file
from tests.media_library import sample_files as make
asset = Asset.objects.get(pk=int(sys.argv[1]))
number = sys.argv[2]
version, _made = asset.versions.get_or_create(number=f"1.{number}")
if not version.released_at:
    if not version.files.exists():
        picture = io.BytesIO(make.noise(600 + int(number)))
        add_file(version, picture, role="screen", label="Bản", shows_minor=False, name="a.png")
    print("filed", flush=True)
    asset.release(version)
print("released", flush=True)
"""


def main() -> None:
    from django.core.management import call_command
    from django_tasks_db.models import DBTaskResult

    from media_library import verification
    from media_library.models import AssetFile, Derivative, StoredFile
    from media_library.worker import reap
    from tests.factories import make_asset

    for name in (os.environ["S3_QUARANTINE_BUCKET"], os.environ["S3_RELEASED_BUCKET"]):
        services._storage.ensure_bucket(name, ["http://*"])
    old = setup_databases(verbosity=0, interactive=False)
    try:
        asset = make_asset("KILL-9", released=True)
        random.seed(9)
        kills = {"web": 0, "worker": 0}
        for number in range(1, ROUNDS + 1):
            worker = child("manage.py", "work", "--interval", "0.05")
            web = child("-c", SCRIPT, str(asset.pk), str(number))
            victim, patience = random.choice([("web", web), ("worker", worker)]), random.uniform(0.8, 4.0)
            time.sleep(patience)
            if victim[1].poll() is None:
                os.kill(victim[1].pid, signal.SIGKILL)
                kills[victim[0]] += 1
            web.wait()
            again = child("-c", SCRIPT, str(asset.pk), str(number))  # the person tries once more
            again.wait()
            os.kill(worker.pid, signal.SIGKILL) if worker.poll() is None else None
            worker.wait()
            reap(0)
            print(f"{number}: {victim[0]} after {patience:.1f} s, versions {asset.versions.count()}", flush=True)
        reap(0)
        call_command("tend_media")
        child("manage.py", "work", "--batch", "--queues", "media,mail").wait()
        found = verification.verify()
        doubled = sum(AssetFile.objects.filter(version=v).count() > 1 for v in asset.versions.all())
        stuck = DBTaskResult.objects.filter(status__in=["READY", "RUNNING"]).exclude(queue_name="clips").count()
        failed = DBTaskResult.objects.filter(status="FAILED").count()
        print(
            f"kills: {kills}; versions {asset.versions.count()}, released "
            f"{asset.versions.filter(released_at__isnull=False).count()}, versions with a file twice: {doubled}"
        )
        print(
            f"missing {len(found.missing)}, altered {len(found.altered)}, extra older than a day {len(found.extra)}, "
            f"young orphans {found.young}, checked {found.checked}"
        )
        unfinished = Derivative.objects.unfinished().count()
        bare = StoredFile.objects.filter(preview_key="", preview_error="").count()
        print(f"tasks stuck {stuck}, failed {failed}; derivatives unfinished {unfinished}; previews missing {bare}")
        from media_library.sweeping import sweep

        print(f"sweeper now: {sweep()} (must be (0, 0): nothing is a day old)")
    finally:
        teardown_databases(old, verbosity=0)


if __name__ == "__main__":
    main()
