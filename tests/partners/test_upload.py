"""Files in parts by the partner's upload target, and through the plain form. Real S3 throughout."""

import errno
import hashlib
import html
import io
import re
import subprocess
import urllib.error
import urllib.request
import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django_tasks_db.models import DBTaskResult

from files.intake.sandbox import ffmpeg_path
from files.models import UploadSession
from partners.media.uploads import MAX_FILES
from partners.models import PartnerDay, ProfileProposal, Submission
from partners.models.quota import DAY_BYTES, DAY_FILES, DAY_SENDS
from tests.factories import make_user, picture_bytes
from tests.files import sample_files as make
from tests.partners.pieces import announce, full_form
from tests.partners.test_three_languages import VIETNAMESE, Left

pytestmark = pytest.mark.django_db
BASE = "/tai-tep/"


def begin(client, piece, name, size, content=b"", **target):
    ends = hashlib.sha256(content[: 2**20] + content[max(len(content) - 2**20, 0) :]).hexdigest() if content else ""
    data = {"upload_target": "partner", "object_id": str(piece.uuid), "name": name, "size": size, "fingerprint": ends}
    return client.post(BASE, data | target)


def put(client, session, number, data) -> int:
    """Send one part as the browser does; returns the status of storage."""
    url = client.post(f"{BASE}{session}/phan/", {"part": number}).json()["url"]
    try:
        with urllib.request.urlopen(urllib.request.Request(url, data=data, method="PUT"), timeout=10) as response:
            return response.status
    except urllib.error.HTTPError as refusal:
        return refusal.code


@pytest.fixture
def upload(client_for, kol, draft, work):
    """`upload(name, content)` → (client, session id) of a file that has gone through the gate."""

    def go(name, content):
        client = client_for(kol)
        session = begin(client, draft, name, len(content), content).json()["id"]
        assert put(client, session, 1, content) == 200
        with work():
            assert client.post(f"{BASE}{session}/xong/").status_code == 200
        return client, session

    return go


def test_a_clip_arrives_is_cleaned_and_gets_a_copy_to_watch(upload, draft, clip_bytes, s3, buckets):
    client, session = upload("má kiểm.mp4", clip_bytes)
    state = client.get(f"{BASE}{session}/").json()
    assert state["state"] == "accepted" and state["refusal"] == ""
    row = draft.files.select_related("stored").get()
    assert row.declared_name == "má kiểm.mp4" and row.stored.zone == "quarantine" and row.stored.preview_key
    assert b"+10.0333" not in s3.get_object(Bucket=buckets[0], Key=row.stored.key)["Body"].read()
    assert not s3.list_objects_v2(Bucket=buckets[1], Prefix=row.stored.key).get("Contents")
    copy = s3.get_object(Bucket=buckets[0], Key=row.viewing_key)["Body"].read()
    assert b"ftyp" in copy[:12] and copy != clip_bytes


def test_a_recording_gets_a_copy_to_play_without_its_cover(upload, draft, tone, s3, buckets):
    """The newsroom never has to open the original to hear what was sent."""
    client, session = upload("lời kể.mp3", tone)
    assert client.get(f"{BASE}{session}/").json()["state"] == "accepted"
    row = draft.files.select_related("stored").get()
    assert row.family == "audio" and row.can_be_played
    copy = s3.get_object(Bucket=buckets[0], Key=row.viewing_key)["Body"].read()
    assert b"ftyp" in copy[:12] and b"mp4a" in copy and b"avc1" not in copy


@pytest.fixture(scope="module")
def tone(tmp_path_factory):
    """One second of MP3 with a cover picture and a title, as recorders make them."""
    folder = tmp_path_factory.mktemp("tone")
    cover, sound = folder / "cover.png", folder / "tone.mp3"
    cover.write_bytes(picture_bytes(64, 64, file_format="PNG").getvalue())
    command = [ffmpeg_path(), "-v", "error", "-nostdin", "-f", "lavfi", "-i", "sine=frequency=440:duration=1"]
    command += ["-i", str(cover), "-map", "0:a", "-map", "1:v", "-c:a", "libmp3lame", "-c:v", "png"]
    subprocess.run([*command, "-metadata", "title=Nhà của Mây", str(sound)], check=True, timeout=60)
    return sound.read_bytes()


