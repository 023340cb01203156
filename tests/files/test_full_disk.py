"""The disk for temporary files is full: 507 in Vietnamese, what was typed is kept, and a worker tries again."""

import errno
import io
import shutil
import tempfile
from collections import namedtuple

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.test import Client

from files.cleaners.errors import Rejected
from files.intake import sandbox
from files.intake.accept import UploadRejected, accept_upload
from media_library.models import AssetFile
from schools.models import Claim, EvidencePhoto
from tests.factories import make_asset, make_stored_file, make_user
from tests.files import sample_files as make
from tests.media_library.small_library import make_library
from tests.schools.register import make_member, make_season, make_unit

pytestmark = pytest.mark.django_db
LARGE = make.noise(1200)  # above FILE_UPLOAD_MAX_MEMORY_SIZE: Django writes it to the disk
JSON = {"headers": {"Accept": "application/json"}}


def no_space(*args, **kwargs):
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.fixture
def full(monkeypatch):
    """A disk with no byte left, as everybody sees it."""
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(10**9, 10**9, 0))


def photo(content=LARGE, name="anh.png"):
    return SimpleUploadedFile(name, content, content_type="image/png")


def test_a_form_whose_file_does_not_fit_keeps_its_words(client_for, monkeypatch):
    assert len(LARGE) > 1024 * 1024
    make_season()
    member = client_for(make_member(make_unit()))
    with monkeypatch.context() as disk:
        disk.setattr(TemporaryUploadedFile, "flush", no_space, raising=False)
        response = member.post("/truong/viec/C04/", {"viec": "gui", "note": "Treo ở cổng", "anh": photo()}, **JSON)
    assert response.status_code == 507 and "đang đầy" in response.json()["errors"]["photos"]
    assert Claim.objects.get().draft["note"] == "Treo ở cổng" and not EvidencePhoto.objects.exists()
    again = member.post(
        "/truong/viec/C04/", {"viec": "luu", "note": "Treo ở cổng", "anh": photo(), "faces_ok": "on"}, **JSON
    )
    assert again.status_code == 200 and EvidencePhoto.objects.count() == 1


def test_the_desk_reads_507_with_its_words_when_cleaning_finds_no_room(client_for, monkeypatch, full):
    make_library()
    asset = make_asset("G-01", released=False, files=[{"stored": make_stored_file(zone="quarantine")}])
    version, desk = asset.versions.get(), client_for(make_user(is_superuser=True))
    words = {"action": "file", "version": version.pk, "role": "screen", "language": "vi", "label": "Bản mới"}
    for fault in (no_space, broken, crash):
        with monkeypatch.context() as patch:
            patch.setattr(sandbox, "run", fault)
            file = photo(make.picture(), "a.jpg")
            response = desk.post(f"/admin/kho/{asset.pk}/", words | {"shows_minor": "no", "file": file})
        assert response.status_code == 507 and "bạn gửi lại tệp" in response.text, fault
        assert 'value="Bản mới"' in response.text
    assert AssetFile.objects.filter(version=version).count() == 1


@pytest.mark.parametrize("kind", ["documents", "images"])
def test_wagtails_own_forms_answer_507_and_keep_their_words(client_for, monkeypatch, kind):
    desk = client_for(make_user(is_superuser=True))
    address, form = f"/admin/{kind}/add/", {"title": "Họp báo tháng", "collection": "1"}
    with monkeypatch.context() as patch:
        patch.setattr(tempfile, "TemporaryDirectory", no_space)
        response = desk.post(address, form | {"file": photo(make.picture(), "a.jpg")})
    assert response.status_code == 507 and "đang đầy" in response.text and 'value="Họp báo tháng"' in response.text
    assert desk.post(address, form | {"file": photo(b"", "a.jpg")}).status_code == 200, "another fault is the file's"


def broken(*args, **kwargs):
    raise Rejected("broken_clip")


def crash(*args, **kwargs):
    raise sandbox.ToolFailed("exit 1")


def test_the_same_refusal_on_a_disk_with_room_is_the_files_fault(monkeypatch):
    for fault, reason in ((broken, "broken_clip"), (crash, "undecodable")):
        monkeypatch.setattr(sandbox, "run", fault)
        with pytest.raises(UploadRejected) as refused:
            accept_upload("image", io.BytesIO(make.picture()))
        assert refused.value.reason == reason


def test_a_worker_refuses_nobodys_file_for_want_of_room(monkeypatch, full):
    monkeypatch.setattr(sandbox, "run", broken)
    with pytest.raises(OSError, match="no room") as error:
        accept_upload("image", io.BytesIO(make.picture()), patient=True)
    assert error.value.errno == errno.ENOSPC and not isinstance(error.value, UploadRejected)


def test_a_full_disk_elsewhere_is_507_and_no_500(monkeypatch):
    monkeypatch.setattr("home.sitemaps.generators.files", no_space)
    response = Client(raise_request_exception=False).get("/sitemap.xml")
    assert response.status_code == 507 and "đang đầy" in response.text and "tel:113" in response.text
