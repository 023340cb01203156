"""Every address that takes a file, asked with the same files: said why in Vietnamese, never a 5xx, and nothing left in
a table, a bucket or a folder; a good file of the same kinds comes in at the same address, without its metadata.

With every change each entry is asked an infected file, one that is too large, and a picture that says where it was
taken (or, where pictures do not come in, the entry's own kind with a name in its metadata). What else may be wrong with
a file is asked at the gate (tests/media_library), behind which all entries lie; every such file through every entry is
slow.
"""

import html
import io
import json
import re
import tempfile
import time
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import translation
from openpyxl import Workbook
from wagtail.models import Collection

from activities.models import Entry
from files.cleaners.limits import TEXT_MAX_BYTES
from files.intake import slots
from files.intake.messages import REASONS
from files.limits import FORM_MAX_BYTES, PROFILES
from files.models import UploadSession
from files.uploads.tasks import check_upload
from media_library.models import Asset, AssetFile, SiteImage
from schools.register.reader import MAX_BYTES as REGISTER_MAX_BYTES
from tests.activities.contest_rows import make_contest, make_entry
from tests.clamd import SIGNATURE, STREAM_LIMIT
from tests.factories import make_asset, make_image, make_stored_file
from tests.files import bombs
from tests.files import odd_files as odd
from tests.files import sample_files as make
from tests.files.test_intake import ole
from tests.files.test_uploads import announce, put
from tests.media_library.prints import make_poster
from tests.partners.pieces import full_form, objects
from tests.partners.test_consents import with_person
from tests.partners.test_no_place import found_in, is_raw
from tests.partners.test_upload import begin
from tests.partners.test_upload import put as put_to_partners
from users.signin.backend import LOGIN_BACKEND

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("emptied")]
AJAX = {"X-Requested-With": "XMLHttpRequest"}

#: name of the file → what makes its bytes; no entry takes any of them
HOSTILE = {
    "trống.jpg": bytes,
    "ảnh.jpg": lambda: make.picture(size=(400, 400))[:-40],
    "bom.png": make.png_bomb,
    "hình.png": lambda: b"\xef\xbb\xbf <svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "phim.mp4": lambda: b"\x00\x00\x00\x18ftypisom" + bytes(range(256)) * 20,
    "nhạc.mp3": lambda: b"ID3\x03\x00\x00\x00\x00\x00\x00" + bytes(range(256)) * 9,
    "khóa.pdf": lambda: make.pdf(encryption=make.pikepdf.Encryption(owner="a", user="b")),
    "vòng.pdf": odd.table_in_a_circle,
    "macro.docx": lambda: make.office(parts={"word/vbaProject.bin": ole("VBA")}),
    "bom.zip": lambda: make.archive({"a.txt": b" " * 30_000_000}),
    "thư.txt": lambda: b"MZ\x90\x00" + bytes(200),
    "chữ.otf": lambda: b"OTTO\x00\x0b\x00\x80" + bytes(200),
    "phụ đề.vtt": lambda: b"WEBVTT\n\n00:00.000 --> 00:01.000\n<script>alert(1)</script>",
    "anh.tar": lambda: b"anh.jpg".ljust(257, b"\0") + b"ustar\x0000" + bytes(300),
}
#: Endless work under names that turn around, climb, hide or are a device.
BOMBS = {
    "ảnh\u202egpj.exe.png": bombs.frames_that_are_not_there,
    "CON.pdf": bombs.letters_within_letters,
    "x" * 300 + ".jpg": bombs.picture_of_many_passes,
    "phim . . .mp4": bombs.clip_of_millions_of_samples,
    "😀😀.mkv": bombs.endless_matroska,
    "../../etc/passwd.zip": bombs.zip_that_ends_twice,
    "mẫu.pdf": bombs.packed_form,
    "chữ vẽ.pdf": bombs.letters_that_are_drawings,
}


def send(client, address, name, content, field, **data):
    """POST one file as a browser does; the answer's words, entities undone. Never a 5xx."""
    head = data.pop("headers", None)
    file = SimpleUploadedFile(name, content, "application/octet-stream")
    response = client.post(address, data | {field: [file] if field == "anh" else file}, headers=head)
    assert response.status_code < 500, (address, name, response.status_code)
    if response.status_code in {301, 302}:
        response = client.get(response.url.partition("#")[0])
    body = b"".join(response.streaming_content) if response.streaming else response.content
    text = body.decode(errors="replace")
    return html.unescape(json.dumps(json.loads(text), ensure_ascii=False) if text[:1] in "{[" else text)