def test_bytes_that_come_after_the_check_change_nothing(upload, draft, clip_bytes, s3, buckets):
    """The address of a part lives an hour; the file that was checked has another key, and its upload is closed."""
    client, session = upload("clip.mp4", clip_bytes)
    row = draft.files.select_related("stored").get()
    before = s3.get_object(Bucket=buckets[0], Key=row.stored.key)["Body"].read()
    assert client.post(f"{BASE}{session}/phan/", {"part": 1}).status_code == 409
    assert UploadSession.objects.get(pk=session).key != row.stored.key
    assert s3.get_object(Bucket=buckets[0], Key=row.stored.key)["Body"].read() == before


@pytest.mark.parametrize(("language", "words"), [("vi", "tệp HTML"), ("en", "HTML"), ("km", "HTML")])
def test_a_refusal_is_read_in_the_readers_language(upload, client_for, kol, draft, language, words):
    """The worker speaks Vietnamese: what it writes is a code, and each page says it in its own words."""
    client, session = upload("clip.mp4", b"<!doctype html><script>alert(1)</script>")
    row = draft.files.get()
    assert row.refused == {"reason": "markup", "profile": "partner", "params": row.refused["params"]}
    refusal = client.get(f"{BASE}{session}/", {"tieng": language}).json()["refusal"]
    page = client.get(f"/doi-tac/bai/{draft.uuid}/sua/", {"tieng": language}).content.decode()
    assert words in refusal and refusal in html.unescape(page)
    assert language == "vi" or not (VIETNAMESE.search(refusal) or Left(page).found), refusal


def test_html_named_mp4_is_refused_and_says_so_on_the_form(upload, client_for, kol, draft):
    upload("clip.mp4", b"<!doctype html><script>alert(1)</script>")
    row = draft.files.get()
    assert "HTML" in row.refusal and row.stored is None
    page = client_for(kol).get(f"/doi-tac/bai/{draft.uuid}/sua/").content.decode()
    assert "HTML" in page
    client_for(kol).post(f"/doi-tac/bai/{draft.uuid}/tep/{row.uuid}/bo/")
    assert not draft.files.exists()


def test_a_file_that_arrived_while_the_page_was_open_can_be_taken_off(upload, client_for, kol, draft):
    """Its button comes with the list that the script fetches, and belongs to a form of the page as it was before."""
    opened = client_for(kol).get(f"/doi-tac/bai/{draft.uuid}/sua/").text
    client, _session = upload("clip.mp4", b"<!doctype html><script>alert(1)</script>")
    listed = client.get(f"/doi-tac/bai/{draft.uuid}/tep/").text
    button = re.search(r'form="([^"]+)" formmethod="post"\s+formaction="([^"]+)"', listed)
    assert f'<form id="{button[1]}" method="post">' in opened
    client.post(button[2])
    assert not draft.files.exists()


@pytest.mark.parametrize(
    ("name", "size", "status"),
    [
        ("hinh.svg", "100", 415),
        ("clip.mp4.exe", "100", 415),
        ("clip.mp4", "0", 400),
        ("clip.mp4", "muoi", 400),
        ("clip.mp4", "9" * 40, 400),
        ("clip.mp4", "500000001", 413),
        ("anh.jpg", "20000001", 413),
        ("", "10", 415),
    ],
)
def test_limits_are_told_before_a_byte_is_sent(client_for, kol, draft, name, size, status):
    response = begin(client_for(kol), draft, name, size)
    assert response.status_code == status and response.json()["error"]
    assert not UploadSession.objects.exists()


@pytest.mark.parametrize(
    ("name", "limit", "words"), [("clip.mp4", 500_000_000, "500 MB"), ("anh.jpg", 20_000_000, "20 MB")]
)
def test_a_limit_means_the_same_to_the_check_and_to_the_text(client_for, kol, draft, name, limit, words):
    client = client_for(kol)
    over = begin(client, draft, name, limit + 1)
    assert over.status_code == 413 and f"Tệp lớn hơn {words}." in over.json()["error"]
    assert begin(client, draft, name, limit).status_code == 201
    assert words in client.get(f"/doi-tac/bai/{draft.uuid}/sua/").content.decode().replace("ảnh 20 MB", "20 MB")
    assert (
        client.get(BASE, {"upload_target": "partner", "object_id": str(draft.uuid)})
        .json()["quota"]
        .endswith("trong 4 GB.")
    )


