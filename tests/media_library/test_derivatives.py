"""Smaller and other forms: what is made of what, whose turn it is, what a failure says, and what stays private."""

import io
from datetime import timedelta

import pytest
from botocore.exceptions import EndpointConnectionError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from files.cleaners.errors import Rejected
from files.models import StoredFile
from files.promotion import promote
from jobs.recovery import MAX_ATTEMPTS, reap
from media_library.derivatives import previews, queue, specs
from media_library.derivatives.queue import plan
from media_library.derivatives.specs import claim, wanted_forms, work
from media_library.derivatives.tasks import make_light_derivative, make_preview_for, work_on_clip
from media_library.maintenance import requeue_derivatives
from media_library.models import Derivative
from tests.factories import make_asset, make_stored_file, make_user
from tests.files import sample_files as make

pytestmark = pytest.mark.django_db


def work_off(clips=False):
    while work("ticket", clips=clips):
        pass


def forms(stored):
    return {job.form: job for job in stored.derivatives.all()}


def clip(**fields):
    content = make.media("mp4", "-vf", "scale=1280:720", *make.H264)
    return make_stored_file(io.BytesIO(content), name="clip.mp4", zone="quarantine", **fields)


def test_a_clip_gets_its_ladder_its_shapes_and_its_poster(s3, buckets):
    stored = clip()
    assert plan(stored, kind="video") == plan(stored, kind="video") + 6
    work_off()
    work_off(clips=True)
    jobs = forms(stored)
    still = {"poster", "xem-nho", "xem-vua"}
    assert set(jobs) == still | {"clip-360", "doc-9-16", "vuong-1-1"}, "never enlarged: no 1080, no 720"
    assert {job.state for job in jobs.values()} == {"done"}, [job.error for job in jobs.values()]
    assert (jobs["clip-360"].width, jobs["clip-360"].height) == (640, 360)
    assert (jobs["vuong-1-1"].width, jobs["vuong-1-1"].height) == (720, 720)
    assert (jobs["doc-9-16"].width, jobs["doc-9-16"].height) == (404, 720)
    for job in jobs.values():
        body = s3.get_object(Bucket=buckets[0], Key=job.key)["Body"].read()
        assert len(body) == job.size and make.CANARY.encode() not in body
    assert jobs["poster"].url == ""  # in quarantine nothing has an address
    promote(stored)
    for job in stored.derivatives.all():
        assert s3.head_object(Bucket=buckets[1], Key=job.key)["ContentLength"] == job.size


@pytest.fixture
def runs(monkeypatch):
    """Forms of each run that transcodes; a run with a form in `runs.broken` fails as a broken clip does."""
    real = specs.sandbox.run

    class Runs(list):
        broken: set[str] = set()

    recorder = Runs()

    def counted(tool, source, target, options, **more):
        if tool == "transcode":
            recorder.append(options["forms"])
            if recorder.broken & set(options["forms"]):
                raise Rejected("broken_clip")
        return real(tool, source, target, options, **more)

    monkeypatch.setattr(specs.sandbox, "run", counted)
    return recorder


def test_a_clip_is_decoded_once_for_all_its_forms(runs):
    plan(clip(), kind="video")
    assert work("ticket", clips=True) == "done"
    assert [set(forms) for forms in runs] == [{"clip-360", "doc-9-16", "vuong-1-1"}]
    assert not Derivative.objects.filter(form__in=specs.CLIPS).exclude(state="done", progress=100).exists()
    assert work("next", clips=True) == ""


def test_only_the_form_that_cannot_be_made_fails_and_says_so(runs):
    runs.broken = {"doc-9-16"}
    stored = clip()
    plan(stored, kind="video")
    work("ticket", clips=True)
    jobs = forms(stored)
    assert {form for form, job in jobs.items() if job.state == "done"} == {"clip-360", "vuong-1-1"}
    assert jobs["doc-9-16"].state == "failed" and jobs["doc-9-16"].error.endswith(".")
    runs.broken = set()
    queue.again(jobs["doc-9-16"])
    assert work("later", clips=True) == "done" and runs[-1] == ["doc-9-16"]