def wagtail(address, field="file", *, client="boss", prefix="", **extra):
    def entry(people, name, content):
        root = Collection.get_first_root_node().pk
        data = {f"{prefix}title": "a", f"{prefix}collection": root}
        return send(people.clients[client], address(), name, content, prefix + field, **data, **extra)

    return entry


def replaced_picture():
    """The editor of a picture that is there already."""
    return reverse("wagtailimages:edit", args=[SiteImage.objects.earliest("pk").pk])


def library_form(people, name, content):
    asset = people.asset
    data = {"action": "file", "version": asset.versions.get().pk, "role": "screen", "language": "vi", "label": "A"}
    return send(people.clients["library"], f"/admin/kho/{asset.pk}/", name, content, "file", **data, shows_minor="no")


def in_parts(client, base, response, put_part, content):
    """What the gate says of a file that was announced; "" when it came in."""
    if response.status_code != 201:
        assert 400 <= response.status_code < 500
        return response.json()["error"]
    session = response.json()["id"]
    assert put_part(client, session, 1, content) == 200
    assert client.post(f"{base}{session}/xong/").status_code == 200
    check_upload.call(session)
    status = client.get(f"{base}{session}/").json()
    UploadSession.objects.filter(pk=session, state="refused").delete()  # a row of the protocol, which says why
    return status["refusal"]


def library_in_parts(people, name, content, **announced):
    client = people.clients["library"]
    response = announce(client, people.asset.versions.get(), content, name, **announced)
    return in_parts(client, "/admin/tai-tep/", response, put, content)


def dropped_in_parts(people, name, content, **announced):
    client = people.clients["library"]
    target = {"upload_target": "library-drop", "object_id": "moi"}
    response = announce(client, people.asset.versions.get(), content, name, **target, **announced)
    return in_parts(client, "/admin/tai-tep/", response, put, content)


def paper_of_the_library(people, name, content):
    asset = people.asset
    words = {"subject": "Nhóm bạn", "age_band": "0-6", "purpose": "x", "scope": "site", "representative_agreed": "on"}
    words |= {"action": "consent", "file": asset.versions.get().files.order_by("pk").first().pk}
    return send(people.clients["library"], f"/admin/kho/{asset.pk}/", name, content, "paper_file", **words)


def table_of_the_library(people, name, content):
    return send(people.clients["boss"], "/admin/kho/nhap/", name, content, "table")


def partners_form(people, name, content):
    address = f"/doi-tac/bai/{people.draft.uuid}/sua/"
    return send(people.clients["partner"], address, name, content, "tep", **full_form(viec="luu"))


def partners_in_parts(people, name, content, *, size=0):
    client = people.clients["partner"]
    response = begin(client, people.draft, name, size or len(content), content)
    refusal = in_parts(client, "/tai-tep/", response, put_to_partners, content)
    if refusal:
        people.draft.files.filter(stored=None).delete()  # the row in which the partner reads why
    return refusal


def partners_paper(people, name, content):
    client, address = people.clients["partner"], f"/doi-tac/bai/{people.draft.uuid}/sua/"
    person = people.draft.people.get()
    words = full_form(viec="luu", has_minor="co", **with_person(person))
    return send(client, address, name, content, f"nguoi-{person.uuid}-giay", **words)


def partners_portrait(people, name, content):
    partner = people.draft.partner
    data = {"display_name": partner.display_name, "bio": "Chữ", "languages": ["vi"], "dong-y-hien": "co"}
    return send(people.clients["partner"], f"/doi-tac/ho-so/{partner.uuid}/", name, content, "chan-dung", **data)


def evidence(people, name, content):
    data = {"viec": "gui", "faces_ok": "on", "anh_key": [str(uuid4())], "headers": {"Accept": "application/json"}}
    return send(people.clients["school"], "/truong/viec/C04/", name, content, "anh", **data)