def test_the_plain_form_takes_what_its_hint_says(client_for, kol, draft):
    for size, status in ((20_000_001, 422), (20_000_000, 422)):
        file = io.BytesIO(b"\xff\xd8\xff" + bytes(size - 3))
        file.name = "anh.jpg"
        response = client_for(kol).post(f"/doi-tac/bai/{draft.uuid}/sua/", full_form(viec="luu", tep=file))
        assert response.status_code == status
        assert ("Tệp lớn hơn 20 MB" in response.text) == (size > 20_000_000), (
            "the other one is no picture, but not large"
        )
    for name, content in (
        ("anh.jpg", b"\x00\x01khong phai anh"),
        ("giay.pdf", make.pdf()),
        ("dong.jpg", make.animation()),
    ):
        file = io.BytesIO(content)
        file.name = name
        response = client_for(kol).post(f"/doi-tac/bai/{draft.uuid}/sua/", full_form(viec="luu", tep=file))
        assert (
            response.status_code == 422 and "nhận: JPEG, PNG, WebP, AVIF, HEIC, MP4, MOV, WebM, MP3" in response.text
        ), name


def test_a_piece_holds_few_files_and_a_partner_has_a_day(client_for, kol, draft, partner):
    client = client_for(kol)
    for number in range(MAX_FILES):
        announce(draft, f"{number}.mp4")
    for name in ("a.mp4", "0.mp4"):  # without a fingerprint nothing is resumed, whatever the name
        assert begin(client, draft, name, 10).status_code == 409
    UploadSession.objects.all().delete()
    PartnerDay.objects.create(partner=partner, day=draft.created_at.astimezone().date(), size=DAY_BYTES - 5)
    full = begin(client, draft, "a.mp4", 10)
    assert full.status_code == 413
    assert "còn gửi được 5\xa0B" in full.json()["error"] and "ngày mai" in full.json()["error"]
    PartnerDay.objects.update(size=0, files=DAY_FILES)
    response = begin(client, draft, "a.mp4", 10)
    assert response.status_code == 429 and "từ ngày mai" in response.json()["error"]


def test_a_partner_sends_so_many_pieces_a_day_and_keeps_the_draft(client_for, kol, draft, partner):
    client, address = client_for(kol), f"/doi-tac/bai/{draft.uuid}/sua/"
    day = PartnerDay.objects.create(partner=partner, day=draft.created_at.astimezone().date(), sends=DAY_SENDS)
    refused = client.post(address, full_form(title="Bài thứ hai mươi mốt"))
    draft.refresh_from_db()
    assert refused.status_code == 422 and "gửi tiếp từ ngày mai" in refused.text
    assert (draft.state, draft.title) == ("draft", "Bài thứ hai mươi mốt")
    PartnerDay.objects.filter(pk=day.pk).update(sends=DAY_SENDS - 1)
    assert client.post(address, full_form()).status_code == 302
    draft.refresh_from_db()
    day.refresh_from_db()
    assert draft.state == "sent" and day.sends == DAY_SENDS


def test_the_plain_form_counts_to_the_same_day(client_for, kol, draft, partner):
    client, address = client_for(kol), f"/doi-tac/bai/{draft.uuid}/sua/"
    day = PartnerDay.objects.create(partner=partner, day=draft.created_at.astimezone().date())
    for full in ({"files": DAY_FILES, "size": 0}, {"files": 0, "size": DAY_BYTES - 5}):
        PartnerDay.objects.filter(pk=day.pk).update(**full)
        response = client.post(address, full_form(viec="luu", tep=SimpleUploadedFile("a.jpg", picture_bytes().read())))
        assert response.status_code == 422 and "từ ngày mai" in response.text
        assert not draft.files.exists()
    PartnerDay.objects.filter(pk=day.pk).update(files=DAY_FILES - 1, size=0)
    form = full_form(viec="luu", tep=SimpleUploadedFile("a.jpg", picture_bytes().read()))
    assert client.post(address, form).status_code == 302
    day.refresh_from_db()
    assert draft.files.count() == 1 and day.files == DAY_FILES and day.size > 0


