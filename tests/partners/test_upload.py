"""Straight to storage: announce, post to S3, tell, be checked by the worker."""

import urllib.request
import uuid

import pytest

from partners.tasks import check_file
from partners.uploads import MAX_FILES

pytestmark = pytest.mark.django_db


def post_to_storage(post, content: bytes) -> int:
    """What the browser does with the signed form; returns the status."""
    edge = uuid.uuid4().hex
    parts = [
        f'--{edge}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in post["fields"].items()
    ]
    parts += [
        f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="clip.mp4"\r\n'.encode(),
        b"Content-Type: video/mp4\r\n\r\n",
        content,
    ]
    body = b"".join([*parts, f"\r\n--{edge}--\r\n".encode()])
    request = urllib.request.Request(post["url"], body, {"Content-Type": f"multipart/form-data; boundary={edge}"})
    try:
        return urllib.request.urlopen(request, timeout=10).status
    except urllib.error.HTTPError as error:
        return error.code


@pytest.fixture
def upload(client_for, kol, draft, work):
    """`upload(name, content, sent=…)` → (client, start's JSON, finish's response)."""

    def go(name, content, *, sent=None):
        client, base = client_for(kol), f"/doi-tac/bai/{draft.uuid}/tep/"
        started = client.post(base, {"name": name, "size": len(content)}).json()
        if sent != b"":
            assert post_to_storage(started, content if sent is None else sent) < 300
        with work():
            done = client.post(f"{base}{started['file']}/xong/")
        return client, started, done

    return go


def test_a_clip_arrives_is_cleaned_and_gets_a_preview(upload, draft, clip_bytes, s3, buckets):
    client, started, done = upload("má kiểm.mp4", clip_bytes)
    assert done.status_code == 200
    state = client.get(f"/doi-tac/bai/{draft.uuid}/tep/{started['file']}/").json()
    assert state["pending"] is False and state["refusal"] == "" and state["name"] == "má kiểm.mp4"
    row = draft.files.select_related("stored").get()
    assert row.stored.zone == "quarantine" and row.stored.media_type == "video/mp4" and row.stored.preview_key
    assert b"+10.0333" not in s3.get_object(Bucket=buckets[0], Key=row.stored.key)["Body"].read()
    assert not s3.list_objects_v2(Bucket=buckets[1], Prefix="partners/").get("Contents")
    check_file.call(str(row.uuid))  # a second run changes nothing
    assert draft.files.get().stored_id == row.stored_id


def test_html_named_mp4_is_refused_by_the_worker_and_its_bytes_are_gone(upload, draft, s3, buckets):
    client, started, done = upload("clip.mp4", b"<!doctype html><script>alert(1)</script>")
    assert done.status_code == 200
    row = draft.files.get()
    assert "HTML" in row.refusal and row.stored is None and row.incoming_key == ""
    assert not s3.list_objects_v2(Bucket=buckets[0], Prefix=started["fields"]["key"]).get("Contents")
    page = client.get(f"/doi-tac/bai/{draft.uuid}/sua/").content.decode()
    assert "HTML" in page
    client.post(f"/doi-tac/bai/{draft.uuid}/tep/{started['file']}/bo/")
    assert not draft.files.exists()


@pytest.mark.parametrize("sent", [b"", b"nua"])
def test_a_cut_off_upload_is_told_and_forgotten(upload, draft, sent):
    _client, _started, done = upload("clip.mp4", b"nua doan video", sent=sent)
    assert done.status_code == 409 and "chưa lên hết" in done.json()["error"]
    assert not draft.files.exists()


@pytest.mark.parametrize(
    ("name", "size", "status"),
    [
        ("hinh.svg", "100", 415),
        ("clip.mp4.exe", "100", 415),
        ("clip.mp4", "0", 400),
        ("clip.mp4", "-1", 400),
        ("clip.mp4", "muoi", 400),
        ("clip.mp4", "9" * 40, 400),
        ("clip.mp4", str(501 * 1024 * 1024), 413),
        ("anh.jpg", str(21 * 1024 * 1024), 413),
        ("", "10", 415),
    ],
)
def test_limits_are_told_before_a_byte_is_sent(client_for, kol, draft, name, size, status):
    answer = client_for(kol).post(f"/doi-tac/bai/{draft.uuid}/tep/", {"name": name, "size": size})
    assert answer.status_code == status and answer.json()["error"]
    assert not draft.files.exists()


def test_storage_refuses_more_bytes_than_announced(client_for, kol, draft):
    post = client_for(kol).post(f"/doi-tac/bai/{draft.uuid}/tep/", {"name": "a.mp4", "size": "10"}).json()
    assert post_to_storage(post, b"x" * 5000) >= 400


def test_a_submission_holds_few_files(client_for, kol, draft):
    client, address = client_for(kol), f"/doi-tac/bai/{draft.uuid}/tep/"
    answers = [client.post(address, {"name": "a.mp4", "size": "10"}).status_code for _ in range(MAX_FILES + 1)]
    assert answers == [201] * MAX_FILES + [409]


def test_files_of_others_do_not_exist(client_for, kol, stranger, draft):
    row = draft.files.create(declared_name="a.mp4", declared_size=3, incoming_key="incoming/x.mp4")
    base = f"/doi-tac/bai/{draft.uuid}/tep/{row.uuid}/"
    assert client_for(kol).get(base).status_code == 200
    for answer in (
        client_for(stranger).get(base),
        client_for(stranger).post(base + "xong/"),
        client_for(stranger).post(base + "bo/"),
    ):
        assert answer.status_code == 404
    assert client_for(kol).post(f"/doi-tac/bai/{draft.uuid}/tep/{uuid.uuid4()}/xong/").status_code == 404


def test_nothing_is_added_after_sending(client_for, kol, sent):
    assert client_for(kol).post(f"/doi-tac/bai/{sent.uuid}/tep/", {"name": "a.mp4", "size": "9"}).status_code == 409


def test_forgotten_work_is_taken_up_and_cut_off_uploads_are_dropped(draft, kol, clip_bytes, s3, buckets, work):
    """`manage.py tend_uploads`: what a lost worker left, and what a lost connection left."""
    from datetime import timedelta

    from django.core.management import call_command
    from django.utils import timezone

    from partners.models import SubmissionFile

    s3.put_object(Bucket=buckets[0], Key="incoming/quen.mp4", Body=clip_bytes)
    s3.put_object(Bucket=buckets[0], Key="incoming/vua-toi.mp4", Body=b"x")
    forgotten = draft.files.create(
        declared_name="quen.mp4",
        declared_size=len(clip_bytes),
        incoming_key="incoming/quen.mp4",
        received_at=timezone.now() - timedelta(hours=1),
    )
    never = draft.files.create(declared_name="a.mp4", declared_size=9, incoming_key="incoming/khong-toi.mp4")
    SubmissionFile.objects.filter(pk=never.pk).update(created_at=timezone.now() - timedelta(hours=25))
    with work():
        call_command("tend_uploads")
    forgotten.refresh_from_db()
    assert forgotten.stored is not None and not SubmissionFile.objects.filter(pk=never.pk).exists()
    assert s3.head_object(Bucket=buckets[0], Key="incoming/vua-toi.mp4")  # too young to be swept
    s3.delete_object(Bucket=buckets[0], Key="incoming/vua-toi.mp4")