def contest_form(people, name, content):
    address = f"/bao-cao-vien/cuoc-thi/bai/{people.entry.uuid}/"
    return send(people.clients["school"], address, name, content, "tep", viec="them-tep")


def contest_in_parts(people, name, content, *, size=0):
    client = people.clients["school"]
    target = {"upload_target": "contest", "object_id": str(people.entry.uuid)}
    response = begin(client, people.entry, name, size or len(content), content, **target)
    refusal = in_parts(client, "/tai-tep/", response, put_to_partners, content)
    if refusal:
        people.entry.files.filter(stored=None).delete()  # the row in which the sender reads why
    return refusal


def list_of_schools(people, name, content):
    return send(people.clients["schools' reviewer"], "/admin/truong-hoc/nhap/", name, content, "tep")


def crest(people, name, content):
    address = f"{people.poster.get_absolute_url()}ten-truong/"
    return send(people.clients["school"], address, name, content, "huy_hieu", ten="Trường THCS Sen Trắng")


def picture_of_a_phone():
    return make.picture(exif=make.exif(6))


def paper_with_a_name():
    return make.pdf(edit=lambda document: document.docinfo.__setitem__("/Author", make.CANARY))


def sheet_with_a_name(*rows):
    """An XLSX of these rows whose properties name its author."""
    book, out = Workbook(), io.BytesIO()
    book.properties.creator = make.CANARY
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def kit_of_a_phone():
    return make.archive({"Áp phích/a4.pdf": paper_with_a_name(), "ảnh.jpg": picture_of_a_phone()})


PICTURE, PAPER = ("IMG_0001.jpg", picture_of_a_phone), ("giấy.pdf", paper_with_a_name)
CLIP = ("clip.mp4", lambda: make.media("mp4", *make.H264, *make.TAGS))
TABLE = ("bảng.xlsx", lambda: sheet_with_a_name(("code", "kind", "name"), ("D-77", "poster", "Áp phích mới")))
REGISTER = (
    "ds.xlsx",
    lambda: sheet_with_a_name(("Mã", "Tên", "Loại", "Cấp"), ("T1", "Trường Sen", "trường", "THCS")),
)
#: entry → (how a file is sent to it, a good file with a name or a place in its metadata)
UPLOAD_ENTRIES = {
    "image": (wagtail(lambda: reverse("wagtailimages:add")), PICTURE),
    "image replaced": (wagtail(replaced_picture), PICTURE),
    "images in bulk": (wagtail(lambda: reverse("wagtailimages:add_multiple"), "files[]", headers=AJAX), PICTURE),
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
    "library form": (library_form, CLIP),
    "library in parts": (library_in_parts, ("bộ.zip", kit_of_a_phone)),
    "dropped in parts": (dropped_in_parts, ("bộ.zip", kit_of_a_phone)),
    "paper of the library": (paper_of_the_library, PAPER),
    "table of the library": (table_of_the_library, TABLE),
    "partner's form": (partners_form, PICTURE),
    "partner in parts": (partners_in_parts, ("clip.mov", make.turned)),
    "partner's paper": (partners_paper, PAPER),
    "partner's portrait": (partners_portrait, ("mặt.heic", lambda: make.picture("HEIF", exif=make.exif()))),
    "evidence": (evidence, PICTURE),
    "entry of a contest": (contest_form, PICTURE),
    "contest in parts": (contest_in_parts, ("clip.mov", make.turned)),
    "list of schools": (list_of_schools, REGISTER),
    "crest": (crest, ("huy-hiệu.png", lambda: make.picture("PNG", size=(200, 200), exif=make.exif()))),
}
#: Entries that keep the words of a file, or print it, and store no file.
KEEP_NO_FILE = {"table of the library", "list of schools", "crest"}
#: The most bytes that an entry takes of what TOO_MUCH sends to it.
LARGEST = dict.fromkeys(UPLOAD_ENTRIES, FORM_MAX_BYTES) | {
    "library form": TEXT_MAX_BYTES,
    "library in parts": max(PROFILES["library"].sizes.values()),
    "dropped in parts": max(PROFILES["library"].sizes.values()),
    "table of the library": TEXT_MAX_BYTES,
    "partner in parts": max(PROFILES["partner"].sizes.values()),
    "contest in parts": max(PROFILES["contest"].sizes.values()),
    "partner's portrait": PROFILES["portrait"].sizes["picture"],
    "list of schools": REGISTER_MAX_BYTES,
}
TEXT_ENTRIES = {"library form", "table of the library", "list of schools"}
#: Rows that a refusal may write: what was typed beside the file, who tried and signed in, how much of the day is used.
BOOKS = {"logentry", "modellogentry", "session", "partnerday", "submission", "submissionevent", "claim", "claimevent"}
BOOKS |= {"dbtaskresult", "referenceindex", "contenttype", "indexentry", "accesslog"}