@pytest.mark.parametrize(("number", "size"), [(DAY_FILES, 10), (1, DAY_BYTES - 5)])
def test_the_plain_form_counts_what_was_announced_in_parts(client_for, kol, draft, partner, number, size):
    other = Submission.objects.create(partner=partner, created_by=kol)
    for at in range(number):
        announce(other, f"{at}.mp4", size)
    client, address = client_for(kol), f"/doi-tac/bai/{draft.uuid}/sua/"
    response = client.post(address, full_form(viec="luu", tep=SimpleUploadedFile("a.jpg", picture_bytes().read())))
    assert response.status_code == 422 and "từ ngày mai" in response.text and not draft.files.exists()
    UploadSession.objects.update(state="aborted", created_at=draft.created_at - timedelta(days=1))
    form = full_form(viec="luu", tep=SimpleUploadedFile("a.jpg", picture_bytes().read()), ban="")
    assert client.post(address, form).status_code == 302 and draft.files.count() == 1


def test_one_partners_flood_does_not_close_uploads_to_another(client_for, kol, stranger, draft, partner):
    PartnerDay.objects.create(partner=partner, day=draft.created_at.astimezone().date(), files=DAY_FILES)
    other = stranger.partner_memberships.get().partner
    theirs = Submission.objects.create(partner=other, created_by=stranger)
    assert begin(client_for(kol), draft, "a.mp4", 10).status_code == 429
    assert begin(client_for(stranger), theirs, "a.mp4", 10).status_code == 201


def in_order():
    """Whose files the worker would take, task by task, as it draws them now: [(partner, name of the task), …]."""
    turns = []
    while task := DBTaskResult.objects.ready().first():
        named = task.args_kwargs["args"][0]
        session = UploadSession.objects.filter(pk=named).first()
        target = {"uuid": session.object_id} if session else {"files__uuid": named}
        piece = Submission.objects.filter(**target).first() or Submission.objects.get(files__stored=named)
        turns.append((piece.partner, task.task_path.rsplit(".", 1)[-1]))
        DBTaskResult.objects.filter(pk=task.pk).update(status="SUCCESSFUL")
    return turns


def test_a_partner_who_floods_does_not_slow_another(
    client_for, kol, stranger, draft, partner, clip_bytes, django_capture_on_commit_callbacks
):
    """Five clips through the plain form and three in parts, from two accounts; then somebody else sends one."""
    manager = make_user("quanly@demo.example")
    partner.members.create(user=manager)
    other = stranger.partner_memberships.get().partner
    theirs = Submission.objects.create(partner=other, created_by=stranger)
    with django_capture_on_commit_callbacks(execute=True):
        for number in range(5):
            file = io.BytesIO(clip_bytes)
            file.name = f"lu-{number}.mp4"
            piece = Submission.objects.create(partner=partner, created_by=kol)
            form = full_form(viec="luu", tep=file)
            assert client_for(kol).post(f"/doi-tac/bai/{piece.uuid}/sua/", form).status_code == 302
        for user, piece in ((kol, draft), (manager, draft), (manager, draft), (stranger, theirs)):
            client, name = client_for(user), f"{uuid.uuid4()}.mp4"
            session = begin(client, piece, name, len(clip_bytes)).json()["id"]
            assert put(client, session, 1, clip_bytes) == 200
            assert client.post(f"{BASE}{session}/xong/").status_code == 200
    turns = in_order()
    mine = next(place for place, turn in enumerate(turns) if turn[0] == other)
    before = [task for _partner, task in turns[:mine]]
    assert len(turns) > 15 and before.count("make_viewing_copy") <= 1 and before.count("check_upload") <= 1, before


def test_files_of_others_do_not_exist(client_for, kol, stranger, draft):
    session = begin(client_for(kol), draft, "a.mp4", 10).json()["id"]
    thief = client_for(stranger)
    assert begin(thief, draft, "a.mp4", 10).status_code == 404
    assert thief.get(BASE, {"upload_target": "partner", "object_id": str(draft.uuid)}).status_code == 404
    for place in ("", "cac-phan/"):
        assert thief.get(f"{BASE}{session}/{place}").status_code == 404
    for place in ("phan/", "xong/", "bo/"):
        assert thief.post(f"{BASE}{session}/{place}", {"part": 1}).status_code == 404
    assert client_for().post(BASE, {"upload_target": "partner", "object_id": str(draft.uuid)}).status_code == 401
    for target in ("", "khong", str(uuid.uuid4())):
        response = client_for(kol).post(
            BASE, {"upload_target": "partner", "object_id": target, "name": "a.mp4", "size": 5}
        )
        assert response.status_code == 404


