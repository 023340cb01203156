"""Hostile and broken files through every address that takes one: said why in Vietnamese, within ten seconds, never a
5xx, and nothing left in a table, a bucket or a folder. A good file of the same kinds comes in at the same address.
"""

import html
import json
import re
import tempfile
import time
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import Collection

from media_library.models import SiteImage, UploadSession
from media_library.refusals import REASONS
from media_library.tasks import check_upload
from tests.factories import make_asset, make_image, make_stored_file
from tests.media_library import bombs
from tests.media_library import odd_files as odd
from tests.media_library import sample_files as make
from tests.media_library.prints import make_poster
from tests.media_library.test_intake import ole
from tests.media_library.test_uploads import announce, put
from tests.partners.pieces import full_form
from tests.partners.test_consents import with_person
from tests.partners.test_no_place import objects, people  # noqa: F401 - a fixture
from tests.partners.test_upload import begin
from tests.partners.test_upload import put as put_to_partners

pytestmark = pytest.mark.django_db
AJAX = {"X-Requested-With": "XMLHttpRequest"}

#: name of the file → bytes; no door takes any of them
HOSTILE = {
    "trống.jpg": b"",
    "ảnh.jpg": make.picture(size=(400, 400))[:-40],
    "bom.png": make.png_bomb(),
    "hình.png": b"\xef\xbb\xbf <svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "phim.mp4": b"\x00\x00\x00\x18ftypisom" + bytes(range(256)) * 20,
    "nhạc.mp3": b"ID3\x03\x00\x00\x00\x00\x00\x00" + bytes(range(256)) * 9,
    "khóa.pdf": make.pdf(encryption=make.pikepdf.Encryption(owner="a", user="b")),
    "vòng.pdf": odd.table_in_a_circle(),
    "macro.docx": make.office(parts={"word/vbaProject.bin": ole("VBA")}),
    "bom.zip": make.archive({"a.txt": b" " * 30_000_000}),
    "thư.txt": b"MZ\x90\x00" + bytes(200),
    "chữ.otf": b"OTTO\x00\x0b\x00\x80" + bytes(200),
    "phụ đề.vtt": b"WEBVTT\n\n00:00.000 --> 00:01.000\n<script>alert(1)</script>",
    "anh.tar": b"anh.jpg".ljust(257, b"\0") + b"ustar\x0000" + bytes(300),
}
#: Endless work under names that turn around, climb, hide or are a device.
BOMBS = {
    "ảnh\u202egpj.exe.png": bombs.frames_that_are_not_there(),
    "CON.pdf": bombs.forms_within_forms(),
    "x" * 300 + ".jpg": bombs.picture_of_many_passes(),
    "phim . . .mp4": bombs.clip_of_millions_of_samples(),
    "😀😀.mkv": bombs.endless_matroska(),
    "../../etc/passwd.zip": bombs.zip_that_ends_twice(),
    "mẫu.pdf": bombs.packed_form(),
    "chữ vẽ.pdf": bombs.letters_that_are_drawings(),
}
PICTURE, PAPER = ("IMG_0001.jpg", make.picture(exif=make.exif(6))), ("giấy.pdf", make.pdf())


def send(client, address, name, content, field, **data):
    """POST one file as a browser does; the answer's words, entities undone. Never a 5xx."""
    head = data.pop("headers", None)
    file = SimpleUploadedFile(name, content, "application/octet-stream")
    answer = client.post(address, data | {field: [file] if field == "anh" else file}, headers=head)
    assert answer.status_code < 500, (address, name, answer.status_code)
    if answer.status_code in {301, 302}:
        answer = client.get(answer.url.partition("#")[0])
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text = body.decode(errors="replace")
    return html.unescape(json.dumps(json.loads(text), ensure_ascii=False) if text[:1] in "{[" else text)


def wagtail(address, field="file", *, client="boss", prefix="", **extra):
    def door(who, name, content):
        root = Collection.get_first_root_node().pk
        data = {f"{prefix}title": "a", f"{prefix}collection": root}
        return send(who.clients[client], address(), name, content, prefix + field, **data, **extra)

    return door


def replaced_picture():
    """The editor of a picture that is there already."""
    image = SiteImage.objects.order_by("pk").first() or make_image()
    return reverse("wagtailimages:edit", args=[image.pk])


