"""Smaller and other forms: what is made of what, whose turn it is, what a failure says, and what stays private."""

import io

import pytest
from django_tasks_db.models import DBTaskResult

from media_library import derivation
from media_library.derivation import claim, plan, wanted_forms, work
from media_library.models import Derivative, StoredFile
from media_library.tending import tend_derivatives
from tests.factories import make_asset, make_stored_file, make_user
from tests.media_library import sample_files as make

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
    assert plan(stored, kind="video") == plan(stored, kind="video") + 5
    work_off()
    work_off(clips=True)
    made = forms(stored)
    assert set(made) == {"poster", "xem-nho", "clip-360", "doc-9-16", "vuong-1-1"}, "never enlarged: no 1080, no 720"
    assert {job.state for job in made.values()} == {"done"}, [job.error for job in made.values()]
    assert (made["clip-360"].width, made["clip-360"].height) == (640, 360)
    assert (made["vuong-1-1"].width, made["vuong-1-1"].height) == (720, 720)
    assert (made["doc-9-16"].width, made["doc-9-16"].height) == (404, 720)
    for job in made.values():
        body = s3.get_object(Bucket=buckets[0], Key=job.key)["Body"].read()
        assert len(body) == job.size and make.CANARY.encode() not in body
    assert made["poster"].url == ""  # in quarantine nothing has an address
    stored.move_to_released()
    for job in stored.derivatives.all():
        assert s3.head_object(Bucket=buckets[1], Key=job.key)["ContentLength"] == job.size


def test_pictures_and_documents(client):
    picture = make_stored_file()
    paper = make_stored_file(io.BytesIO(make.pdf(3)), name="a.pdf")
    for stored in (picture, paper):
        plan(stored)
    work_off()
    assert set(forms(picture)) == {"xem-nho", "avif", "webp", "jpeg"}
    assert max(forms(picture)["avif"].width, forms(picture)["avif"].height) == 800, "never enlarged"
    assert sorted(paper.derivatives.filter(form="trang").values_list("page", flat=True)) == [1, 2, 3]
    assert client.get(forms(picture)["avif"].url)["Content-Type"] == "image/avif"


def test_captions_and_what_is_said():
    subtitles = "1\n00:00:00,000 --> 00:00:02,000\n<i>Không một mình</i>\n\n2\n00:00:02,000 --> 00:00:03,000\nGọi 111\n"
    stored = make_stored_file(io.BytesIO(subtitles.encode()), name="a.srt")
    plan(stored)
    work_off()
    with derivation.fetched(forms(stored)["loi-thoai"].key, "released") as file:
        assert file.read().decode() == "Không một mình\nGọi 111\n"
    with derivation.fetched(forms(stored)["phu-de"].key, "released") as file:
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
    assert failed.count() == 4 and all(job.error.endswith(".") for job in failed)
    desk = client_for(make_user(is_superuser=True, is_staff=True))
    page = desk.get(f"/admin/kho/{asset.pk}/").content.decode()
    assert "Chạy lại" in page
    data = {"action": "again", "file": asset.versions.get().files.get().pk, "job": failed[0].pk}
    assert desk.post(f"/admin/kho/{asset.pk}/", data).status_code == 302
    assert Derivative.objects.filter(pk=data["job"], state="waiting").exists()


def test_no_job_waits_without_a_ticket_and_none_runs_without_a_worker():
    from datetime import timedelta

    from django.utils import timezone

    stored = make_stored_file()
    waiting = Derivative.objects.create(stored=stored, form="webp")
    lost = Derivative.objects.create(stored=stored, form="clip-360", state="running", ticket="gone")
    Derivative.objects.filter(pk=waiting.pk).update(created_at=timezone.now() - timedelta(hours=1))
    assert tend_derivatives() == (1, 1)
    assert tend_derivatives() == (0, 0)
    lost.refresh_from_db()
    assert lost.state == "failed" and DBTaskResult.objects.filter(task_path__endswith="derive_light").count() == 1
    assert StoredFile.objects.get(pk=stored.pk).state
