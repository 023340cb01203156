"""Covered faces: closed from the moment they are asked for, done by the worker once, with a reason when it fails."""

import io

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from PIL import Image
from wagtail.models import ModelLogEntry

from files.models import StoredFile
from media_library.derivatives import specs
from media_library.derivatives.tasks import make_preview_for
from media_library.models import AssetFile, Derivative, Recall
from media_library.recall import service
from media_library.review import redaction, release
from media_library.review.release import release_version
from tests.factories import make_asset, make_stored_file, make_user
from tests.files import sample_files as make
from tests.objects import keys_in

pytestmark = pytest.mark.django_db
PARTS = "0,0,50,50; 60,60,20,20"


def staff(*names):
    user = make_user()
    user.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", *names]))
    return user


@pytest.fixture
def desk(client_for):
    return client_for(staff("change_asset", "view_asset", "release_asset"))


@pytest.fixture
def asset():
    picture = make_stored_file(io.BytesIO(make.noise(300)), name="lop.png", zone="quarantine")
    asset = make_asset("K-03", released=False, files=[{"stored": picture}])
    make_preview_for.call(str(picture.pk))
    return asset


def file_of(asset):
    return AssetFile.objects.select_related("stored").get(version__asset=asset)


def post(client, asset, action, **fields):
    return client.post(f"/admin/kho/{asset.pk}/", {"action": action, "file": file_of(asset).pk} | fields)


def page_of(client, asset):
    return client.get(f"/admin/kho/{asset.pk}/").content.decode()


def looks(stored):
    return (f"/admin/kho/hinh/{stored.pk}/", f"/admin/kho/goc/{stored.pk}/")


def pixels(stored):
    with specs.fetched(stored.key, stored.zone) as file:
        return Image.open(io.BytesIO(file.read())).convert("RGB")


@pytest.mark.slow
def test_closed_when_asked_and_replaced_when_done(desk, client_for, asset, django_capture_on_commit_callbacks):
    original = file_of(asset).stored
    assert [desk.get(address).status_code for address in looks(original)] == [200, 302]
    for parts in ("nothing", "10,10,400,5", "", "nan,1,1,1", ";".join(["1,1,1,1"] * 51)):
        assert post(desk, asset, "redact", parts=parts).status_code == 400, parts
    assert "Đang che" not in page_of(desk, asset)
    with django_capture_on_commit_callbacks() as promised:
        assert post(desk, asset, "redact", parts=PARTS).status_code == 302
    assert len(promised) == 1, "a ticket, once the request is written"

    page = page_of(desk, asset)
    assert "Đang che mặt" in page and not any(address in page for address in looks(original))
    assert not any(
        address in desk.get(f"/admin/kho/{asset.pk}/so-sanh/").content.decode() for address in looks(original)
    )
    assert [desk.get(address).status_code for address in looks(original)] == [404, 404]
    assert desk.get(f"/admin/kho/{asset.pk}/che-mat/{file_of(asset).pk}/").status_code == 302
    named = client_for(staff("change_asset", "view_unredacted"))
    assert [named.get(address).status_code for address in looks(original)] == [200, 302]
    assert ModelLogEntry.objects.filter(action="media_library.view_unredacted").count() == 2
    refused = post(desk, asset, "release", version=asset.versions.get().pk)
    assert refused.status_code == 400 and "che mặt" in refused.content.decode()
    assert post(desk, asset, "redact", parts=PARTS).status_code == 400, "it is on its way already"

    asset.versions.update(approved_at=timezone.now(), approved_content="x")
    with django_capture_on_commit_callbacks(execute=True):
        assert specs.work("ticket", clips=False) == "done"
    covered = file_of(asset).stored
    assert covered.redacted_from == original and covered.shows_minor is None and covered.zone == "quarantine"
    assert asset.versions.get().approved_at is None, "nobody has approved this picture yet"
    assert covered.derivatives.exists(), "it gets its own forms and preview"
    task_result = DBTaskResult.objects.filter(task_path__endswith="make_preview_for").latest("enqueued_at")
    assert task_result.args_kwargs["args"] == [str(covered.pk)]
    page = page_of(desk, asset)
    assert "Đang che mặt" not in page and "bản đã che mặt" in page
    before, after = pixels(original), pixels(covered)
    assert len(before.crop((10, 10, 60, 60)).getcolors()) > 50
    assert len(after.crop((10, 10, 60, 60)).getcolors()) < 50, "the part is one smear"
    assert len(before.crop((185, 185, 235, 235)).getcolors()) > 50
    assert (
        len(after.crop((185, 185, 235, 235)).getcolors(9999)) < len(before.crop((185, 185, 235, 235)).getcolors()) / 2
    )
    assert before.crop((0, 160, 170, 300)).tobytes() == after.crop((0, 160, 170, 300)).tobytes()
    assert before.crop((180, 0, 300, 150)).tobytes() == after.crop((180, 0, 300, 150)).tobytes()
    assert [desk.get(address).status_code for address in looks(original)] == [404, 404]
    assert [entry.user for entry in ModelLogEntry.objects.filter(action="media_library.redact")] == [
        ModelLogEntry.objects.get(action="media_library.request_redaction").user
    ]