def test_a_lane_killed_half_way_makes_what_is_left(runs, monkeypatch):
    stored = clip()
    plan(stored, kind="video")
    keep, kept_forms = specs.keep, []

    def dies(job, *arguments):
        if kept_forms:
            raise MemoryError
        kept_forms.append(job.form)
        keep(job, *arguments)

    with monkeypatch.context() as broken, pytest.raises(MemoryError):
        broken.setattr(specs, "keep", dies)
        work("killed", clips=True)
    assert work("killed", clips=True) == "done"
    assert set(runs[1]) == {"clip-360", "doc-9-16", "vuong-1-1"} - set(kept_forms)
    assert not Derivative.objects.filter(form__in=specs.CLIPS).exclude(state="done").exists()


def test_no_clip_waits_for_another_persons():
    minutes = 60 * 1000
    people = {name: make_user() for name in "ABCD"}

    def ask(name, length, forms=("clip-360", "vuong-1-1")):
        stored = make_stored_file()
        StoredFile.objects.filter(pk=stored.pk).update(duration_ms=length * minutes)
        for form in forms:
            Derivative.objects.create(stored=stored, form=form, owner=people[name])
        return stored

    first, second = ask("A", 90), ask("A", 1)
    claimed = claim("lane-1", clips=True)
    assert claimed.stored == first
    specs._with_siblings(claimed)
    assert claim("lane-2", clips=True) is None, "a person has one clip under way"
    third, _fourth, short = ask("B", 60), ask("C", 60), ask("D", 1)
    assert claim("lane-2", clips=True).stored == third
    assert claim("lane-3", clips=True).stored == short, "the last lane is for short ones"
    assert claim("lane-4", clips=True) is None
    Derivative.objects.filter(stored=first).update(state="done")
    assert claim("lane-1b", clips=True).stored != second, "C was never served"
    Derivative.objects.exclude(stored=second).update(state="done")
    assert claim("lane-1c", clips=True).stored == second


def test_a_ticket_is_left_for_who_had_to_wait():
    stored, later = clip(), clip()
    owner = make_user()
    for stored_file in (stored, later):
        Derivative.objects.create(stored=stored_file, form="clip-360", owner=owner)
    claim("lane-1", clips=True)
    assert work_on_clip("lane-2") == "", "drawn in vain"
    issued = DBTaskResult.objects.filter(task_path__endswith="make_clip_derivatives")
    assert not issued.exists()
    assert work_on_clip("lane-1") == "done" and issued.count() == 1
    assert work_on_clip("lane-1b") == "done" and issued.count() == 1


def test_pictures_and_documents(client):
    picture = make_stored_file()
    paper = make_stored_file(io.BytesIO(make.pdf(3)), name="a.pdf")
    for stored in (picture, paper):
        plan(stored)
    work_off()
    assert set(forms(picture)) == {"xem-nho", "xem-vua", "avif", "webp", "jpeg"}
    assert max(forms(picture)["avif"].width, forms(picture)["avif"].height) == 800, "never enlarged"
    assert sorted(paper.derivatives.filter(form="trang").values_list("page", flat=True)) == [1, 2, 3]
    assert client.get(forms(picture)["avif"].url)["Content-Type"] == "image/avif"


def test_captions_and_what_is_said():
    subtitles = "1\n00:00:00,000 --> 00:00:02,000\n<i>Không một mình</i>\n\n2\n00:00:02,000 --> 00:00:03,000\nGọi 111\n"
    stored = make_stored_file(io.BytesIO(subtitles.encode()), name="a.srt")
    plan(stored)
    work_off()
    with specs.fetched(forms(stored)["loi-thoai"].key, "released") as file:
        assert file.read().decode() == "Không một mình\nGọi 111\n"
    with specs.fetched(forms(stored)["phu-de"].key, "released") as file:
        assert file.read().decode().startswith("WEBVTT\n\n1\n00:00:00.000 --> 00:00:02.000")


def test_nothing_is_derived_for_the_public_without_consent():
    stored = make_stored_file(zone="quarantine", shows_minor=True)
    assert {form for form, _page in wanted_forms(stored)} == {"xem-nho"}
    Derivative.objects.create(stored=stored, form="webp")
    assert work("ticket", clips=False) == "unwanted" and not stored.derivatives.exists()


