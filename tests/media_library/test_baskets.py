"""Baskets: an address, a streamed ZIP with its length and its checks, every member logged, rights of each file."""

import hashlib
import io
import re
import zipfile

import pytest
from django.conf import settings
from django.core.cache import cache
from PIL import Image

from media_library.models import Basket, DownloadEvent
from media_library.public.downloads import basket, basket_views, basket_zip
from tests.factories import make_asset, make_organisation, make_user, stored_row
from tests.media_library.prints import make_kit, make_poster
from tests.media_library.small_library import make_library

pytestmark = [pytest.mark.django_db, pytest.mark.world("assets")]
PAGE = "/vi/kho-tai-lieu/gio/"


@pytest.fixture
def shelf(db):
    make_library()
    return make_poster("P-A4-01"), make_asset("A-02", files=[{"role": "social"}]), make_asset("T-03", access="schools")


def test_the_address_is_the_basket(client, shelf):
    html = client.get(f"{PAGE}?m=p-a4-01&m=A-02&m=KHONG-CO").content.decode()
    assert "Poster “Gọi ai khi cần?”" in html and "KHONG-CO" in html
    assert "?m=A-02" in html  # the address without the poster
    assert "Đây là một giỏ khác." in html and "đang trống" not in html  # said where the browser keeps another one
    assert "/tai/gio.zip?m=P-A4-01&amp;m=A-02&amp;goi=light" in html
    assert "Set-Cookie" not in client.get(f"{PAGE}?m=A-02").headers
    assert client.get(f"{PAGE}?them=a-02, p-a4-01").content.decode().count("Bỏ ra") == 2
    many = "&".join(f"m=X-{n}" for n in range(60))
    assert client.get(f"{PAGE}?{many}").status_code == 400


def test_the_zip_streams_with_its_length_and_logs_every_member(client, shelf):
    response = client.get("/tai/gio.zip?m=P-A4-01&m=A-02&m=T-03")
    body = b"".join(response.streaming_content)
    assert response.status_code == 200 and int(response["Content-Length"]) == len(body)
    box = zipfile.ZipFile(io.BytesIO(body))
    assert box.testzip() is None
    sums = dict(reversed(line.split("  ")) for line in box.read("SHA256.txt").decode().splitlines())
    assert (
        "BAT-DAU.html" in sums and len(sums) == 4 and not any("t-03" in name for name in sums)
    )  # schools' file is not a visitor's
    assert all(hashlib.sha256(box.read(name)).hexdigest() == digest for name, digest in sums.items())
    assert DownloadEvent.objects.filter(way="basket").count() == 3
    light = b"".join(client.get("/tai/gio.zip?m=P-A4-01&goi=light").streaming_content)
    assert len(light) < len(body)
    head = client.head("/tai/gio.zip?m=P-A4-01&goi=light")
    assert int(head["Content-Length"]) == len(light)
    assert DownloadEvent.objects.count() == 4


def test_caps_and_odd_requests(client, shelf, monkeypatch):
    heavy = stored_row()
    heavy.size = basket.MAX_BYTES + 1
    heavy.save()
    make_asset("H-01", files=[{"stored": heavy}])
    too_heavy = client.get("/tai/gio.zip?m=H-01")
    assert too_heavy.status_code == 413 and "chia giỏ" in too_heavy.content.decode()
    assert client.get("/tai/gio.zip").status_code == 302
    assert client.get("/tai/gio.zip?m=A-02&goi=la").status_code == 302
    assert client.get("/tai/gio.zip?m=KHONG-CO").status_code == 404
    assert client.get("/tai/gio.zip?m=T-03").status_code == 404
    responses = [client.get("/tai/gio.zip?m=A-02") for _n in range(basket_zip.AT_ONCE)]
    busy = client.get("/tai/gio.zip?m=A-02")
    assert busy.status_code == 503 and busy["Retry-After"]
    for response in responses:
        assert b"".join(response.streaming_content)
    assert client.get("/tai/gio.zip?m=A-02").status_code == 200


def test_saved_baskets_belong_to_the_unit(client, client_for, shelf):
    mine, theirs = make_organisation(), make_organisation("Trường khác")
    member = client_for(make_user(organisation=mine))
    response = member.post("/tai/gio/luu/", {"ten": "Tuần chào cờ", "m": ["T-03", "a-02", "KHONG-CO"]})
    saved_basket = Basket.objects.get()
    assert response["Location"] == f"{PAGE}{saved_basket.uuid}/" and saved_basket.codes == ["T-03", "A-02"]
    assert "Tuần chào cờ" in member.get(response["Location"]).content.decode()
    colleague, stranger = client_for(make_user(organisation=mine)), client_for(make_user(organisation=theirs))
    assert colleague.get(response["Location"]).status_code == 200
    for other in (stranger, client, client_for(make_user())):
        assert other.get(response["Location"]).status_code == 404
    assert stranger.post(f"/tai/gio/{saved_basket.uuid}/xoa/").status_code == 404
    assert client.post("/tai/gio/luu/", {"ten": "x", "m": "A-02"})["Location"].startswith("/tai-khoan/dang-nhap/")
    assert client_for(make_user()).post("/tai/gio/luu/", {"ten": "x", "m": "A-02"}).status_code == 403
    assert member.post("/tai/gio/luu/", {"ten": "", "m": "A-02"}).status_code == 302
    assert colleague.post(f"/tai/gio/{saved_basket.uuid}/xoa/").status_code == 302
    assert not Basket.objects.exists()