def test_what_is_not_public_is_looked_at_by_editors_of_the_library_alone(desk, client_for, asset):
    """A reporter is in the administration too, and “view_unredacted” is no key to the library."""
    stored, others = file_of(asset).stored, [client_for(staff()), client_for(staff("view_unredacted"))]
    both = client_for(staff("change_asset", "view_unredacted"))
    for _step in ("draft", "closed"):
        for address in looks(stored):
            assert [stranger.get(address).status_code in {403, 404} for stranger in others] == [True, True], address
            assert both.get(address).status_code in {200, 302}, address
        post(desk, asset, "redact", parts=PARTS)
    assert [desk.get(address).status_code for address in looks(stored)] == [404, 404]


def test_no_new_picture_is_drawn_of_what_is_being_redacted(desk, asset):
    """Of one whose drawing has failed: the button goes, and whoever still presses it is refused."""
    StoredFile.objects.filter(pk=file_of(asset).stored_id).update(preview_key="", preview_error="Quá chậm.")
    assert "Vẽ lại" in page_of(desk, asset) and post(desk, asset, "draw").status_code == 302
    StoredFile.objects.filter(pk=file_of(asset).stored_id).update(preview_error="Quá chậm.")
    assert post(desk, asset, "redact", parts=PARTS).status_code == 302
    assert "Vẽ lại" not in page_of(desk, asset) and post(desk, asset, "draw").status_code == 400
    assert file_of(asset).stored.preview_error == "Quá chậm."


def test_the_same_picture_in_an_older_version_and_elsewhere_is_closed_too(desk, client_for, s3, buckets):
    """The picture without the redaction is then out of reach for everybody but the named role."""
    bytes_ = make.noise(300)
    older = make_asset("K-04", files=[{"stored": make_stored_file(io.BytesIO(bytes_), name="lop.png")}])
    other = make_asset("K-05", files=[{"stored": make_stored_file(io.BytesIO(make.noise(301)), name="khac.png")}])
    older_file = file_of(older)
    newer = make_stored_file(io.BytesIO(bytes_), name="lop-2.png", zone="quarantine")
    version = older.versions.create(number="2.0", changelog="Che mặt.")
    asset_file = version.files.create(stored=newer, role="screen", language="vi")
    draft = make_asset(
        "K-06", released=False, files=[{"stored": make_stored_file(io.BytesIO(bytes_), zone="quarantine")}]
    )
    reader = client_for(None)
    assert reader.get(f"/tai/{older_file.uuid}/").status_code == 302
    redaction.request_redaction(asset_file, PARTS, by=make_user())

    assert reader.get(f"/tai/{older_file.uuid}/").status_code in (404, 410)
    assert reader.get(f"/tai/{file_of(other).uuid}/").status_code == 302, "another picture stays"
    assert older.versions.get(number="1.0").withdrawn_at and Recall.objects.get().asset == older
    assert "che mặt" in Recall.objects.get().reason
    for picture in (older_file.stored, newer, file_of(draft).stored):
        assert {desk.get(address).status_code for address in looks(picture)} == {404}
    refused = post(desk, draft, "release", version=draft.versions.get().pk)
    assert refused.status_code == 400 and "che mặt" in refused.content.decode()
    service.clear(Recall.objects.get().pk)
    released = keys_in(s3, buckets[1])
    assert file_of(other).stored.key in released
    assert older_file.stored.key not in released, "no signed address reaches the bytes either"

    assert [specs.work(ticket, clips=False) for ticket in ("one", "two")] == ["done", "done"]
    assert AssetFile.objects.get(pk=asset_file.pk).stored.redacted_from == newer
    assert file_of(draft).stored.redacted_from_id, "the other draft does not wait for ever"


