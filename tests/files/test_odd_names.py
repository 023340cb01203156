"""Odd file names: cleaned and accepted, or refused with a message, never a 5xx.

All are asked at the gate. With every change the addresses are asked those that fail on the way to it; all of them
through every address is slow.
"""

import html
import io
import json
import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection

from files.cleaners.filenames import display_name
from files.intake.accept import accept_upload
from files.models import UploadSession
from files.uploads.tasks import check_upload
from media_library.models import AssetFile
from schools.models import EvidencePhoto
from tests import factories
from tests.files import sample_files as make
from tests.files.test_uploads import BASE, announce, put
from tests.schools.register import make_member, make_season, make_unit

pytestmark = pytest.mark.django_db

NAMES = {
    "nul": "anh\0.jpg",
    "only nul": "\0",
    "right to left": "anh\u202egpj.exe",
    "very long": "ộ" * 10_000 + ".jpg",
    "emoji": "🎉👩‍👧.jpg",
    "up and out": "../../../etc/passwd",
    "up and out, Windows": "..\\..\\boot.ini",
    "device": "CON",
    "device with an ending": "lpt1.jpg",
    "device as text": "CON.txt",
    "two endings": "anh.php.jpg",
    "a script and a NUL": "anh.php\0.jpg",
    "written from right to left": "صورة الصف.jpg",
    "dots behind": "anh.jpg...",
    "dots only": "...",
    "half a character": "anh\ud800.jpg",
    "line break": "a\r\nSet-Cookie: x=1.jpg",
    "markup": "<img src=x onerror=alert(1)>.jpg",
}
#: What is not the gate's business alone: Django's parser and our middleware refuse the first three, and a page shows
#: the last one.
AT_EACH_ENTRY = {"nul", "only nul", "very long", "markup"}
ENTRY_NAMES = [pytest.param(case, marks=() if case in AT_EACH_ENTRY else pytest.mark.night) for case in NAMES]
DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)\Z", re.IGNORECASE)


def is_plain(name):
    """A name that any disk takes and that shows what it is."""
    stem = name.rpartition(".")[0]
    return (
        0 < len(name) <= 255
        and name.isprintable() | ("\u200d" in name)
        and not set(name) & set('\0\u202e\r\n\\/<>:"|?*')
        and not name.endswith((".", " "))
        and not DEVICE.match(stem)
    )


def upload(name, content=None):
    """As the browser sends it: the name's bytes as they are, even where Django's own class would tidy them."""
    file = SimpleUploadedFile("x", content or make.picture(), "image/jpeg")
    file._name = name.encode("utf-8", "replace").decode()
    return file


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_shown_name_fits_every_disk(name):
    assert is_plain(display_name(name, "jpg"))
    with accept_upload("image", io.BytesIO(make.picture()), name=name) as accepted:
        assert accepted.display_name == display_name(name, "jpg")


@pytest.mark.parametrize("case", ENTRY_NAMES)
def test_wagtails_doors(case, client_for):
    factories.make_home()
    client = client_for(factories.make_user(is_superuser=True, is_staff=True))
    root, ajax = Collection.get_first_root_node().pk, {"headers": {"X-Requested-With": "XMLHttpRequest"}}
    name, images, documents = NAMES[case], get_image_model().objects, get_document_model().objects
    chooser = {"image-chooser-upload-title": "a", "image-chooser-upload-collection": root}
    responses = [
        client.post(reverse("wagtailimages:add"), {"title": "a", "collection": root, "file": upload(name)}),
        client.post(
            reverse("wagtailimages:add_multiple"), {"title": "a", "collection": root, "files[]": upload(name)}, **ajax
        ),
        client.post(reverse("wagtailimages_chooser:create"), chooser | {"image-chooser-upload-file": upload(name)}),
        client.post(
            reverse("wagtaildocs:add_multiple"),
            {"title": "a", "collection": root, "files[]": upload(name, make.pdf())},
            **ajax,
        ),
        client.post(reverse("wagtaildocs:add"), {"title": "a", "collection": root, "file": upload(name, make.pdf())}),
        client.post(
            reverse("wagtaildocs_chooser:create"),
            {
                "document-chooser-upload-title": "a",
                "document-chooser-upload-collection": root,
                "document-chooser-upload-file": upload(name, make.pdf(2)),
            },
        ),
    ]
    # Django's parser drops a file whose name is nothing and refuses a head of 30 kB; no browser can send either.
    refused = case in {"only nul", "very long"}
    assert {response.status_code for response in responses} <= ({200, 400} if refused else {200, 302})
    assert (images.count(), documents.count()) == ((0, 0) if refused else (3, 3))
    assert not any("Must" in response.text or "submitted" in response.text for response in responses)
    if case == "only nul":
        messages = [
            html.unescape(json.loads(a.text)["htmlFragment"] if a.text.startswith("{") else a.text) for a in responses
        ]
        assert ["Bạn chưa chọn tệp." in words for words in messages] == [True] * len(responses)
    kept_names = [row.file.name.rsplit("/", 1)[-1] for row in (*images.all(), *documents.all())]
    assert all(is_plain(kept_name) and kept_name.isascii() for kept_name in kept_names), kept_names


@pytest.mark.parametrize("case", ENTRY_NAMES)
def test_in_parts(case, client_for):
    boss = client_for(factories.make_user(is_superuser=True, is_staff=True))
    asset, content = factories.make_asset("T-01", released=False), make.picture()
    version = asset.versions.get()
    version.files.all().delete()
    response = announce(boss, version, content, NAMES[case].encode("utf-8", "replace").decode())
    if "\0" in NAMES[case]:
        assert response.status_code == 400 and "ký tự không hợp lệ (NUL)" in response.json()["error"]
        assert not UploadSession.objects.exists()
        return
    assert response.status_code == 201, response.text
    session = response.json()["id"]
    assert put(boss, session, 1, content) == 200
    assert boss.post(f"{BASE}{session}/xong/").status_code == 200
    assert check_upload.call(session) == "accepted"
    assert is_plain(AssetFile.objects.get().stored.display_name)
    assert "\0" not in json.dumps(boss.get(f"{BASE}{session}/").json(), ensure_ascii=False)
    desk = boss.get(f"/admin/kho/{asset.pk}/")
    assert desk.status_code == 200 and "<img src=x" not in desk.text


@pytest.mark.parametrize("case", ENTRY_NAMES)
def test_a_schools_evidence(case, client_for):
    make_season()
    member = client_for(make_member(make_unit()))
    response = member.post(
        "/truong/viec/C04/",
        {"viec": "gui", "faces_ok": "on", "anh": [upload(NAMES[case])], "anh_key": [str(uuid.uuid4())]},
        headers={"Accept": "application/json"},
    )
    if case == "very long":
        assert response.status_code == 400 and "thử lần nữa" in response.text and not EvidencePhoto.objects.exists()
        return
    photos = EvidencePhoto.objects.select_related("stored")
    if case == "only nul":  # a file without a name is none, and this task asks for one
        assert response.status_code == 422 and response.json()["errors"] and not photos
        return
    assert response.status_code == 200, response.text
    assert [is_plain(photo.stored.display_name) for photo in photos] == [True]