def test_one_persons_many_files_keep_nobody_waiting():
    busy, other = make_user(), make_user()
    stored = make_stored_file()
    for page in range(1, 6):
        Derivative.objects.create(stored=stored, form="trang", page=page, owner=busy)
    Derivative.objects.create(stored=stored, form="trang", page=9, owner=other)
    order = [claim(f"t{number}", clips=False).page for number in range(6)]
    assert order == [1, 9, 2, 3, 4, 5]
    assert claim("t7", clips=False) is None


def test_a_ticket_goes_on_with_its_own_job_after_a_crash():
    stored = make_stored_file()
    for page in (1, 2):
        Derivative.objects.create(stored=stored, form="trang", page=page)
    first = claim("crashed", clips=False)
    assert claim("other", clips=False).page != first.page
    assert claim("crashed", clips=False).pk == first.pk


def test_a_failed_job_says_why_and_can_be_run_again(client_for, s3, buckets):
    stored = make_stored_file(zone="quarantine")
    asset = make_asset("D-01", released=False, files=[{"stored": stored}])
    s3.put_object(Bucket=buckets[0], Key=stored.key, Body=b"\xff\xd8\xff broken")
    plan(stored)
    work_off()
    failed = stored.derivatives.filter(state="failed")
    assert failed.count() == 5 and all(job.error.endswith(".") for job in failed)
    desk = client_for(make_user(is_superuser=True, is_staff=True))
    page = desk.get(f"/admin/kho/{asset.pk}/").content.decode()
    assert "Chạy lại" in page
    data = {"action": "again", "file": asset.versions.get().files.get().pk, "job": failed[0].pk}
    assert desk.post(f"/admin/kho/{asset.pk}/", data).status_code == 302
    assert Derivative.objects.filter(pk=data["job"], state="waiting").exists()


def test_no_job_waits_without_a_ticket_and_none_runs_without_a_worker():
    stored = make_stored_file()
    waiting = Derivative.objects.create(stored=stored, form="webp")
    lost = Derivative.objects.create(stored=stored, form="clip-360", state="running", ticket="gone")
    Derivative.objects.update(created_at=timezone.now() - timedelta(hours=1))
    assert requeue_derivatives() == (0, 2)
    assert requeue_derivatives() == (0, 0)
    assert DBTaskResult.objects.filter(task_path__endswith="make_light_derivative").count() == 1
    assert [job.state for job in (waiting, lost) if job.refresh_from_db() is None] == ["waiting"] * 2
    Derivative.objects.filter(pk=lost.pk).update(state="running", ticket="gone", attempts=MAX_ATTEMPTS)
    assert requeue_derivatives() == (1, 0)
    lost.refresh_from_db()
    assert lost.state == "failed" and "nhiều lần" in lost.error


def test_a_ticket_that_goes_on_with_its_own_job_is_nobody_elses():
    """A killed worker's ticket waits beside a job whose own ticket was lost: it was counted as that one's."""
    stored = make_stored_file()
    ticket = make_light_derivative.using(backend="db").enqueue()
    Derivative.objects.create(stored=stored, form="webp", state="running", ticket=ticket.id, attempts=1)
    Derivative.objects.create(stored=stored, form="avif")
    Derivative.objects.update(created_at=timezone.now() - timedelta(hours=1))
    assert requeue_derivatives() == (0, 1)
    assert requeue_derivatives() == (0, 0)


def test_a_job_outlasts_an_hour_without_storage(monkeypatch):
    """It is no fault of the file, so nobody has to press anything, however often it was tried meanwhile."""
    job = Derivative.objects.create(stored=make_stored_file(), form="webp")

    def away(*_arguments):
        raise EndpointConnectionError(endpoint_url="http://storage.example")

    with monkeypatch.context() as outage:
        outage.setattr(specs, "fetched", away)
        for number in range(MAX_ATTEMPTS + 1):
            with pytest.raises(EndpointConnectionError):
                work(f"ticket-{number}", clips=False)
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("waiting", 0)
    assert work("later", clips=False) == "done"


def test_a_job_whose_worker_is_told_to_stop_at_once_waits_again():
    """The second SIGTERM of a deployment in a hurry ends the task as failed; the job is not."""
    ticket = make_light_derivative.using(backend="db").enqueue()
    job = Derivative.objects.create(stored=make_stored_file(), form="webp", state="running", ticket=ticket.id)
    DBTaskResult.objects.get(pk=ticket.id).set_failed(SystemExit(1))
    Derivative.objects.update(created_at=timezone.now() - timedelta(hours=1))
    assert requeue_derivatives() == (0, 1)
    job.refresh_from_db()
    assert job.state == "waiting"


