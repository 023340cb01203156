"""Values that only scanners send: every public address of the library answers with a message, never a 500."""

from urllib.parse import quote, urlencode
from uuid import uuid4

import pytest

from media_library.public.finding.parameters import Parameter
from tests.factories import make_organisation, make_user
from tests.library_world import the_asset

pytestmark = [pytest.mark.django_db, pytest.mark.world("library")]
VALUES = ["\0", "a\0b", "'\"><script>", "\u202egnất", "x" * 5000, "%", "9" * 40, "-1", "../../etc/passwd"]
VALUES += ["🙂" * 300, "\r\nA: b"]


@pytest.fixture
def poster(db):
    return the_asset("P-A4-01")


#: One of each sort: no character, markup, too long, no number. The rest is asked every night.
EVERY_CHANGE = ("\0", "'\"><script>", "x" * 5000, "9" * 40)


@pytest.mark.parametrize(
    "value",
    [pytest.param(value, marks=[] if value in EVERY_CHANGE else pytest.mark.slow) for value in VALUES],
    ids=range(len(VALUES)),
)
def test_the_library_answers_any_value_in_any_place(client, poster, value):
    file = poster.current_version.files.get(role="print").uuid
    inside = quote(value, safe="")
    urls = [f"/t/{inside}/", f"/t/p-a4-01/{inside}/", f"/vi/phat/{inside}/", f"/vi/phat/{inside}.m3u"]
    urls += [f"/vi/kho-tai-lieu/{inside}/", f"/vi/bo-tai-lieu/{inside}/", f"/tai/{inside}/"]
    urls += [f"/vi/kho-tai-lieu/?{urlencode(dict.fromkeys(Parameter, value))}"]  # read in one loop, all told at once
    for path, names in {
        "/vi/kho-tai-lieu/": ("q", "trang", "sap"),
        "/vi/kho-tai-lieu/p-a4-01/": ("v",),
        "/vi/kho-tai-lieu/gio/": ("m", "them"),
        "/tai/gio.zip": ("m", "goi"),
        f"/tai/{file}/": ("noi",),
        f"/tai/{file}/ten-truong/": ("ten",),
        f"/tai/{file}/phieu-in.pdf": ("x",),
        "/t/p-a4-01/qr.png": ("x",),
    }.items():
        urls += [f"{path}?{urlencode({name: value})}" for name in names]
    for address in urls:
        response = client.get(address)
        assert response.status_code < 500, address
        if response.status_code >= 400 and not address.startswith("/tai/"):
            assert "<h1" in response.content.decode(), address
        assert "<script>" not in getattr(response, "content", b"").decode(errors="replace"), address


def test_what_belongs_to_another_unit_is_as_unknown_as_what_is_made_up(client_for, poster):
    """A stranger's saved basket, and old or unknown versions: 404 with a sentence, alike."""
    mine, theirs = make_organisation(), make_organisation("Trường khác")
    owner, stranger = client_for(make_user(organisation=mine)), client_for(make_user(organisation=theirs))
    basket_address = owner.post("/tai/gio/luu/", {"ten": "Tuần chào cờ", "m": ["P-A4-01"]})["Location"]
    made_up = f"/vi/kho-tai-lieu/gio/{uuid4()}/"
    assert owner.get(basket_address).status_code == 200
    responses = [stranger.get(address) for address in (basket_address, made_up)]
    assert [response.status_code for response in responses] == [404, 404]
    assert all("là của đơn vị khác" in response.content.decode() for response in responses)
    for address in ("/vi/kho-tai-lieu/p-a4-01/?v=9.9", "/t/p-a4-01/v9.9/", "/t/khong-co/"):
        response = stranger.get(address)
        assert response.status_code == 404 and "<h1" in response.content.decode(), address