def asset_of(who):
    if not hasattr(who, "asset"):
        stored = make_stored_file(zone="quarantine", shows_minor=True)
        who.asset = make_asset("D-01", released=False, files=[{"stored": stored}])
    return who.asset


def library_form(who, name, content):
    asset = asset_of(who)
    data = {"action": "file", "version": asset.versions.get().pk, "role": "screen", "language": "vi", "label": "A"}
    return send(who.clients["library"], f"/admin/kho/{asset.pk}/", name, content, "file", **data, shows_minor="no")


def in_parts(client, base, answer, put_part, content):
    if answer.status_code != 201:
        assert 400 <= answer.status_code < 500
        return answer.json()["error"]
    session = answer.json()["id"]
    assert put_part(client, session, 1, content) == 200
    assert client.post(f"{base}{session}/xong/").status_code == 200
    begun = time.monotonic()
    check_upload.call(session)
    assert time.monotonic() - begun < 10
    told = client.get(f"{base}{session}/").json()
    UploadSession.objects.filter(pk=session, state="refused").delete()  # a row of the protocol, which says why
    return told["refusal"]


def library_in_parts(who, name, content):
    client = who.clients["library"]
    answer = announce(client, asset_of(who).versions.get(), content, name)
    return in_parts(client, "/admin/tai-tep/", answer, put, content)


def paper_of_the_library(who, name, content):
    asset = asset_of(who)
    words = {"subject": "Nhóm bạn", "age_band": "0-6", "purpose": "x", "scope": "site", "representative_agreed": "on"}
    words |= {"action": "consent", "file": asset.versions.get().files.order_by("pk").first().pk}
    return send(who.clients["library"], f"/admin/kho/{asset.pk}/", name, content, "paper_file", **words)


def table_of_the_library(who, name, content):
    return send(who.clients["boss"], "/admin/kho/nhap/", name, content, "table")


def partners_form(who, name, content):
    address = f"/doi-tac/bai/{who.draft.uuid}/sua/"
    return send(who.clients["partner"], address, name, content, "tep", **full_form(viec="luu"))


def partners_in_parts(who, name, content):
    client = who.clients["partner"]
    refusal = in_parts(
        client, "/tai-tep/", begin(client, who.draft, name, len(content), content), put_to_partners, content
    )
    if refusal:
        who.draft.files.filter(stored=None).delete()  # the row in which the partner reads why
    return refusal


def partners_paper(who, name, content):
    client, address = who.clients["partner"], f"/doi-tac/bai/{who.draft.uuid}/sua/"
    if not who.draft.people.exists():
        client.post(address, full_form(viec="them-nguoi", has_minor="co"))
    person = who.draft.people.get()
    words = full_form(viec="luu", has_minor="co", **with_person(person))
    return send(client, address, name, content, f"nguoi-{person.uuid}-giay", **words)


def partners_portrait(who, name, content):
    partner = who.draft.partner
    data = {"display_name": partner.display_name, "bio": "Chữ", "languages": ["vi"], "dong-y-hien": "co"}
    return send(who.clients["partner"], f"/doi-tac/ho-so/{partner.uuid}/", name, content, "chan-dung", **data)


def evidence(who, name, content):
    data = {"viec": "gui", "faces_ok": "on", "anh_key": [str(uuid4())], "headers": {"Accept": "application/json"}}
    return send(who.clients["school"], "/truong/viec/C04/", name, content, "anh", **data)


def list_of_schools(who, name, content):
    return send(who.clients["schools' reviewer"], "/admin/truong-hoc/nhap/", name, content, "tep")


def crest(who, name, content):
    if not hasattr(who, "zone"):
        who.zone = make_poster("P-A4-01", zone=True).current_version.files.get(role="print")
        who.zone.zone.takes_crest = True
        who.zone.zone.save()
    address = f"{who.zone.get_absolute_url()}ten-truong/"
    return send(who.clients["school"], address, name, content, "huy_hieu", ten="Trường THCS Sen Trắng")