#: Each sentence of the table that says what is wrong with a file, whatever figures and names stand in it.
TOLD = {
    reason: re.compile(".{1,300}?".join(re.escape(part) for part in re.split(r"%\(\w+\)s", str(sentence))), re.DOTALL)
    for reason, (_status, sentence) in REASONS.items()
}
#: What is said of a file that broke the cleaner or took its time: no entry may have to say it of these.
HELPLESS = ("undecodable", "too_slow", "no_time_left", "deadly")
TOO_MUCH = re.compile(r"Tệp lớn hơn \d+ (MB|GB)|Giấy đồng ý tối đa \d+ MB")


def told(text):
    """Whether one of the table's sentences is read, or the partners' own, before a byte is sent."""
    reasons = {reason for reason, sentence in TOLD.items() if sentence.search(text)}
    assert not reasons & set(HELPLESS), reasons
    return bool(reasons) or text.startswith(("Ở đây nhận video MP4", "Bài thi là ảnh"))


def rows_of(models):
    """How many rows each has, in one question."""
    counts = " UNION ALL ".join(
        f"SELECT '{model._meta.label}', count(*) FROM {connection.ops.quote_name(model._meta.db_table)}"
        for model in models
    )
    with connection.cursor() as cursor:
        cursor.execute(counts)
        return dict(cursor.fetchall())


@pytest.fixture
def nothing_is_left(monkeypatch, tmp_path, s3, buckets):
    """A function that compares tables, both buckets and the folder of temporary files with what they were before.

    `look(None)` notes how they are; `look(file)` compares and returns what is new in the buckets, which is nothing.
    """
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

    look.before = before
    return look


@pytest.fixture(scope="module")
def ground(people_once, one_transaction):
    """What the entries stand on: a picture, an asset, a poster that takes a crest, a person in a partner's draft."""
    with one_transaction.unblock(), translation.override("vi"):
        boss, partner = Client(), Client()
        for client, role in ((boss, "boss"), (partner, "partner")):
            client.force_login(people_once.users[role], LOGIN_BACKEND)
        make_image()
        boss.get(replaced_picture())  # makes the small pictures that the page shows
        stored = make_stored_file(zone="quarantine", shows_minor=True)
        asset = make_asset("D-01", released=False, files=[{"stored": stored}])
        poster = make_poster("P-A4-01", zone=True).current_version.files.get(role="print")
        poster.zone.takes_crest = True
        poster.zone.save()
        partner.post(f"/doi-tac/bai/{people_once.draft.uuid}/sua/", full_form(viec="them-nguoi", has_minor="co"))
        assert people_once.draft.people.exists()
        entry = make_entry(make_contest(), state=Entry.State.DRAFT)
        entry.files.all().delete()
        school = people_once.users["school"]
        Entry.objects.filter(pk=entry.pk).update(organisation=school.organisation, submitted_by=school)
        return SimpleNamespace(asset=asset.pk, poster=poster.pk, entry=entry.pk)


@pytest.fixture
def who(people, ground, monkeypatch):
    """`people` with what is asked of the entries. Cleaners end by what they compute, not by the clock."""
    bombs.limit_by_cpu(monkeypatch)
    people.entry = Entry.objects.get(pk=ground.entry)
    people.asset = Asset.objects.get(pk=ground.asset)
    people.poster = AssetFile.objects.select_related("version__asset").get(pk=ground.poster)
    return people


