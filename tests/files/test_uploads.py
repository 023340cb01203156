"""Files in parts: announced, sent straight to quarantine, resumed, refused, given up. Real S3 throughout."""

import hashlib
import io
import re
import urllib.error
import urllib.request
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from files.maintenance import uploads
from files.models import StoredFile, UploadSession
from files.storage import multipart
from files.storage.objects import new_key
from files.uploads import sessions
from files.uploads.targets import UPLOAD_TARGETS, Quota
from files.uploads.tasks import check_upload
from jobs.recovery import MAX_ATTEMPTS, reap
from media_library.models import AssetFile
from tests.factories import make_asset, make_organisation, make_stored_file, make_user
from tests.files import sample_files as make

pytestmark = pytest.mark.django_db
BASE = "/admin/tai-tep/"


def staff(*names):
    user = make_user()
    user.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", *names]))
    return user


@pytest.fixture
def editor():
    return staff("change_asset")


@pytest.fixture
def version():
    asset = make_asset("T-01", released=False)
    asset.versions.get().files.all().delete()
    return asset.versions.get()


def announce(client, version, content, name="Áp phích.png", **fields):
    ends = hashlib.sha256(content[: 2**20] + content[max(len(content) - 2**20, 0) :]).hexdigest()
    data = {
        "upload_target": "library",
        "object_id": version.pk,
        "name": name,
        "size": len(content),
        "fingerprint": ends,
    }
    return client.post(BASE, data | fields)


def put(client, session, number, data):
    """Send one part as the browser does; returns the status of storage."""
    url = client.post(f"{BASE}{session}/phan/", {"part": number}).json()["url"]
    try:
        with urllib.request.urlopen(urllib.request.Request(url, data=data, method="PUT"), timeout=10) as response:
            return response.status
    except urllib.error.HTTPError as refusal:
        return refusal.code