def test_a_failure_says_why_keeps_it_closed_and_is_run_again(desk, asset, s3, buckets):
    original = file_of(asset).stored
    bytes_of = s3.get_object(Bucket=buckets[0], Key=original.key)["Body"].read()
    assert post(desk, asset, "redact", parts=PARTS).status_code == 302
    s3.put_object(Bucket=buckets[0], Key=original.key, Body=b"\xff\xd8\xff broken")
    assert specs.work("first", clips=False) == "failed"
    page = page_of(desk, asset)
    assert "Chưa che được mặt" in page and "Chạy lại" in page and "Đang che mặt" not in page
    assert [desk.get(address).status_code for address in looks(original)] == [404, 404]
    s3.put_object(Bucket=buckets[0], Key=original.key, Body=bytes_of)
    job = Derivative.objects.get(stored=original)
    assert post(desk, asset, "again", job=job.pk).status_code == 302
    assert "Đang che mặt" in page_of(desk, asset)
    assert specs.work("second", clips=False) == "done" and file_of(asset).stored.redacted_from == original


def test_other_parts_may_be_asked_for_after_a_failure(desk, asset, s3, buckets):
    original = file_of(asset).stored
    post(desk, asset, "redact", parts=PARTS)
    Derivative.objects.update(state="failed", error="Hỏng.")
    assert post(desk, asset, "redact", parts="1,1,9,9").status_code == 302
    original.refresh_from_db()
    assert original.redaction_areas == "1,1,9,9" and Derivative.objects.get().state == "waiting"


def test_a_worker_killed_half_way_covers_once(asset, monkeypatch):
    file = file_of(asset)
    redaction.request_redaction(file, PARTS, by=make_user())

    def dies(*_arguments, **_options):
        raise MemoryError

    with monkeypatch.context() as broken, pytest.raises(MemoryError):
        broken.setattr(redaction, "log", dies)
        specs.work("killed", clips=False)
    assert file_of(asset).stored == file.stored and not StoredFile.objects.filter(redacted_from=file.stored).exists()
    job = Derivative.objects.get(stored=file.stored)
    assert job.state == "running"
    assert specs.work("killed", clips=False) == "done"
    with pytest.raises(specs.Unwanted):
        redaction.redact(job)  # its twin, which was slower
    assert StoredFile.objects.filter(redacted_from=file.stored).count() == 1


def test_nobody_waits_behind_another_ones_many_jobs(asset):
    busy, other = make_user(), make_user()
    many = make_stored_file()
    for page in range(1, 4):
        Derivative.objects.create(stored=many, form="trang", page=page, owner=busy)
    assert specs.claim("t0", clips=False).form == "trang"
    redaction.request_redaction(file_of(asset), PARTS, by=other)
    assert [specs.claim(f"t{number}", clips=False).form for number in (1, 2)] == ["che-mat", "trang"]


