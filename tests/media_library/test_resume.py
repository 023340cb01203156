"""A download that breaks on a bad line goes on after an hour: same address, same validators, same bytes."""

import hashlib
from datetime import UTC, datetime, timedelta
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from files.storage import signed_urls
from media_library.models import DownloadEvent
from media_library.recall import service
from tests.factories import make_asset, make_organisation, make_user
from tests.media_library.prints import make_kit, make_poster
from tests.media_library.small_library import make_library
from tests.media_library.test_kits import publish

pytestmark = [pytest.mark.django_db, pytest.mark.world("assets")]


@pytest.fixture
def signed_earlier(monkeypatch):
    """signed_earlier(hours): addresses are signed as they were that long ago. Storage keeps its own, real clock."""

    def move(hours):
        def then(remove_tzinfo=True):
            moment = datetime.now(UTC) - timedelta(hours=hours)
            return moment.replace(tzinfo=None) if remove_tzinfo else moment

        monkeypatch.setattr("botocore.auth.get_current_datetime", then)

    return move


def status(location, **headers):
    try:
        with urlopen(Request(location, headers=headers), timeout=20) as response:
            return response.status
    except HTTPError as error:
        return error.code


def broken(location, *, cuts=3):
    """The bytes of a download that breaks `cuts` times, resumed as Chromium does: there again, with If-Range."""
    body, tag = b"", ""
    for cut in range(cuts + 1):
        headers = {"Range": f"bytes={len(body)}-", "If-Range": tag} if tag else {}
        with urlopen(Request(location, headers=headers), timeout=20) as response:
            assert response.status == (206 if tag else 200), "resumed, not begun anew"
            assert tag in {"", response.headers["ETag"]}
            tag = response.headers["ETag"]
            rest = int(response.headers["Content-Length"])
            body += response.read(rest if cut == cuts else max(1, rest * 3 // 10))  # the line breaks at 30 per cent
    return body


def test_a_file_and_a_kit_resume_hours_later_with_the_same_bytes(client, signed_earlier):
    make_library()
    poster = make_poster("P-A4-01", strokes=400)
    archive = publish(make_kit([poster])).archives.get(variant="full")
    file = poster.current_version.files.first()
    signed_earlier(hours=5)
    for thing in (file, archive):
        location = client.get(thing.get_absolute_url())["Location"]
        assert hashlib.sha256(broken(location)).hexdigest() == thing.stored.sha256
        assert len(broken(location)) == thing.stored.size
    signed_earlier(hours=7)
    assert status(client.get(file.get_absolute_url())["Location"]) == 403, "not for ever"


def test_who_asks_our_own_address_again_is_led_to_the_same_bytes_and_counts_once(client, signed_earlier):
    """Download managers do: the signature is new, the object and its ETag are the same."""
    make_library()
    file = make_poster("P-A4-02").current_version.files.first()
    address, half = file.get_absolute_url(), file.stored.size // 2
    with urlopen(client.get(address)["Location"], timeout=20) as first:
        tag, body = first.headers["ETag"], first.read(half)
    again = client.get(address, headers={"Range": f"bytes={half}-", "If-Range": tag})
    with urlopen(Request(again["Location"], headers={"Range": f"bytes={half}-", "If-Range": tag}), timeout=20) as rest:
        assert rest.status == 206 and rest.headers["ETag"] == tag
        body += rest.read()
    assert hashlib.sha256(body).hexdigest() == file.stored.sha256
    assert DownloadEvent.objects.count() == 1


def test_a_recall_ends_every_address_in_peoples_hands(client, django_capture_on_commit_callbacks):
    """Also in the middle of a download: the worker renames the object."""
    make_library()
    asset = make_asset("W-02")
    location = client.get(asset.current_version.files.get().get_absolute_url())["Location"]
    assert status(location, Range="bytes=0-9") == 206
    with django_capture_on_commit_callbacks(execute=True):
        recall = service.recall(asset, reason="Số 111 in mờ.")
    service.clear(recall.pk)
    assert status(location, Range="bytes=10-") == 404


def test_only_what_everybody_may_have_is_signed_for_hours(client_for, signed_earlier):
    """A school's address could be passed on; quarantine is never open, whatever is asked for."""
    make_library()
    file = make_asset("T-02", access="schools").current_version.files.get()
    member = client_for(make_user(organisation=make_organisation()))
    assert "X-Amz-Expires=60&" in member.get(file.get_absolute_url())["Location"]
    closed = publish(make_kit([make_asset("T-03", access="schools")])).archives.get(variant="full")
    assert "X-Amz-Expires=60&" in member.get(closed.get_absolute_url())["Location"]
    quarantine = signed_urls.storage_for("quarantine")
    hidden = signed_urls.signed_download_url("a", filename="a", media_type="a/b", resumable=True, storage=quarantine)
    assert "X-Amz-Expires=60&" in hidden