def test_nothing_is_added_after_sending(client_for, kol, sent):
    assert begin(client_for(kol), sent, "a.mp4", 9).status_code == 409


def test_a_file_on_its_way_keeps_the_piece_from_being_sent(client_for, kol, draft):
    announce(draft, "dang-tai.mp4")
    response = client_for(kol).post(f"/doi-tac/bai/{draft.uuid}/sua/", full_form())
    assert response.status_code == 422 and "dang-tai.mp4” chưa tải lên xong" in response.content.decode()


@pytest.mark.parametrize(
    "moved_on",
    [
        lambda piece: Submission.objects.filter(pk=piece.pk).update(state="withdrawn"),
        lambda piece: Submission.objects.filter(pk=piece.pk).update(state="sent"),
        lambda piece: [piece.files.create(declared_name=f"{number}.jpg") for number in range(MAX_FILES)],
    ],
    ids=["withdrawn", "sent", "filled"],
)
def test_a_file_that_is_checked_while_the_piece_moves_on_is_not_kept(client_for, kol, draft, work, moved_on):
    client, content = client_for(kol), picture_bytes(40, 30).read()
    session = begin(client, draft, "anh.jpg", len(content), content).json()["id"]
    assert put(client, session, 1, content) == 200
    with work():
        assert client.post(f"{BASE}{session}/xong/").status_code == 200
        moved_on(draft)
    state = client.get(f"{BASE}{session}/").json()
    assert state["state"] == "refused" and "đã rút" in state["refusal"]
    assert not draft.files.filter(stored__isnull=False).exists()


def test_captions_of_a_file_are_kept_with_the_draft(client_for, kol, draft, work):
    picture = picture_bytes(400, 300)
    picture.name = "chợ nổi.jpg"
    client, address = client_for(kol), f"/doi-tac/bai/{draft.uuid}/sua/"
    with work():
        client.post(address, full_form(viec="luu", tep=picture))
    row = draft.files.get()
    client.post(address, full_form(viec="luu", **{f"chu-{row.uuid}": "  Chợ   nổi Cái Răng "}))
    row.refresh_from_db()
    assert row.caption == "Chợ nổi Cái Răng"
    assert "Chợ nổi Cái Răng" in client.get(f"/doi-tac/bai/{draft.uuid}/tep/").content.decode()
    look = client.get(f"/doi-tac/bai/{draft.uuid}/tep/{row.uuid}/hinh/")
    assert look["Content-Type"] == "image/webp" and "no-store" in look["Cache-Control"]


@pytest.mark.parametrize(("language", "words"), [("vi", "Hôm nay còn"), ("km", "ថ្ងៃនេះ"), ("xx", "Hôm nay còn")])
def test_the_box_is_answered_in_the_language_of_its_page(client_for, kol, draft, language, words):
    parameters = {"upload_target": "partner", "object_id": str(draft.uuid), "tieng": language}
    response = client_for(kol).get("/tai-tep/", parameters)
    assert response.status_code == 200 and response.json()["quota"].startswith(words)
    assert "tieng" not in response.cookies


def test_on_a_full_disk_the_words_are_kept_and_the_answer_is_507(client_for, kol, draft, monkeypatch):
    client, address = client_for(kol), f"/doi-tac/bai/{draft.uuid}/sua/"
    large = SimpleUploadedFile("anh.png", make.noise(1200), content_type="image/png")

    def no_space(*args, **kwargs):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(TemporaryUploadedFile, "flush", no_space, raising=False)
        response = client.post(address, full_form(title="Má kiểm hợp đồng ngày mưa", viec="luu", tep=large))
        assert response.status_code == 507 and "đang đầy" in response.text and "ngày mưa" in response.text
        large.seek(0)
        profile = {"display_name": "Mây", "bio": "Chữ còn đây", "languages": ["vi"], "chan-dung": large}
        response = client.post(f"/doi-tac/ho-so/{draft.partner.uuid}/", profile)
        assert response.status_code == 507 and "đang đầy" in response.text and "Chữ còn đây" in response.text
    draft.refresh_from_db()
    assert draft.title == "Má kiểm hợp đồng ngày mưa" and not draft.files.exists()
    assert not ProfileProposal.objects.exists()
    large.seek(0)
    assert client.post(address, full_form(viec="luu", tep=large)).status_code == 302 and draft.files.count() == 1
