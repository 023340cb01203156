"""The worker: previews, and what becomes of a job whose worker was killed half-way."""

import os
import select
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db import InterfaceError, OperationalError, connection, transaction
from django.tasks import task_backends
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult
from PIL import Image

from files.models import StoredFile
from files.promotion import promote
from jobs import recovery
from jobs.management.commands import work
from jobs.management.commands.work import QuietlyStoppedWorker
from jobs.models import WorkerHeartbeat
from jobs.recovery import GRACE_SECONDS, MAX_ATTEMPTS, PROMPT_ATTEMPTS, lock_number, reap, rest_seconds, worker_age
from media_library.derivatives import tasks
from media_library.derivatives.tasks import make_light_derivative, make_preview_for
from media_library.maintenance import requeue_derivatives, requeue_previews
from media_library.models import Derivative
from media_library.review.files import add_file
from tests.factories import make_asset, make_stored_file, picture_bytes

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
DEADLINE = 120  # seconds a real worker gets; it needs three
CUTS = 4


@pytest.fixture
def worker(transactional_db):
    """`worker()` starts a real `manage.py work` on this test's database; whatever is left is killed."""
    started = []

    def start(*arguments):
        name = connection.settings_dict["NAME"]
        database = connection.settings_dict
        url = f"postgres://{database['USER']}:{database['PASSWORD']}@{database['HOST']}:{database['PORT']}/{name}"
        process = subprocess.Popen(
            [sys.executable, "manage.py", "work", "--interval", "0.1", *arguments],
            cwd=ROOT,
            env=os.environ | {"DATABASE_URL": url},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()
        process.stderr.close()


def wait_for_line(process, words):
    """Block until the worker logs `words`; fails after DEADLINE."""
    output = b""
    while words not in output:
        ready, _, _ = select.select([process.stderr], [], [], DEADLINE)
        chunk = os.read(process.stderr.fileno(), 65536) if ready else b""
        assert chunk, output.decode(errors="replace")[-2000:]
        output += chunk


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_job_killed_half_way_is_done_again_once(worker):
    stored = make_stored_file()
    result = make_preview_for.using(backend="db").enqueue(str(stored.pk))
    with transaction.atomic():  # holds the row, so that the worker stands in the middle of its task
        StoredFile.objects.select_for_update().get(pk=stored.pk)
        first = worker()
        wait_for_line(first, b"state=RUNNING")
        assert reap(0) == (0, 0)  # its worker lives
        os.kill(first.pid, signal.SIGKILL)
        first.wait()
    row = DBTaskResult.objects.get(pk=result.id)
    assert row.status == "RUNNING"
    wait_until_unlocked(row.worker_ids[-1])
    assert reap(0) == (1, 0)
    assert reap(0) == (0, 0)
    second = worker("--batch")
    assert second.wait(DEADLINE) == 0
    row.refresh_from_db()
    stored.refresh_from_db()
    assert row.status == "SUCCESSFUL" and len(row.worker_ids) == 2
    assert stored.preview_url.startswith("/media/previews/")
    assert worker_age() < DEADLINE


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_picture_whose_workers_are_killed_again_and_again_is_made_all_the_same(worker):
    """Deployments, power cuts, a full machine: four in a row, and nobody has to press a button."""
    stored = make_stored_file(zone="quarantine")
    job = Derivative.objects.create(stored=stored, form="xem-nho")
    ticket = make_light_derivative.using(backend="db").enqueue()
    alive = [worker("--queues", "media") for _number in range(CUTS + 1)]
    rests = []
    with held(stored):  # whoever makes the picture waits to keep it
        for cut in range(CUTS):
            victim = busy_one(alive)
            wait_until_they_wait(cut + 1, victim)
            alive.remove(victim)
            os.kill(victim.pid, signal.SIGKILL)
            victim.wait()
            rests.append(begin_again_now(ticket.id))
        wait_until_they_wait(CUTS + 1, busy_one(alive))
    alive[0].terminate()  # it ends its task first
    assert alive[0].wait(DEADLINE) == 0
    job.refresh_from_db()
    row = DBTaskResult.objects.get(pk=ticket.id)
    assert (job.state, job.error, job.attempts, row.status) == ("done", "", CUTS + 1, "SUCCESSFUL")
    assert len(set(row.worker_ids)) == CUTS + 1 and rests == [0, 0, 10, 20]
    assert requeue_derivatives() == (0, 0)


@contextmanager
def held(stored):
    """The row of a file, locked by a connection of its own: what the test itself does meanwhile is seen by others."""
    other = connection.copy()
    other.set_autocommit(False)
    try:
        with other.cursor() as cursor:
            cursor.execute(f"SELECT 1 FROM {StoredFile._meta.db_table} WHERE id = %s FOR UPDATE", [stored.pk])
        yield
    finally:
        other.rollback()
        other.close()


def busy_one(workers):
    """Block until one of `workers` says that it has begun a task; fails after DEADLINE."""
    streams = {process.stderr.fileno(): process for process in workers}
    output = dict.fromkeys(streams, b"")
    while True:
        ready, _, _ = select.select(list(streams), [], [], DEADLINE)
        assert ready, output
        for stream in ready:
            chunk = os.read(stream, 65536)
            output[stream] += chunk
            assert chunk, output[stream].decode(errors="replace")[-2000:]
            if b"state=RUNNING" in output[stream]:
                return streams[stream]


def wait_until_they_wait(number, worker):
    """Block until `number` backends wait for a lock: a killed worker's goes on waiting until the lock is free.

    PostgreSQL tells nobody that a backend waits, so it is asked again: after each word of `worker`, which is the last
    to come, and whenever it has said nothing for a twentieth of a second.
    """
    output, deadline = b"", time.monotonic() + DEADLINE
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            there = cursor.fetchone()[0]
        if there >= number:
            return
        assert worker.poll() is None and time.monotonic() < deadline, (
            f"{there} of {number} at the lock\n{output.decode()}"
        )
        if select.select([worker.stderr], [], [], 0.05)[0]:
            output += os.read(worker.stderr.fileno(), 65536)


def begin_again_now(task):
    """What reap() makes of a task whose worker was killed; returns the seconds it was to rest, which are over now."""
    row = DBTaskResult.objects.get(pk=task)
    wait_until_unlocked(row.worker_ids[-1])
    # Under a lock of the row: no other worker takes it before its time is read.
    with transaction.atomic():
        DBTaskResult.objects.select_for_update().get(pk=task)
        assert reap(0) == (1, 0)
        row.refresh_from_db()
        rest = max((row.run_after - timezone.now()).total_seconds(), 0) if row.run_after.year < 9999 else 0
        DBTaskResult.objects.filter(pk=task).update(run_after=timezone.now())
    return round(rest)


def wait_until_unlocked(worker_id):
    """PostgreSQL drops a dead process's locks by itself; wait on the lock, not on the clock."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{DEADLINE}s'")
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [lock_number(worker_id)])


@pytest.mark.django_db(transaction=True)
def test_a_task_is_kept_while_its_workers_lock_stands_then_put_back_once_and_done_by_the_next():
    """What the two above see of killed processes, in one: all that PostgreSQL knows of a worker is its lock."""
    stored = make_stored_file()
    result = make_preview_for.using(backend="db").enqueue(str(stored.pk))
    DBTaskResult.objects.get(pk=result.id).claim("first")
    living = connection.copy()
    try:
        with living.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [lock_number("first")])
        assert reap(0) == (0, 0)
    finally:
        living.close()
    wait_until_unlocked("first")
    assert (reap(0), reap(0)) == ((1, 0), (0, 0))
    facts = {"queue_names": ["media"], "excluded_queue_names": [], "backend_name": "db", "max_tasks": None}
    Worker(interval=0, batch=True, startup_delay=False, worker_id="second", **facts).run()
    row = DBTaskResult.objects.get(pk=result.id)
    stored.refresh_from_db()
    assert (row.status, row.worker_ids) == ("SUCCESSFUL", ["first", "second"])
    assert stored.preview_url.startswith("/media/previews/")


@pytest.mark.django_db(transaction=True)
def test_a_task_that_kills_its_workers_is_given_up():
    result = make_preview_for.using(backend="db").enqueue("00000000-0000-4000-8000-000000000000")
    for attempt in range(1, MAX_ATTEMPTS + 1):
        DBTaskResult.objects.get(pk=result.id).claim(f"dead-{attempt}")
        assert reap(0) == ((1, 0) if attempt < MAX_ATTEMPTS else (0, 1))
        assert DBTaskResult.objects.ready().filter(pk=result.id).exists() == (attempt <= PROMPT_ATTEMPTS)
    assert DBTaskResult.objects.get(pk=result.id).status == "FAILED"
    assert [rest_seconds(attempt) for attempt in (1, 2, 3, 4)] == [0, 0, 10, 20]
    assert 1800 < sum(rest_seconds(attempt) for attempt in range(1, MAX_ATTEMPTS)) < 3600, "within the hour"


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_was_seen_a_moment_ago_keeps_its_task(capsys, monkeypatch):
    monkeypatch.setattr(recovery, "server_seconds", lambda: 3600)  # that of the tests may have just been started
    result = make_preview_for.using(backend="db").enqueue("00000000-0000-4000-8000-000000000000")
    DBTaskResult.objects.get(pk=result.id).claim("broken-line")
    beat = WorkerHeartbeat.objects.create(worker_id="broken-line", queues="media", seen_at=timezone.now())
    call_command("reap_tasks")
    assert "put back: 0" in capsys.readouterr().out
    call_command("reap_tasks", grace=0)
    assert "put back: 1" in capsys.readouterr().out
    DBTaskResult.objects.get(pk=result.id).claim("broken-line")
    beat.seen_at = timezone.now() + timedelta(days=1)
    beat.save()
    call_command("reap_tasks")
    assert "put back: 1" in capsys.readouterr().out, "the clock was a day ahead: this beat tells nothing"


@pytest.mark.django_db(transaction=True)
def test_a_task_is_judged_by_its_last_worker_alone(capsys, monkeypatch):
    """The first one is dead, and others live: neither says anything of who runs the task now."""
    monkeypatch.setattr(recovery, "server_seconds", lambda: 3600)
    result = make_preview_for.using(backend="db").enqueue("00000000-0000-4000-8000-000000000000")
    for name in ("first", "second"):
        DBTaskResult.objects.get(pk=result.id).claim(name)
    beat = WorkerHeartbeat.objects.create(worker_id="second", queues="media", seen_at=timezone.now())
    call_command("reap_tasks")
    assert "put back: 0" in capsys.readouterr().out
    beat.delete()
    WorkerHeartbeat.objects.create(worker_id="another", queues="media", seen_at=timezone.now())
    call_command("reap_tasks")
    assert "put back: 1" in capsys.readouterr().out


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_outlives_a_restart_of_postgresql_has_time_to_take_its_lock_again(capsys, monkeypatch):
    """Its beat is as old as the outage, and its lock went with the old server: who looks first must wait for it."""
    result = make_preview_for.using(backend="db").enqueue("00000000-0000-4000-8000-000000000000")
    DBTaskResult.objects.get(pk=result.id).claim("busy")
    long_ago = timezone.now() - timedelta(minutes=2)
    WorkerHeartbeat.objects.create(worker_id="busy", queues="media", seen_at=long_ago)
    for age, put_back in ((1, 0), (GRACE_SECONDS - 1, 0), (GRACE_SECONDS + 1, 1)):
        monkeypatch.setattr(recovery, "server_seconds", lambda age=age: age)
        call_command("reap_tasks")
        assert f"put back: {put_back}" in capsys.readouterr().out, f"{age} s after the start of the server"
    DBTaskResult.objects.get(pk=result.id).claim("busy")
    monkeypatch.setattr(recovery, "server_seconds", lambda: -3600)
    call_command("reap_tasks")
    assert "put back: 1" in capsys.readouterr().out, "a start in the future tells nothing"


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_a_heart_goes_on_after_whatever_the_database_says(monkeypatch, error):
    """A worker without it would wait for ever, or do what another one does too."""
    heart = recovery.Heartbeat("w", "media")
    beats = iter([error("away"), None])

    def beat(_self):
        if problem := next(beats):
            raise problem
        heart._ended.set()

    monkeypatch.setattr(recovery.Heartbeat, "_beat", beat)
    monkeypatch.setattr(recovery, "BEAT_SECONDS", 0)
    heart.run()
    assert heart.alive.is_set()


@pytest.mark.django_db
def test_the_age_of_the_server_is_its_own():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_postmaster_start_time(), clock_timestamp()")
        started_at, now = cursor.fetchone()
    least = (now - started_at).total_seconds()
    assert least <= recovery.server_seconds() < least + DEADLINE


def test_a_worker_claims_nothing_until_its_lock_is_held(monkeypatch):
    """Without the lock another worker takes it for dead and runs its task again: a letter came twice after a fault."""

    class NotYet:
        def wait(self, timeout=None):
            if timeout is None:
                raise SystemExit  # as a signal ends the wait

    heart = SimpleNamespace(alive=NotYet(), start=lambda: None, stop=lambda: None)
    monkeypatch.setattr(work, "Heartbeat", lambda *_facts: heart)
    monkeypatch.setattr(QuietlyStoppedWorker, "configure_signals", lambda _self: None)
    monkeypatch.setattr(QuietlyStoppedWorker, "run", lambda _self: pytest.fail("it claims tasks"))
    with pytest.raises(SystemExit):
        call_command("work", batch=True)


def preview_size(stored, s3):
    body = s3.get_object(Bucket=stored.storage.bucket_name, Key=stored.preview_key)["Body"].read()
    from io import BytesIO

    return Image.open(BytesIO(body)).size


@pytest.mark.django_db
def test_a_preview_lies_beside_its_file_and_is_drawn_once(s3, client):
    released, waiting = make_stored_file(), make_stored_file(zone="quarantine")
    for stored in (released, waiting):
        key = make_preview_for.call(str(stored.pk))
        assert make_preview_for.call(str(stored.pk)) == key
        stored.refresh_from_db()
        assert preview_size(stored, s3) == (stored.preview_width, stored.preview_height) == (600, 800)
    assert client.get(released.preview_url).status_code == 200
    assert waiting.preview_url == ""
    assert client.get(f"/media/{waiting.preview_key}").status_code == 404
    promote(waiting)
    assert client.get(waiting.preview_url).status_code == 200


@pytest.mark.django_db
def test_a_file_is_released_while_its_preview_is_drawn_twice_and_one_picture_follows(client, monkeypatch):
    stored, draw, first = make_stored_file(zone="quarantine"), tasks.make_preview, []

    def slow(path, media_type, **options):
        monkeypatch.setattr(tasks, "make_preview", draw)
        promote(stored)
        first.append(make_preview_for.call(str(stored.pk)))  # another worker, and it is faster
        return draw(path, media_type, **options)

    monkeypatch.setattr(tasks, "make_preview", slow)
    key = make_preview_for.call(str(stored.pk))
    stored.refresh_from_db()
    assert stored.zone == "released" and [stored.preview_key] == first == [key]
    assert client.get(stored.preview_url).status_code == 200


@pytest.mark.django_db
def test_a_file_without_a_picture_is_recorded_as_such():
    from io import BytesIO

    text = make_stored_file(BytesIO("Kể ra là hết sợ.".encode()), name="bai-dang.txt")
    assert make_preview_for.call(str(text.pk)) == ""
    text.refresh_from_db()
    assert text.preview_error and not text.preview_key
    assert make_preview_for.call("00000000-0000-4000-8000-000000000000") == ""


@pytest.mark.django_db
def test_add_file_enqueues_on_commit_only(django_capture_on_commit_callbacks):
    asset = make_asset("E-01", released=False)
    version = asset.versions.get()
    before = DBTaskResult.objects.count()
    with django_capture_on_commit_callbacks() as callbacks:
        file = add_file(version, picture_bytes(), role="social", label="Ảnh đăng mạng", name="anh.jpg")
    assert DBTaskResult.objects.count() == before
    assert file.stored.zone == "quarantine" and file.order == 1
    for callback in callbacks:
        callback()
    queued = DBTaskResult.objects.filter(queue_name="media", status="READY")
    assert queued.filter(task_path__endswith="make_preview_for").count() == before + 1
    assert "media" in task_backends["db"].queues


def hours_old(stored):
    StoredFile.objects.filter(pk=stored.pk).update(created_at=timezone.now() - timedelta(hours=1))
    return stored


def drawings():
    return DBTaskResult.objects.filter(task_path__endswith="make_preview_for")


@pytest.mark.django_db
def test_a_picture_whose_process_died_between_commit_and_queue_is_drawn_once(capsys):
    lost, papers = hours_old(make_stored_file(zone="quarantine")), hours_old(make_stored_file(zone="quarantine"))
    StoredFile.objects.filter(pk=papers.pk).update(key=papers.key.replace("files/", "consents/"))
    young, infected = make_stored_file(), hours_old(make_stored_file())
    StoredFile.objects.filter(pk=infected.pk).update(state="infected")
    assert not drawings().exists()
    call_command("maintain_media")
    assert "drawn again: 1" in capsys.readouterr().out
    assert requeue_previews() == (0, 0), "its drawing is in the queue"
    assert [row.args_kwargs["args"] for row in drawings()] == [[str(lost.pk)]]
    make_preview_for.call(str(lost.pk))
    drawings().update(status="SUCCESSFUL")
    lost.refresh_from_db()
    young.refresh_from_db()
    assert lost.preview_key and not young.preview_key
    assert requeue_previews() == (0, 0), "it is drawn"


@pytest.mark.django_db
def test_a_drawing_that_failed_is_tried_again_and_one_that_kills_workers_is_not():
    failed, deadly = hours_old(make_stored_file()), hours_old(make_stored_file())
    make_preview_for.enqueue(str(failed.pk))
    make_preview_for.enqueue(str(deadly.pk))
    drawings().update(status="FAILED")
    row = next(row for row in drawings() if row.args_kwargs["args"] == [str(deadly.pk)])
    row.worker_ids = [f"dead-{number}" for number in range(MAX_ATTEMPTS)]
    row.save(update_fields=["worker_ids"])
    assert requeue_previews() == (1, 1)
    assert requeue_previews() == (0, 0)
    deadly.refresh_from_db()
    assert deadly.preview_error and drawings().filter(status="READY").get().args_kwargs["args"] == [str(failed.pk)]


@pytest.mark.django_db
def test_a_drawing_waits_for_no_other_task_and_for_none_that_only_failed():
    """Its own task may run at this moment; one of another kind, or a failure after one worker died, is not its own."""
    running, other, unlucky = (hours_old(make_stored_file()) for _number in range(3))
    make_preview_for.enqueue(str(running.pk))
    drawings().update(status="RUNNING")
    draw = tasks.make_light_derivative.using(backend="db")
    for file, facts in ((other, {"status": "READY"}), (other, {"status": "FAILED"})):
        DBTaskResult.objects.filter(pk=draw.enqueue().id).update(
            **facts, args_kwargs={"args": [str(file.pk)], "kwargs": {}}, worker_ids=["dead"] * MAX_ATTEMPTS
        )
    drawing = make_preview_for.enqueue(str(unlucky.pk))
    DBTaskResult.objects.filter(pk=drawing.id).update(status="FAILED", worker_ids=["dead"])
    assert requeue_previews() == (0, 2)
    ready = drawings().filter(status="READY")
    assert {row.args_kwargs["args"][0] for row in ready} == {str(other.pk), str(unlucky.pk)}


def test_a_worker_that_is_asked_to_stop_while_it_writes_a_line_stops(caplog):
    """A signal handler that writes a log line may raise there, and logging swallows it: the worker would go on."""
    settings = {"queue_names": ["media"], "excluded_queue_names": [], "interval": 1, "batch": False, "worker_id": "w"}
    settings |= {"backend_name": "db", "startup_delay": False, "max_tasks": None}
    worker = QuietlyStoppedWorker(**settings)
    with caplog.at_level("DEBUG"):
        with pytest.raises(SystemExit) as at_once:
            worker.shutdown(signal.SIGTERM, None)
        assert (at_once.value.code, worker.running) == (0, False)
        with pytest.raises(SystemExit) as second_signal:
            worker.shutdown(signal.SIGTERM, None)
        assert second_signal.value.code == 1
        busy = QuietlyStoppedWorker(**settings)
        busy.running_task = True
        busy.shutdown(signal.SIGTERM, None)  # ends after the task
        assert not busy.running
    assert caplog.records == []
