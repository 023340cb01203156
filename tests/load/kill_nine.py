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
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.chdir(ROOT)
sys.argv, ARGUMENTS = sys.argv[:1], sys.argv[1:]

from django.db import connection  # noqa: E402
from django.test.utils import setup_databases, teardown_databases  # noqa: E402

import tests.conftest as services  # noqa: E402 - sets the environment and starts PostgreSQL and S3

ROUNDS = int(ARGUMENTS[0]) if ARGUMENTS else 50
WORKER = ("manage.py", "work", "--interval", "0.05", "--queues", "media,mail")
WAIT_SECONDS = 180  # for the worker's word on one file, on a busy machine


def child(*command: str) -> subprocess.Popen[bytes]:
    database = connection.settings_dict
    url = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**database)
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen([sys.executable, *command], cwd=ROOT, env=os.environ | {"DATABASE_URL": url}, **quiet)


#: One person at the desk: sends a file in parts, replaces it by another, answers for it, releases. Safe to repeat.
SCRIPT = """
import hashlib, io, random, sys, time, urllib.request, django
django.setup()
from django.contrib.auth import get_user_model
from django.db import transaction
from media_library import uploads
from media_library.models import Asset, UploadSession
from media_library.releasing import describe
from media_library.upload_doors import DOORS
from PIL import Image
asset, number, wait = Asset.objects.get(pk=int(sys.argv[1])), sys.argv[2], int(sys.argv[3])
user = get_user_model().objects.get(pk=int(sys.argv[4]))
version, _made = asset.versions.get_or_create(number=f"1.{number}")

def send(name, side):
    out = io.BytesIO()  # the same bytes at the second try, so that the parts which are there are found
    Image.frombytes("L", (side, side), random.Random(side).randbytes(side * side)).save(out, "PNG", compress_level=1)
    content = out.getvalue()
    ends = hashlib.sha256(content[: 2**20] + content[max(len(content) - 2**20, 0) :]).hexdigest()
    done = UploadSession.objects.filter(target=str(version.pk), name=name).exclude(state="open").last()
    session = done or uploads.start(
        user, DOORS["library"], str(version.pk), name=name, size=len(content), fingerprint=ends)[0]
    if session.state == "open":
        have = {part.number for part in uploads.parts(session)}
        for at in range(1, session.part_count + 1):
            if at not in have:
                step = session.part_bytes
                body = content[(at - 1) * step : at * step]
                request = urllib.request.Request(uploads.signed_part(session, at), data=body, method="PUT")
                urllib.request.urlopen(request, timeout=60).close()
        with transaction.atomic():
            uploads.complete(uploads.own(user, session.uuid, staff=True, lock=True))
    until = time.monotonic() + wait
    while session.is_pending or session.state == "open":
        if time.monotonic() > until:
            sys.exit("the worker said nothing")
        time.sleep(0.1)
        session.refresh_from_db()
    return session

if not version.released_at:
    first = send("cu.png", 500 + int(number))
    second = send("moi.png", 700 + int(number))
    version.files.filter(stored=first.stored).delete()  # replaced
    for file in version.files.all():
        describe(file, role="screen", language="vi", label="B\\u1ea3n", shows_minor=False)
    asset.release(version, by=user)
print("released", flush=True)
"""


def desk(asset: Any, number: int, user: Any) -> subprocess.Popen[bytes]:
    return child("-c", SCRIPT, str(asset.pk), str(number), str(WAIT_SECONDS), str(user.pk))


def one_round(asset: Any, user: Any, number: int, usual: float) -> str:
    """Kill one of the two at a random moment of a usual round; then the person and a new worker try once more."""
    from media_library.worker import reap

    worker, web = child(*WORKER), desk(asset, number, user)
    name, victim = random.choice([("web", web), ("worker", worker)])
    patience = random.uniform(0.2, 1.0) * usual
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline and web.poll() is None:
        time.sleep(0.02)
    hit = victim.poll() is None
    for process in {victim, web}:  # whoever is left of the person's page is closed with it
        if process.poll() is None:
            os.kill(process.pid, signal.SIGKILL)
        process.wait()
    reap(0)
    helper = worker if worker.poll() is None else child(*WORKER)
    ended = desk(asset, number, user).wait()
    os.kill(helper.pid, signal.SIGKILL)
    helper.wait()
    reap(0)
    print(f"{number}: {name} after {patience:.1f} s{'' if hit else ' (too late)'}, second try: {ended}", flush=True)
    return name if hit else ""


def usual_seconds(asset: Any, user: Any) -> float:
    """How long an undisturbed round takes on this machine today."""
    worker, begun = child(*WORKER), time.monotonic()
    assert desk(asset, 0, user).wait() == 0
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    return time.monotonic() - begun


def main() -> None:
    from django.core.management import call_command
    from django_tasks_db.models import DBTaskResult

    from media_library import verification
    from media_library.models import AssetFile, Derivative, StoredFile, UploadSession
    from media_library.worker import reap
    from tests.factories import make_asset, make_user

    for name in (os.environ["S3_QUARANTINE_BUCKET"], os.environ["S3_RELEASED_BUCKET"]):
        services._storage.ensure_bucket(name, ["http://*"])
    old = setup_databases(verbosity=0, interactive=False)
    try:
        asset, user = make_asset("KILL-9", released=True), make_user(is_superuser=True, is_staff=True)
        random.seed(9)
        usual = usual_seconds(asset, user)
        print(f"an undisturbed round takes {usual:.1f} s", flush=True)
        killed = [one_round(asset, user, number, usual) for number in range(1, ROUNDS + 1)]
        kills = {name: killed.count(name) for name in ("web", "worker")}
        reap(0)
        call_command("tend_media")
        child("manage.py", "work", "--batch").wait()
        found = verification.verify()
        doubled = sum(AssetFile.objects.filter(version=v).count() > 1 for v in asset.versions.all())
        stuck = DBTaskResult.objects.filter(status__in=["READY", "RUNNING"]).count()
        failed = DBTaskResult.objects.filter(status="FAILED").count()
        print(
            f"kills: {kills}; versions {asset.versions.count()}, released "
            f"{asset.versions.filter(released_at__isnull=False).count()}, versions with a file twice: {doubled}"
        )
        print(
            f"missing {len(found.missing)}, altered {len(found.altered)}, extra older than a day {len(found.extra)}, "
            f"young orphans {found.young}, checked {found.checked}"
        )
        sessions = UploadSession.objects.exclude(state="accepted").count()
        print(f"uploads not accepted: {sessions}, accepted: {UploadSession.objects.filter(state='accepted').count()}")
        unfinished = Derivative.objects.unfinished().count()
        bare = StoredFile.objects.filter(preview_key="", preview_error="").count()
        print(f"tasks stuck {stuck}, failed {failed}; derivatives unfinished {unfinished}; previews missing {bare}")
        from media_library.sweeping import sweep

        print(f"sweeper now: {sweep()} (must be (0, 0): nothing is a day old)")
    finally:
        teardown_databases(old, verbosity=0)


if __name__ == "__main__":
    main()