@pytest.mark.scanner
@pytest.mark.parametrize("entry", UPLOAD_ENTRIES)
def test_an_infected_file_is_refused(entry, who, clamd, settings, nothing_is_left, django_capture_on_commit_callbacks):
    settings.CLAMD_URL, settings.CLAMD_MAX_BYTES = clamd, STREAM_LIMIT
    go, (name, good) = UPLOAD_ENTRIES[entry]
    if name.endswith((".zip", ".mov", ".mp4")):  # pictures come in, too, and behind one nobody minds more bytes
        name, good = PICTURE
    elif name.endswith(".xlsx"):
        name, good = "bảng.csv", lambda: b"code,name\n"
    nothing_is_left(None)
    with django_capture_on_commit_callbacks(execute=True):
        text = go(who, name, good() + SIGNATURE)
    assert TOLD["infected"].search(text), text[-3000:]
    nothing_is_left(entry)


@pytest.mark.parametrize("entry", UPLOAD_ENTRIES)
def test_a_full_process_refuses_a_file_unless_it_comes_in_parts(
    entry, who, monkeypatch, nothing_is_left, django_capture_on_commit_callbacks
):
    """429, and 200 in the JSON of Wagtail's choosers and bulk forms; a worker checks what came in parts."""
    monkeypatch.setattr(slots, "PROCESS_SLOTS", 0)
    monkeypatch.setattr(slots, "WAIT_SECONDS", 0.0)
    post, statuses = Client.post, []

    def noted(*args, **kwargs):
        response = post(*args, **kwargs)
        statuses.append(response.status_code)
        return response

    monkeypatch.setattr(Client, "post", noted)
    go, (name, good) = UPLOAD_ENTRIES[entry]
    nothing_is_left(None)
    with django_capture_on_commit_callbacks(execute=True):
        text = go(who, name, good())
    if entry.endswith(" in parts"):
        assert not told(text)
        return
    assert TOLD["busy"].search(text), text[-3000:]
    assert statuses == [200 if entry.endswith((" in bulk", " chooser")) else 429]
    nothing_is_left(entry)


@pytest.mark.slow
@pytest.mark.parametrize("entry", UPLOAD_ENTRIES)
def test_too_much_is_refused_and_a_good_file_comes_in_without_its_place(
    entry, who, nothing_is_left, s3, buckets, django_capture_on_commit_callbacks
):
    go, (name, good) = UPLOAD_ENTRIES[entry]
    most = LARGEST[entry]
    nothing_is_left(None)
    with django_capture_on_commit_callbacks(execute=True):
        if entry.endswith(" in parts"):  # announced; not a byte of it is sent
            text = go(who, name, b"", size=most + 1)
        elif entry in TEXT_ENTRIES:
            text = go(who, "bảng.csv", b"a" * (most + 1))
        else:
            text = go(who, name, good().ljust(most + 1, b"\0"))
    assert TOO_MUCH.search(text), text[-3000:]
    nothing_is_left(entry)
    content = good()
    assert found_in(content), "the sample says nothing"
    with django_capture_on_commit_callbacks(execute=True):
        text = go(who, name, content)
    assert not told(text), text[-3000:]
    assert make.CANARY not in text
    new = set(objects(s3, buckets)) - nothing_is_left.before["all"][1]
    stored_keys = [(bucket, key) for bucket, key in new if not is_raw(bucket, key, buckets)]
    assert bool(stored_keys) != (entry in KEEP_NO_FILE)
    for bucket, key in stored_keys:
        assert not found_in(s3.get_object(Bucket=bucket, Key=key)["Body"].read()), key


@pytest.mark.night
@pytest.mark.parametrize("entry", UPLOAD_ENTRIES)
@pytest.mark.parametrize("files", [HOSTILE, BOMBS], ids=["hostile", "bombs"])
def test_every_hostile_file_through_every_entry(files, entry, who, nothing_is_left, django_capture_on_commit_callbacks):
    """Each is told off for what it is, by less than ten seconds of this process's work, and leaves nothing."""
    go, (good_name, good) = UPLOAD_ENTRIES[entry]
    nothing_is_left(None)
    for name, content in files.items():
        started = time.process_time()
        with django_capture_on_commit_callbacks(execute=True):
            text = go(who, name, content())
        assert time.process_time() - started < 10, name
        assert told(text), (name, text[-3000:])
        nothing_is_left(name)
    assert not told(go(who, good_name, good())), good_name