def test_a_job_that_took_worker_upon_worker_along_ends_and_may_be_tried_again():
    ticket = make_light_derivative.using(backend="db").enqueue()
    job = Derivative.objects.create(
        stored=make_stored_file(), form="webp", state="running", ticket=ticket.id, attempts=MAX_ATTEMPTS
    )
    for number in range(MAX_ATTEMPTS):
        DBTaskResult.objects.get(pk=ticket.id).claim(f"dead-{number}")
        reap(0)
    assert requeue_derivatives() == (1, 0)
    job.refresh_from_db()
    assert job.state == "failed"
    queue.again(job)
    assert work("by hand", clips=False) == "done"


@pytest.mark.parametrize("state", ["infected", "purged"])
def test_nothing_is_made_of_a_file_that_was_found_infected_or_deleted(monkeypatch, state):
    """Before the worker begins, and while it draws."""
    early, preview_file, late = (make_stored_file(zone="quarantine") for _number in range(3))
    make_asset("D-03", released=False, files=[{"stored": early}])
    real = specs.sandbox.run
    StoredFile.objects.filter(pk=early.pk).update(state=state, redaction_areas="10,10,20,20")
    for form in ("webp", "che-mat"):
        Derivative.objects.create(stored=early, form=form)
    assert make_preview_for.call(str(early.pk)) == ""
    assert [work(ticket, clips=False) for ticket in ("one", "two")] == ["unwanted", "unwanted"]
    assert not StoredFile.objects.filter(redacted_from=early).exists()

    def meanwhile(tool, *arguments, **options):
        StoredFile.objects.filter(pk={"preview": preview_file, "derive": late}[tool].pk).update(state=state)
        return real(tool, *arguments, **options)

    monkeypatch.setattr(specs.sandbox, "run", meanwhile)
    Derivative.objects.create(stored=late, form="xem-nho")
    assert make_preview_for.call(str(preview_file.pk)) == "" and work("three", clips=False) == "unwanted"
    rows = StoredFile.objects.values_list("preview_key", "preview_error")
    assert list(rows) == [("", "")] * 3 and not Derivative.objects.exists()


def test_a_preview_that_failed_says_why_and_can_be_drawn_again(
    client_for, monkeypatch, django_capture_on_commit_callbacks
):
    """A picture that was too slow on a busy day; what has no picture, or must not be shown, offers no button."""
    stored = make_stored_file(zone="quarantine")
    text = make_stored_file(io.BytesIO("Kể ra là hết sợ.".encode()), name="a.txt", zone="quarantine")
    asset = make_asset("D-02", released=False, files=[{"stored": stored}, {"stored": text}])

    def too_slow(*_arguments, **_options):
        raise Rejected("too_slow", limit=20)

    with monkeypatch.context() as busy:
        busy.setattr(previews.sandbox, "run", too_slow)
        for stored_file in (stored, text):
            assert make_preview_for.call(str(stored_file.pk)) == ""
    desk, address = client_for(make_user(is_superuser=True, is_staff=True)), f"/admin/kho/{asset.pk}/"
    page = desk.get(address).content.decode()
    assert page.count("Vẽ lại") == 1 and "Chưa vẽ được hình xem trước." in page and "cho loại tệp này" in page
    keys = {file.stored_id: file.pk for file in asset.versions.get().files.all()}
    assert desk.post(address, {"action": "draw", "file": keys[text.pk]}).status_code == 400
    with django_capture_on_commit_callbacks() as callbacks:
        assert desk.post(address, {"action": "draw", "file": keys[stored.pk]}).status_code == 302
    assert len(callbacks) == 1
    assert make_preview_for.call(str(stored.pk)).startswith("previews/")
    page = desk.get(address).content.decode()
    assert "Vẽ lại" not in page and "đang vẽ" not in page
    assert desk.post(address, {"action": "draw", "file": keys[stored.pk]}).status_code == 400
    StoredFile.objects.filter(pk=stored.pk).update(
        preview_key="", preview_error="Đã gỡ", zone="released", shows_minor=True
    )
    assert desk.post(address, {"action": "draw", "file": keys[stored.pk]}).status_code == 400, "no consent"
