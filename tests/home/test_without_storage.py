"""Storage hangs: pages and lists are drawn without it, with placeholders for pictures, in the administration too."""

import uuid
from types import SimpleNamespace

import pytest
from botocore.exceptions import ConnectTimeoutError, ReadTimeoutError
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from files.storage import pause
from files.storage.backends import storage_for
from files.storage.client import client_config
from media_library.models import Asset, AssetFile, SiteImage, SiteRendition
from tests.city import PATHS
from tests.factories import make_stored_file, make_user
from tests.files import sample_files as make

pytestmark = [pytest.mark.world("city"), pytest.mark.django_db]
ONE_CALL = settings.S3_ATTEMPTS  # requests that one call makes while nobody answers


@pytest.fixture(params=[ReadTimeoutError, ConnectTimeoutError], ids=["hangs", "away"])
def asked(request, monkeypatch):
    """Every request to storage from now on; each ends as one that nobody answers, without the wait."""
    urls, request_fault = [], request.param

    def hang(session, request):
        urls.append(request.url)
        raise request_fault(endpoint_url=request.url)

    monkeypatch.setattr("botocore.httpsession.URLLib3Session.send", hang)
    monkeypatch.setattr("botocore.endpoint.time", SimpleNamespace(sleep=lambda seconds: None))
    return urls


@pytest.mark.parametrize("asked", [ReadTimeoutError], indirect=True)
@pytest.mark.slow
def test_public_pages_and_lists_ask_storage_for_nothing(client, city, asked):
    for path in PATHS:
        assert client.get(path).status_code == 200, path
        assert asked == [], path
    with pytest.raises((ReadTimeoutError, ConnectTimeoutError)):
        SiteImage.objects.first().file.storage.client.list_buckets()
    assert asked, "the fixture sees what is asked"


def test_a_page_whose_pictures_are_not_made_yet_shows_placeholders(client, city, asked):
    SiteRendition.objects.all().delete()
    page = client.get("/vi/nhan-dien/du-moi-khoi/")
    assert page.status_code == 200 and "base/art/no-picture" in page.text
    assert len(asked) == ONE_CALL, "the first picture finds out, the others do not ask"
    assert client.get("/vi/nhan-dien/").status_code == 200 and len(asked) == ONE_CALL


@pytest.mark.slow
def test_lists_of_the_administration_stand_with_wagtails_placeholder(client_for, city, asked):
    for number in range(3):
        SiteImage.objects.create(
            title=f"Ảnh {number}", width=8, height=8, file_size=9, file=f"originals/khong-co-{number}.jpg"
        )
    desk = client_for(make_user(is_superuser=True))
    files = f"kho/{Asset.objects.first().pk}/"
    for path in ("", "images/", "images/chooser/", "pages/", "snippets/media_library/asset/", files, "kol/doi-tac/"):
        assert desk.get(f"/admin/{path}").status_code == 200, path
    assert "not-found" in desk.get("/admin/images/").text
    assert len(asked) == ONE_CALL, "three pictures and seven pages waited once"


def test_pictures_answer_with_a_drawing_and_the_next_ones_at_once(client, client_for, city, asked):
    stored = AssetFile.objects.filter(version__asset__status="released").select_related("stored").first().stored
    stored.preview_key = f"previews/2026/11/{uuid.uuid4()}.webp"
    stored.save(update_fields=["preview_key"])
    desk = client_for(make_user(is_superuser=True))
    for visitor, address in ((client, f"/media/{stored.preview_key}"), (desk, f"/admin/kho/hinh/{stored.pk}/")):
        for _twice in range(2):
            response = visitor.get(address)
            assert response.status_code == 503 and response["Content-Type"] == "image/svg+xml", address
            assert "Chưa lấy được hình" in response.text and "no-store" in response["Cache-Control"]
    assert len(asked) == ONE_CALL
    pause._silent_until.clear()
    assert client.get(f"/media/{stored.preview_key}").status_code == 503 and len(asked) == 2 * ONE_CALL


def test_an_upload_asks_also_during_the_pause(city, asked):
    """Only pictures wait: what somebody sends is tried."""
    image = SiteImage.objects.first()
    with pytest.raises(pause.StorageSilent), pause.answering(image.file.storage):
        raise ReadTimeoutError(endpoint_url="http://storage.example")
    with pytest.raises((ReadTimeoutError, ConnectTimeoutError)):
        make_stored_file()
    assert asked


def test_a_form_waits_for_storage_once_whatever_it_asks(client_for, city, asked):
    """It looks for a free name, writes, reads back, and cleans up; with several files each of them does."""
    desk, picture = client_for(make_user(is_superuser=True)), make.picture()
    desk.raise_request_exception = False
    forms = {
        "/admin/images/add/": {"title": "Họp báo", "collection": "1", "file": picture},
        "/admin/documents/add/": {"title": "Họp báo", "collection": "1", "file": b"Chu trong tep"},
        "/admin/images/multiple/add/": {"files[]": picture},
    }
    for address, fields in forms.items():
        asked.clear()
        files = {name: SimpleUploadedFile("a.txt", value) for name, value in fields.items() if isinstance(value, bytes)}
        response = desk.post(address, fields | files, headers={"X-Requested-With": "XMLHttpRequest"})
        assert response.status_code >= 500 and len(asked) == ONE_CALL, (address, response.status_code, asked)


def test_clients_of_storage_send_no_checksum_trailers(city):
    """boto3 adds them since 1.36, and other servers refuse or store them."""
    headers, storage = [], storage_for("quarantine")
    events = [client.meta.events for client in (storage.client, storage.connection.meta.client)]

    def note(request, **facts):
        headers.append({name.lower() for name in request.headers})

    for event in events:
        event.register("before-send.s3", note)
    make_stored_file(zone="quarantine")
    storage.save("a.txt", ContentFile(b"x"))
    for event in events:
        event.unregister("before-send.s3", note)
    names = set().union(*headers)
    assert "authorization" in names and not [name for name in names if "checksum" in name or "trailer" in name]
    config = client_config()
    assert config.request_checksum_calculation == config.response_checksum_validation == "when_required"
    assert config.connect_timeout == 2