def sent(client, version, content, name="Áp phích.png"):
    response = announce(client, version, content, name).json()
    step = response["part_bytes"]
    for at in range(0, len(content), step):
        assert put(client, response["id"], at // step + 1, content[at : at + step]) == 200
    return response["id"]


def part_numbers(client, session):
    return [int(number) for number in re.findall(r"<PartNumber>(\d+)", client.get(f"{BASE}{session}/cac-phan/").text)]


def test_the_way_of_a_large_file(client_for, editor, version, monkeypatch):
    monkeypatch.setattr(sessions, "PART_BYTES", 5 * 2**20)
    desk, clip = client_for(editor), make.noise(2400)
    assert len(clip) > 5 * 2**20
    response = announce(desk, version, clip)
    assert (
        response.status_code == 201 and response.json()["resumed"] is False and "Còn trống" in response.json()["quota"]
    )
    session = response.json()["id"]
    assert desk.post(f"{BASE}{session}/xong/").status_code == 409  # nothing sent yet
    assert put(desk, session, 1, clip[: 5 * 2**20]) == 200
    # A reload or a new login: the same person choosing the same file goes on behind the parts that are there.
    again = client_for(editor)
    assert (
        again.get(BASE, {"upload_target": "library", "object_id": version.pk}).json()["uploads"][0]["sent"] == 5 * 2**20
    )
    resumed = announce(again, version, clip)
    assert resumed.status_code == 200 and resumed.json() | {"resumed": True, "id": session} == resumed.json()
    assert part_numbers(again, session) == [1]
    assert put(again, session, 2, clip[5 * 2**20 :]) == 200
    assert (
        again.post(
            f"{BASE}{session}/ghi/", {"role": "print", "language": "km", "label": "Bản in", "shows_minor": "no"}
        ).status_code
        == 200
    )
    assert again.post(f"{BASE}{session}/xong/").status_code == 200
    assert again.post(f"{BASE}{session}/xong/").status_code == 200, "safe to repeat"
    assert again.get(f"{BASE}{session}/").json()["pending"] is True
    assert check_upload.call(session) == "accepted" == check_upload.call(session)
    file = AssetFile.objects.get()
    assert (file.role, file.language, file.label) == ("print", "km", "Bản in")
    assert file.stored.original_sha256 == hashlib.sha256(clip).hexdigest() and file.stored.zone == "quarantine"
    assert again.get(f"{BASE}{session}/").json()["facts"]
    assert again.post(f"{BASE}{session}/bo/").json()["state"] == "accepted", "too late"
    assert again.post(f"{BASE}{session}/ghi/", {"role": "screen", "language": "vi", "label": "Khác"}).status_code == 200
    file.refresh_from_db()
    assert file.label == "Khác"


def test_storage_takes_the_announced_bytes_only(client_for, editor, version):
    desk, content = client_for(editor), make.picture()
    session = announce(desk, version, content).json()["id"]
    assert put(desk, session, 1, content + b"x" * 1000) >= 400
    assert put(desk, session, 1, content[:-1]) >= 400
    for number in ("2", "0", "-1", "abc", "9" * 30, ""):
        assert desk.post(f"{BASE}{session}/phan/", {"part": number}).status_code == 400
    assert desk.post(f"{BASE}{session}/xong/").status_code == 409


def test_a_bad_file_is_refused_with_its_reason_and_leaves_nothing(
    client_for, editor, version, django_capture_on_commit_callbacks
):
    desk, rows = client_for(editor), StoredFile.objects.count()
    for content, words in ((make.picture(size=(300, 300))[:-40], "bị hỏng"), (b"<svg onload=alert(1)>", "SVG")):
        session = sent(desk, version, content)
        assert desk.post(f"{BASE}{session}/xong/").status_code == 200
        key = UploadSession.objects.get(pk=session).key
        with django_capture_on_commit_callbacks(execute=True):
            assert check_upload.call(session) == "refused"
            assert multipart.size_of(key) is not None, "the purge waits for the commit"
        assert multipart.size_of(key) is None
        state = desk.get(f"{BASE}{session}/").json()
        assert words in state["refusal"] and state["pending"] is False
    assert StoredFile.objects.count() == rows and not AssetFile.objects.exists()


def test_bytes_that_the_library_has_wait_for_the_senders_word(client_for, editor, version):
    known_asset, content = (
        make_asset("T-02", files=[{"stored": make_stored_file(io.BytesIO(make.picture()))}]),
        make.picture(),
    )
    desk = client_for(editor)
    session = sent(desk, version, content)
    assert desk.post(f"{BASE}{session}/van-them/").status_code == 409, "nobody has asked yet"
    desk.post(f"{BASE}{session}/xong/")
    assert check_upload.call(session) == "duplicate"
    assert known_asset.code in desk.get(f"{BASE}{session}/").json()["refusal"] and not version.files.exists()
    assert desk.post(f"{BASE}{session}/van-them/").json()["pending"] is True
    assert check_upload.call(session) == "accepted" and version.files.count() == 1


def test_another_file_of_the_same_name_and_size_is_not_mixed_in(client_for, editor, version):
    desk, content = client_for(editor), make.picture()
    session = announce(desk, version, content, fingerprint="0" * 64).json()["id"]
    put(desk, session, 1, content)
    desk.post(f"{BASE}{session}/xong/")
    assert check_upload.call(session) == "refused"


def test_each_session_belongs_to_one_person_and_one_side(client, client_for, editor, version):
    session = announce(client_for(editor), version, make.picture()).json()["id"]
    addresses = [
        ("get", ""),
        ("post", "phan/"),
        ("get", "cac-phan/"),
        ("post", "xong/"),
        ("post", "bo/"),
        ("post", "ghi/"),
    ]
    for method, tail in addresses:
        assert getattr(client, method)(f"/tai-tep/{session}/{tail}").status_code == 401
        assert getattr(client_for(staff("change_asset")), method)(f"{BASE}{session}/{tail}").status_code == 404
        assert getattr(client_for(editor), method)(f"/tai-tep/{session}/{tail}").status_code == 404
        school = client_for(make_user(organisation=make_organisation()))
        assert getattr(school, method)(f"{BASE}{session}/{tail}").status_code == 403
    assert announce(client_for(staff()), version, b"x").status_code == 403
    assert (
        client_for(editor).post("/tai-tep/", {"upload_target": "library", "object_id": version.pk}).status_code == 404
    )


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"size": "0"}, 400),
        ({"size": "-5"}, 400),
        ({"size": "9" * 40}, 400),
        ({"size": str(2 * 1024**3)}, 413),
        ({"fingerprint": "xyz"}, 400),
        ({"object_id": "1;drop"}, 404),
        ({"object_id": "9" * 60}, 404),
        ({"upload_target": "cửa sau"}, 404),
        ({"name": "\u202egnp.exe" + "a" * 5000}, 201),
        ({"name": ""}, 201),
    ],
)
def test_what_a_browser_announces_is_looked_at(client_for, editor, version, fields, status):
    response = announce(client_for(editor), version, b"12345", **fields)
    assert response.status_code == status, response.text
    assert status == 201 or response.json()["error"].endswith((".", "!"))


def test_quota_and_the_number_of_unfinished_files(client_for, editor, version, monkeypatch):
    desk = client_for(editor)
    monkeypatch.setattr(sessions, "MAX_OPEN", 2)
    assert [announce(desk, version, b"a" * size, name=f"{size}.txt").status_code for size in (3, 4, 5)] == [
        201,
        201,
        409,
    ]
    monkeypatch.setattr(sessions, "MAX_OPEN", 20)
    monkeypatch.setattr(type(UPLOAD_TARGETS["library"]), "quota", lambda self, user, target: Quota(10, 7))
    response = announce(desk, version, b"a" * 6, name="6.txt")
    assert response.status_code == 413 and "còn 3" in response.json()["error"]