def test_asking_to_cover_takes_nobodys_turn(asset):
    """The person was served a moment ago; somebody else's page comes first."""
    owner, other, many = make_user(), make_user(), make_stored_file()
    Derivative.objects.create(stored=many, form="trang", page=1, owner=owner)
    specs.claim("t0", clips=False)
    redaction.request_redaction(file_of(asset), PARTS, by=owner)
    Derivative.objects.create(stored=many, form="trang", page=2, owner=other)
    assert [specs.claim(f"t{number}", clips=False).form for number in (1, 2)] == ["trang", "che-mat"]


def test_it_goes_before_the_same_persons_other_jobs(asset):
    owner, many = make_user(), make_stored_file()
    for page in range(1, 4):
        Derivative.objects.create(stored=many, form="trang", page=page, owner=owner)
    redaction.request_redaction(file_of(asset), PARTS, by=owner)
    assert specs.claim("t", clips=False).form == "che-mat"


def test_a_file_taken_out_meanwhile_is_left_alone_and_stays_closed(desk, asset):
    original = file_of(asset).stored
    post(desk, asset, "redact", parts=PARTS)
    assert post(desk, asset, "remove").status_code == 302
    assert specs.work("ticket", clips=False) == "unwanted"
    assert not StoredFile.objects.filter(redacted_from=original).exists()
    assert [desk.get(address).status_code for address in looks(original)] == [404, 404]


def test_asked_for_in_the_middle_of_a_release_it_is_not_released(asset, monkeypatch):
    move = release.promote

    def ask_meanwhile(stored):
        move(stored)
        redaction.request_redaction(file_of(asset), PARTS, by=make_user())

    monkeypatch.setattr(release, "promote", ask_meanwhile)
    with pytest.raises(ValidationError, match="che mặt"):
        release_version(asset, asset.versions.get())
    asset.refresh_from_db()
    assert asset.status == "draft" and asset.versions.get().released_at is None


def test_what_cannot_be_covered_is_told_at_once(desk):
    for content, name in ((make.animation(), "a.gif"), (make.pdf(), "a.pdf")):
        stored = make_stored_file(io.BytesIO(content), name=name, zone="quarantine")
        asset = make_asset(released=False, files=[{"stored": stored}])
        assert post(desk, asset, "redact", parts=PARTS).status_code == 400
        stored.refresh_from_db()
        assert not stored.redaction_areas and not Derivative.objects.filter(stored=stored).exists()
    released = make_asset()
    assert post(desk, released, "redact", parts=PARTS).status_code == 400


def test_every_look_is_logged_however_often_it_was_covered_and_wherever_it_went(desk, client_for, asset):
    """Covered twice, and then taken out: each closed picture opens for the named role alone, and says so."""
    named = client_for(staff("change_asset", "view_unredacted"))
    closed = []
    for ticket in ("first", "second"):
        closed.append(file_of(asset).stored)
        assert post(desk, asset, "redact", parts=PARTS).status_code == 302
        assert specs.work(ticket, clips=False) == "done"
    last = file_of(asset).stored
    make_preview_for.call(str(closed[1].pk))

    def looks_are_logged(of):
        for stored in closed:
            for address in looks(stored):
                before = ModelLogEntry.objects.filter(action="media_library.view_unredacted").count()
                assert desk.get(address).status_code == 404
                assert named.get(address).status_code in {200, 302}
                entries = ModelLogEntry.objects.filter(action="media_library.view_unredacted")
                assert entries.count() == before + 1, address
                entry = entries.order_by("-timestamp", "-pk").first()
                assert (entry.object_id, entry.data["stored"]) == (str(of or stored.pk), str(stored.pk))

    looks_are_logged(asset.pk)
    assert post(desk, asset, "remove").status_code == 302
    looks_are_logged(None)
    assert not AssetFile.objects.filter(stored=last).exists()
