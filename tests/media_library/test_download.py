"""GET /tai/<uuid>/: rights, count, redirect, and the very bytes from the real S3."""

import hashlib
import uuid
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlsplit
from urllib.request import Request, urlopen

import pytest

from files.models import StoredFile
from media_library.models import DownloadEvent
from media_library.review.release import release_version
from tests.factories import make_asset, make_organisation, make_user, stored_row, yesterday
from tests.media_library.small_library import make_library, new_version

pytestmark = [pytest.mark.django_db, pytest.mark.world("assets")]


def address_of(asset):
    return asset.current_version.files.get().get_absolute_url()


def fetch(url, **headers):
    """(status, headers, bytes) of a plain request, as a browser without our cookies sends it."""
    try:
        with urlopen(Request(url, headers=headers), timeout=10) as response:
            return response.status, response.headers, response.read()
    except HTTPError as error:
        return error.code, error.headers, error.read()


def test_the_redirect_leads_to_the_released_bytes(client):
    asset = make_asset("P-A3-09", name="Poster “Đừng giữ bí mật”")
    stored = asset.current_version.files.get().stored
    response = client.get(address_of(asset))
    assert response.status_code == 302
    assert response["Cache-Control"] == "private, no-store"
    query = parse_qs(urlsplit(response["Location"]).query)
    assert int(query["X-Amz-Expires"][0]) == 6 * 60 * 60, "browsers resume at it"

    status, headers, body = fetch(response["Location"])
    assert status == 200
    assert hashlib.sha256(body).hexdigest() == stored.sha256 and len(body) == stored.size
    assert headers["Content-Type"] == "image/png"
    assert headers["Content-Disposition"].startswith('attachment; filename="p-a3-09_')
    assert "filename*=UTF-8''" in headers["Content-Disposition"]
    assert headers["Content-Disposition"].isascii()

    status, headers, part = fetch(response["Location"], Range="bytes=100-199")
    assert status == 206 and part == body[100:200]


def test_storage_refuses_unsigned_and_tampered_addresses(client):
    asset = make_asset()
    location = client.get(address_of(asset))["Location"]
    assert fetch(location)[0] == 200
    assert fetch(location.partition("?")[0])[0] == 403
    assert fetch(location[:-4] + "0000")[0] == 403
    late = location.replace(parse_qs(urlsplit(location).query)["X-Amz-Date"][0], "20200101T000000Z")
    assert fetch(late)[0] == 403


def test_schools_files_open_for_schools_only_and_at_once_no_more(client, client_for):
    asset = make_asset("T-01", access="schools")
    address = address_of(asset)
    school = make_organisation()
    member, stranger = make_user(organisation=school), make_user()
    signed_out = client.get(address)
    assert signed_out.status_code == 302
    assert signed_out["Location"] == f"/tai-khoan/dang-nhap/?next={address}"
    assert client_for(stranger).get(address).status_code == 403
    assert "X-Amz-Expires=60&" in client_for(member).get(address)["Location"], "no address of it to pass on"
    school.active_until = yesterday()
    school.save()
    assert client_for(member).get(address).status_code == 403
    assert DownloadEvent.objects.count() == 1


def test_what_is_not_released_does_not_exist_for_anybody(client, client_for):
    editor = client_for(make_user(is_superuser=True))
    draft = make_asset("D-02", released=False)
    withdrawn = make_asset("W-01")
    withdrawn_address = address_of(withdrawn)
    withdrawn.withdraw()
    coming = new_version(make_asset("N-01"), "2.0").files.get().get_absolute_url()
    assert client.get(withdrawn_address).status_code == 410  # it was public once: it explains itself
    addresses = [
        draft.versions.get().files.get().get_absolute_url(),
        coming,
        f"/tai/{uuid.uuid4()}/",
        "/tai/khong-phai-uuid/",
    ]
    for address in addresses:
        for visitor in (client, editor):
            assert visitor.get(address).status_code == 404
    held_asset = make_asset("Q-01")
    assert client.get(address_of(held_asset)).status_code == 302
    StoredFile.objects.filter(asset_file__version__asset=held_asset).update(zone="quarantine")
    assert [visitor.get(address_of(held_asset)).status_code for visitor in (client, editor)] == [410, 410]
    staff = make_asset("S-03", access="staff")
    assert client.get(address_of(staff)).status_code == 404
    assert client_for(make_user(organisation=make_organisation())).get(address_of(staff)).status_code == 404
    assert editor.get(address_of(staff)).status_code == 302


def test_old_versions_stay_reachable(client):
    asset = make_asset("O-01")
    old = address_of(asset)
    release_version(asset, new_version(asset))
    assert client.get(old).status_code == 302 and client.get(address_of(asset)).status_code == 302


def test_downloads_are_counted_without_the_person(client, client_for):
    asset = make_asset()
    address = address_of(asset)
    school, off = make_organisation(), make_organisation("Trường đã đóng", active_until=yesterday())
    client.get(address)
    client_for(make_user(organisation=school)).get(address)
    client_for(make_user(organisation=off)).get(address)
    client_for(make_user()).get(address)
    assert list(DownloadEvent.objects.order_by("pk").values_list("organisation", flat=True)) == [
        None,
        school.pk,
        None,
        None,
    ]
    event = DownloadEvent.objects.first()
    assert (event.asset, event.version, event.file.get_absolute_url(), event.language) == (
        asset,
        asset.current_version,
        address,
        "vi",
    )
    columns = {field.name for field in DownloadEvent._meta.get_fields()}
    dimensions = {"organisation", "level", "ward", "asset", "version", "file", "kit_version", "language", "role"}
    assert columns == dimensions | {"id", "place", "way", "created_at", "starts_package"}


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Purpose": "prefetch"},
        {"Sec-Purpose": "prefetch;prerender"},
        {"Purpose": "prefetch"},
        {"User-Agent": "facebookexternalhit/1.1"},
        {"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {"User-Agent": "WhatsApp/2.23"},
        {"Range": "bytes=1048576-"},
    ],
)
def test_programs_and_resumed_downloads_do_not_count(client, headers):
    address = address_of(make_asset())
    assert client.get(address, headers=headers).status_code == 302
    assert client.head(address).status_code == 302
    assert DownloadEvent.objects.count() == 0
    client.get(address, headers={"Range": "bytes=0-", "User-Agent": "Mozilla/5.0 Zalo android"})
    assert DownloadEvent.objects.count() == 1


def test_other_methods_are_refused(client):
    address = address_of(make_asset())
    for method in (client.post, client.put, client.delete):
        assert method(address).status_code in {403, 405}
    assert DownloadEvent.objects.count() == 0


def test_three_queries(client, client_for, django_assert_max_num_queries):
    address = address_of(make_asset())
    with django_assert_max_num_queries(3):
        client.get(address)
    member = client_for(make_user(organisation=make_organisation()))
    with django_assert_max_num_queries(4):  # session and account are read before; with sessions in the cache: 3
        member.get(address)


def test_signing_needs_no_storage(client, settings):
    """The row is there, the object is not: the redirect is made all the same, storage itself says 404."""
    make_library()
    asset = make_asset("X-01", files=[{"stored": stored_row()}])
    response = client.get(address_of(asset))
    assert response.status_code == 302
    assert fetch(response["Location"])[0] == 404