def test_a_released_version_takes_nothing_more(client_for, editor, version):
    desk, content = client_for(editor), make.picture()
    session = sent(desk, version, content)
    desk.post(f"{BASE}{session}/xong/")
    version.released_at = timezone.now()
    version.save()
    assert announce(desk, version, content, name="khac.png").status_code == 409
    assert check_upload.call(session) == "refused"
    assert "phiên bản mới" in UploadSession.objects.get(pk=session).refusal


def test_given_up_and_overdue_uploads_leave_no_parts(client_for, editor, version, capsys):
    desk = client_for(editor)
    first = sent(desk, version, make.picture())
    assert desk.post(f"{BASE}{first}/bo/").json()["state"] == "aborted"
    assert desk.post(f"{BASE}{first}/xong/").status_code == 409
    second = sent(desk, version, content := make.picture(size=(70, 70)), name="hai.png")
    UploadSession.objects.filter(pk=second).update(expires_at=timezone.now() - timedelta(minutes=1))
    assert announce(desk, version, content, name="hai.png").json()["resumed"] is False, "its parts go tonight"
    call_command("maintain_media")
    assert UploadSession.objects.get(pk=second).state == "expired"
    keys = {key for key, _upload, _begun in multipart.unfinished()}
    assert not keys & set(UploadSession.objects.filter(pk__in=[first, second]).values_list("key", flat=True))


def test_a_crash_behind_storages_complete_is_mended_by_asking_again(client_for, editor, version):
    desk, content = client_for(editor), make.picture()
    session = UploadSession.objects.get(pk=sent(desk, version, content))
    multipart.complete(session.key, session.upload_id, multipart.parts(session.key, session.upload_id))
    assert part_numbers(desk, session.pk) == [1]
    assert desk.post(f"{BASE}{session.pk}/xong/").status_code == 200
    assert check_upload.call(str(session.pk)) == "accepted"


def test_a_forgotten_check_is_put_back_once(client_for, editor, version, django_capture_on_commit_callbacks):
    desk = client_for(editor)
    session = sent(desk, version, make.picture())
    desk.post(f"{BASE}{session}/xong/")  # its enqueueing is lost: this test never commits
    UploadSession.objects.filter(pk=session).update(received_at=timezone.now() - timedelta(hours=1))
    call_command("maintain_media")
    call_command("maintain_media")
    assert DBTaskResult.objects.filter(task_path__endswith="check_upload", status="READY").count() == 1


def test_a_file_that_takes_every_worker_along_is_refused_at_last(client_for, editor, version):
    """Not put back for ever: it would stop the checks of everybody else's files."""
    desk = client_for(editor)
    session = sent(desk, version, make.picture())
    desk.post(f"{BASE}{session}/xong/")
    UploadSession.objects.filter(pk=session).update(received_at=timezone.now() - timedelta(hours=1))
    task = check_upload.using(backend="db").enqueue(session)
    for attempt in range(MAX_ATTEMPTS):
        DBTaskResult.objects.get(pk=task.id).claim(f"dead-{attempt}")
        reap(0)
        assert uploads.requeue_lost_checks() == 0, "it rests or is over"
    state = desk.get(f"{BASE}{session}/").json()
    assert state["pending"] is False and "Máy chủ dừng giữa chừng" in state["refusal"]
    assert not AssetFile.objects.exists()


def test_everybodys_first_file_is_checked_before_anybodys_second(
    client_for, version, django_capture_on_commit_callbacks
):
    busy, other = staff("change_asset"), staff("change_asset")
    for user, side in ((busy, 60), (busy, 61), (busy, 62), (other, 63)):
        desk = client_for(user)
        session = sent(desk, version, make.picture(size=(side, side)), name=f"{side}.jpg")
        with django_capture_on_commit_callbacks(execute=True):
            assert desk.post(f"{BASE}{session}/xong/").status_code == 200
    turns = []
    while task := DBTaskResult.objects.ready().filter(task_path__endswith="check_upload").first():  # as a worker draws
        turns.append(UploadSession.objects.get(pk=task.args_kwargs["args"][0]).owner)
        DBTaskResult.objects.filter(pk=task.pk).update(status="SUCCESSFUL")
    assert turns == [busy, other, busy, busy]


def test_parts_without_a_session_are_aborted_after_a_day(client_for, editor, version, monkeypatch):
    """A process that died between storage and the database leaves parts no row knows."""
    session = UploadSession.objects.get(pk=sent(client_for(editor), version, make.picture()))
    stray = new_key(multipart.PREFIX, "bin")
    multipart.begin(stray)
    keys = lambda: {key for key, _upload, _begun in multipart.unfinished()}  # noqa: E731
    assert {session.key, stray} <= keys()
    uploads.abort_strays()
    assert {session.key, stray} <= keys(), "both are young"
    monkeypatch.setattr(uploads, "STRAY", timedelta(seconds=-60))
    assert uploads.abort_strays() >= 1
    assert stray not in keys() and session.key in keys(), "an open session keeps its parts"