@pytest.mark.clock("2026-11-18 09:00")
def test_a_basket_that_was_deleted_comes_back_to_its_unit_for_an_hour(client_for, shelf, clock):
    mine, theirs = make_organisation(), make_organisation("Trường khác")
    member, stranger = client_for(make_user(organisation=mine)), client_for(make_user(organisation=theirs))
    member.post("/tai/gio/luu/", {"ten": "Tuần <chào> cờ", "m": ["T-03", "A-02"]})
    saved_basket = Basket.objects.get()

    def undone(reader):
        """Press the button of the message on the page that follows the deletion, as `reader`."""
        page = member.post(f"/tai/gio/{saved_basket.uuid}/xoa/", follow=True).text
        assert "Đã xóa giỏ “Tuần &lt;chào&gt; cờ”" in page and not Basket.objects.exists()
        assert "Giỏ ở đây đang trống." in page and "giỏ khác" not in page  # said where the browser keeps one
        token = re.search(r'<button form="hoan-tac" name="tra-lai" value="([^"]+)"', page)[1]
        assert '<form id="hoan-tac" method="post" action="/tai/gio/luu/">' in page
        return lambda: reader.post("/tai/gio/luu/", {"tra-lai": token}, follow=True)

    undo = undone(member)
    for _twice in range(2):
        assert "“Tuần &lt;chào&gt; cờ” đã trở lại" in undo().text
    restored = Basket.objects.get()
    assert (restored.uuid, restored.organisation, restored.name, restored.codes) == (
        saved_basket.uuid, mine, "Tuần <chào> cờ", ["T-03", "A-02"],
    )  # fmt: skip
    assert "hoan-tac" in undone(stranger)().text and not Basket.objects.exists(), "another unit's"
    for refused in (stranger, member):
        assert "không hoàn tác được" in refused.post("/tai/gio/luu/", {"tra-lai": "x:y"}, follow=True).text
    saved_basket.save(force_insert=True)
    late = undone(member)
    clock.move_to("2026-11-18 10:01")
    assert "không hoàn tác được" in late().text and not Basket.objects.exists()


def test_a_unit_sees_and_loses_its_own_baskets_alone(client_for, shelf, monkeypatch):
    monkeypatch.setattr(basket_views, "MAX_SAVED", 2)
    Basket.objects.create(organisation=make_organisation("Trường khác"), name="Giỏ của trường khác", codes=["A-02"])
    member = client_for(make_user(organisation=make_organisation()))
    for word in ("một", "hai", "ba"):
        member.post("/tai/gio/luu/", {"ten": f"Giỏ {word}", "m": "A-02"})
    assert set(Basket.objects.values_list("name", flat=True)) == {"Giỏ hai", "Giỏ ba", "Giỏ của trường khác"}
    html = member.get(PAGE).text
    assert "Giỏ hai" in html and "Giỏ ba" in html and "Giỏ của trường khác" not in html


def test_a_zip_of_other_bytes_than_were_released_breaks_off(client, shelf, s3, buckets):
    stored = shelf[1].current_version.files.get().stored
    s3.put_object(Bucket=buckets[1], Key=stored.key, Body=b"x" * stored.size)
    response = client.get("/tai/gio.zip?m=A-02")
    with pytest.raises(OSError, match="not the bytes that were released"):
        b"".join(response.streaming_content)


def test_a_shared_basket_and_a_shared_kit_show_what_is_inside(client, s3, buckets, shelf):
    """A link in a Zalo group: how many pieces, their names, a picture of 1200 × 630 px that can be fetched."""
    kit = make_kit(list(shelf[:2]))
    cache.clear()
    pages = {f"{PAGE}?m=P-A4-01&m=A-02": "Giỏ có 2 tài liệu", kit.get_absolute_url(): "Bộ khởi động THCS"}
    for address, title in pages.items():
        html = client.get(address).content.decode()
        assert f'property="og:title" content="{title}"' in html, address
        [picture] = re.findall(r'property="og:image" content="([^"]+)"', html)
        response = client.get(picture.removeprefix(settings.SITE_URL))
        assert response["Content-Type"] == "image/jpeg"
        assert Image.open(io.BytesIO(response.content)).size == (1200, 630)
    html = client.get(f"{PAGE}?m=P-A4-01&m=A-02").content.decode()
    assert re.search(r'property="og:description" content="[^"]*Gọi ai khi cần', html) and "noindex" in html
    empty = client.get(f"{PAGE}?m=T-99").content.decode()
    assert "og:image" not in empty
    kit.is_released = False
    kit.save()
    assert client.get(picture.removeprefix(settings.SITE_URL)).status_code == 404
