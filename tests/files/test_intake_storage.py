"""Objects in a real S3 server are written once, verified, and closed to everybody without a signature."""

import hashlib
import io

import pytest
import urllib3
from django.conf import settings

from files.storage import objects as media_storage
from files.storage.backends import MediaStorage, storage_for
from files.storage.objects import ObjectDamaged, ObjectExists, new_key, put_new
from files.storage.signed_urls import content_disposition, signed_download_url

HTTP = urllib3.PoolManager(retries=False)
DATA = "Không một mình".encode()


def put(zone="released", data=DATA, key=None):
    key = key or new_key("files", "pdf")
    put_new(
        storage_for(zone), key, io.BytesIO(data), media_type="application/pdf", sha256=hashlib.sha256(data).hexdigest()
    )
    return key


def stored(key):
    with storage_for("released").open(key) as stream:
        return stream.read()


def address(zone, key):
    return f"{settings.S3_ENDPOINT_URL}/{storage_for(zone).bucket_name}/{key}"


def test_an_object_is_written_once():
    key = put()
    assert stored(key) == DATA
    with pytest.raises(ObjectExists):
        put(data=b"other bytes", key=key)
    assert stored(key) == DATA
    with pytest.raises(ObjectDamaged):
        put_new(
            storage_for("released"), new_key("files", "pdf"), io.BytesIO(b"cut off"), media_type="a/b", sha256="0" * 64
        )


def test_a_large_file_goes_in_parts(monkeypatch):
    monkeypatch.setattr(media_storage, "SINGLE_PUT_BYTES", 1024)
    monkeypatch.setattr(media_storage, "PART_BYTES", 5 * 1024 * 1024)
    data = bytes(range(256)) * 24_000
    key = put(data=data)
    assert storage_for("released").size(key) == len(data)


@pytest.mark.parametrize("zone", ["released", "quarantine"])
def test_nobody_reads_or_writes_without_a_signature(zone):
    key = put(zone)
    assert HTTP.request("GET", address(zone, key)).status == 403
    assert HTTP.request("PUT", address(zone, key + "x"), body=b"x").status == 403
    assert HTTP.request("GET", address(zone, "")).status == 403


def test_a_signed_address_downloads_under_a_readable_name():
    url = signed_download_url(put(), filename="Áp phích “gọi ai”.pdf", media_type="application/pdf")
    assert "X-Amz-Expires=60" in url
    response = HTTP.request("GET", url)
    assert (response.status, response.data) == (200, DATA)
    assert response.headers["Content-Type"] == "application/pdf"
    disposition = response.headers["Content-Disposition"]
    assert disposition.startswith('attachment; filename="Ap phich') and disposition.isascii()
    assert "filename*=UTF-8''%C3%81p%20ph%C3%ADch" in disposition
    part = HTTP.request("GET", url, headers={"Range": "bytes=6-9"})
    assert (part.status, part.data) == (206, DATA[6:10])
    assert HTTP.request("GET", url.replace("application%2Fpdf", "text%2Fhtml")).status == 403
    assert HTTP.request("GET", url[:-4] + "0000").status == 403


def test_a_file_name_cannot_break_out_of_its_header():
    header = content_disposition('a"; filename="x.exe\r\nSet-Cookie: a=b')
    assert "\r" not in header and "\n" not in header and header.count('"') == 2


def test_names_of_senders_never_become_keys():
    storage = MediaStorage()
    key = "renditions/0b0e1f7e-5a0f-4c7c-9a55-5b7f4d1f6f0a.width-400.webp"
    assert storage.get_available_name(key) == key
    replaced = storage.get_available_name("wagtail_uploads/Nguyễn Thị Hoa 6A.JPG")
    assert replaced.startswith("wagtail_uploads/") and replaced.endswith(".jpg") and "Hoa" not in replaced
    assert storage.url(key) == f"{settings.MEDIA_URL}{key}"