TABLE = ("bảng.csv", "code,kind,name\nD-77,poster,Áp phích mới\n".encode())
#: door → (how a file is sent to it, a good file, how many rows that makes)
DOORS = {
    "image": (wagtail(lambda: reverse("wagtailimages:add")), PICTURE),
    "image replaced": (wagtail(replaced_picture), PICTURE),
    "images in bulk": (
        wagtail(lambda: reverse("wagtailimages:add_multiple"), "files[]", headers=AJAX),
        PICTURE,
    ),
    "image chooser": (
        wagtail(lambda: reverse("wagtailimages_chooser:create"), prefix="image-chooser-upload-"),
        PICTURE,
    ),
    "document": (wagtail(lambda: reverse("wagtaildocs:add")), PAPER),
    "documents in bulk": (wagtail(lambda: reverse("wagtaildocs:add_multiple"), "files[]", headers=AJAX), PAPER),
    "document chooser": (
        wagtail(lambda: reverse("wagtaildocs_chooser:create"), prefix="document-chooser-upload-"),
        PAPER,
    ),
    "library form": (library_form, ("clip.mp4", lambda: make.media("mp4", *make.H264))),
    "library in parts": (library_in_parts, ("bộ.zip", make.archive({"Áp phích/a4.pdf": make.pdf()}))),
    "paper of the library": (paper_of_the_library, PAPER),
    "table of the library": (table_of_the_library, TABLE),
    "partner's form": (partners_form, PICTURE),
    "partner in parts": (partners_in_parts, ("clip.mov", make.turned)),
    "partner's paper": (partners_paper, PAPER),
    "partner's portrait": (partners_portrait, ("mặt.heic", make.picture("HEIF"))),
    "evidence": (evidence, PICTURE),
    "list of schools": (list_of_schools, ("ds.csv", "Mã;Tên;Loại;Cấp\nT1;Trường Sen;trường;THCS\n".encode())),
    "crest": (crest, ("huy-hiệu.png", make.picture("PNG", size=(200, 200)))),
}
#: Rows that a refusal may write: what was typed beside the file, who tried, how much of the day is used.
BOOKS = {"logentry", "modellogentry", "session", "partnerday", "submission", "submissionevent", "claim", "claimevent"}
BOOKS |= {"dbtaskresult", "referenceindex", "contenttype", "indexentry"}


#: Each sentence of the table, whatever figures and names stand in it.
TOLD = [
    re.compile(".{1,300}?".join(re.escape(part) for part in re.split(r"%\(\w+\)s", str(sentence))), re.DOTALL)
    for _status, sentence in REASONS.values()
]


def told(text):
    """Whether one of the table's sentences is read, or the partners' own, before a byte is sent."""
    return any(sentence.search(text) for sentence in TOLD) or text.startswith("Ở đây nhận video MP4")


def rows_of(models):
    return {model._meta.label: model._base_manager.count() for model in models}


@pytest.fixture
def nothing_is_left(monkeypatch, tmp_path, s3, buckets):
    """A function that compares tables, both buckets and the folder of temporary files with what they were before."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    models = [model for model in apps.get_models() if model._meta.model_name not in BOOKS and model._meta.managed]
    before = {}

    def look(at):
        now = rows_of(models), set(objects(s3, buckets)), sorted(tmp_path.iterdir())
        if at is None:
            before["all"] = now
            return
        assert now[0] == before["all"][0], (at, {k: v for k, v in now[0].items() if v != before["all"][0][k]})
        assert now[1] == before["all"][1] and now[2] == [], at

    return look


@pytest.mark.parametrize("door", DOORS)
def test_hostile_files_are_refused_and_leave_nothing(
    door, request, nothing_is_left, django_capture_on_commit_callbacks
):
    all_are_refused(HOSTILE, door, request, nothing_is_left, django_capture_on_commit_callbacks)


@pytest.mark.parametrize("door", DOORS)
def test_bombs_with_odd_names_are_refused_and_leave_nothing(
    door, request, nothing_is_left, django_capture_on_commit_callbacks
):
    all_are_refused(BOMBS, door, request, nothing_is_left, django_capture_on_commit_callbacks)


def all_are_refused(files, door, request, nothing_is_left, django_capture_on_commit_callbacks):
    """Each is told off in Vietnamese within ten seconds and leaves nothing; then a good one comes in."""
    who = request.getfixturevalue("people")
    go, (good_name, good) = DOORS[door]
    with django_capture_on_commit_callbacks(execute=True):
        go(who, "thử.jpg", b"<svg/>")  # makes what the door stands on
    nothing_is_left(None)
    for name, content in files.items():
        begun = time.monotonic()
        with django_capture_on_commit_callbacks(execute=True):
            text = go(who, name, content)
        assert time.monotonic() - begun < 10, name
        assert told(text), (name, text[-3000:])
        nothing_is_left(name)
    assert not told(go(who, good_name, good() if callable(good) else good)), good_name
