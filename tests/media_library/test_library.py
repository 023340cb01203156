"""The library's list, asset pages and kits, through their addresses."""

import io
import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.cache import cache
from django.utils import timezone
from PIL import Image

from campaign.models import Audience
from files.models import StoredFile
from media_library.models import Asset, AssetText, Derivative, Kit, KitItem, KitText, Lease
from media_library.review.release import release_version
from tests.factories import asset_row, make_home, make_locale, make_organisation, make_user, stored_row
from tests.media_library.prints import make_kit
from tests.media_library.small_library import asset_rows, make_library, new_version

pytestmark = [pytest.mark.django_db, pytest.mark.world("assets")]


def counts(html):
    """{"loai=poster": 3, …} as printed beside the check boxes."""
    matches = re.findall(r'name="([\w-]+)" value="([\w-]+)"[^>]*>\s*<span>[^<]*</span>\s*<span class="n">(\d+)', html)
    return {f"{name}={value}": int(number) for name, value, number in matches}


@pytest.fixture
def shelf():
    make_library()
    pupils = Audience.objects.create(slug="hoc-sinh", name="Học sinh", order=1)
    parents = Audience.objects.create(slug="phu-huynh", name="Phụ huynh", order=2)
    assets = {
        "poster": asset_row(
            "P-A3-01", name="Poster “Gọi ai khi cần?”", kind="poster", moments=["lop-hoc", "cong-truong"]
        ),
        "khmer": asset_row("P-A3-02", name="Áp phích Khmer", kind="poster", language="km", moments=["lop-hoc"]),
        "clip": asset_row("V-30-01", name="TVC lừa đảo", kind="video", moments=["chao-co"]),
    }
    assets["poster"].audiences.add(pupils)
    assets["clip"].audiences.add(pupils, parents)
    return assets


def test_facets_or_within_and_across_with_counts_that_respect_the_others(client, shelf):
    html = client.get("/vi/kho-tai-lieu/").content.decode()
    assert "3 tài liệu" in html
    assert counts(html)["loai=poster"] == 2
    assert counts(html)["doi-tuong=hoc-sinh"] == 2

    both = client.get("/vi/kho-tai-lieu/?loai=poster&loai=video").content.decode()
    assert "3 tài liệu" in both

    html = client.get("/vi/kho-tai-lieu/?loai=poster&nn=km").content.decode()
    assert "Áp phích Khmer" in html and "TVC lừa đảo" not in html and "Gọi ai khi cần" not in html
    # The own facet shows what else could be chosen, the others what is left.
    assert counts(html)["nn=vi"] == 1
    assert counts(html)["loai=poster"] == 1
    assert "loai=video" not in counts(html)
    assert 'href="?nn=km"' in html  # the chip that drops the kind
    assert client.get("/vi/kho-tai-lieu/?doi-tuong=phu-huynh&dip=chao-co").content.decode().count('class="asset"') == 1


def test_search_is_folded_and_keeps_the_facets(client, shelf):
    html = client.get("/vi/kho-tai-lieu/?q=lua+dao&loai=video").content.decode()
    assert "TVC lừa đảo" in html and "1 tài liệu" in html
    assert client.get("/vi/kho-tai-lieu/?q=P-A3-02").content.decode().count('class="asset"') == 1
    assert "Chưa có tài liệu nào khớp" in client.get("/vi/kho-tai-lieu/?q=khong-co-gi-nhu-the").content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "loai=khong-co",
        "doi-tuong=nguoi-la",
        "nn=xx&loai=poster",
        "trang=abc",
        "trang=99",
        "trang=-1",
        "doi-tuong=<script>",
        "&".join(f"loai=x{n}" for n in range(500)),
    ],
)
def test_what_the_library_does_not_know_is_not_found_and_says_so(client, shelf, query):
    response = client.get(f"/vi/kho-tai-lieu/?{query}")
    assert response.status_code == 404
    assert "<script>" not in response.content.decode().partition("<main")[2]
    assert client.get("/vi/kho-tai-lieu/?loai=poster").status_code == 200


def test_an_unknown_facet_keeps_the_valid_ones_linked(client, shelf):
    html = client.get("/vi/kho-tai-lieu/?nn=xx&loai=poster").content.decode()
    assert "bộ lọc mà kho không biết" in html
    assert "/vi/kho-tai-lieu/?loai=poster" in html


def test_odd_searches_never_break(client, shelf):
    for words in ("'", "a & b | !", "\\", "%", "*", ":*", "x" * 5000, "កម្ពុជា", "lừa" * 40):
        assert client.get("/vi/kho-tai-lieu/", {"q": words}).status_code == 200


def test_drafts_withdrawn_and_staff_assets_have_no_page(client, client_for, shelf):
    asset_row("D-01", released=False)
    staff = asset_row("S-01", name="Bản gốc", access="staff")
    shelf["clip"].withdraw()
    for slug in ("d-01", "s-01", "khong-co"):
        assert client.get(f"/vi/kho-tai-lieu/{slug}/").status_code == 404
    response = client.get("/vi/kho-tai-lieu/v-30-01/")
    assert response.status_code == 410 and "đã thu hồi" in response.content.decode()
    assert client.get("/vi/kho-tai-lieu/p-a3-01/").status_code == 200
    editor = client_for(make_user(is_superuser=True))
    assert editor.get(staff.get_absolute_url()).status_code == 200
    assert editor.get("/vi/kho-tai-lieu/d-01/").status_code == 404


def test_the_asset_page_says_everything_about_the_thing(client, shelf):
    asset = shelf["poster"]
    text = asset.texts.get()
    text.guide, text.copy_text = "In thử một tờ.\nTreo ngang tầm mắt.", "Kể ra là hết sợ. #khongmotminh"
    text.save()
    release_version(asset, new_version(asset))
    kit = Kit.objects.create(code="KIT-1", slug="bo-1", is_released=True)
    KitText.objects.create(kit=kit, name="Bộ khởi động", locale=make_locale())
    KitItem.objects.create(kit=kit, asset=asset)
    html = client.get(asset.get_absolute_url()).content.decode()
    for words in (
        "Poster “Gọi ai khi cần?”",
        "v1.1, mới nhất",
        "Sửa lỗi dấu.",
        "Tải bản cũ",
        "In thử một tờ.",
        "#khongmotminh",
        "/t/p-a3-01/",
        "<svg",
        "Bộ khởi động",
        "Dùng miễn phí",
        "Áp phích Khmer",
    ):
        assert words in html, words
    assert html.count("/tai/") >= 3
    assert "Set-Cookie" not in client.get(asset.get_absolute_url()).headers


def test_other_languages_show_their_words_or_say_that_they_are_missing(client, shelf):
    make_library("en")
    asset = shelf["poster"]
    page = client.get("/en/kho-tai-lieu/p-a3-01/")
    assert "Gọi ai khi cần" in page.content.decode()
    assert 'class="notice"' in page.content.decode()
    AssetText.objects.create(
        asset=asset, name="Whom to call", locale=make_locale("en"), translation_key=asset.texts.get().translation_key
    )
    html = client.get("/en/kho-tai-lieu/p-a3-01/").content.decode()
    assert "Whom to call" in html and "chưa có bản dịch" not in html
    assert "version yet, this is the" in html  # the file itself, said in the page's language


def test_kits_show_their_visible_assets_only(client, shelf):
    kit = Kit.objects.create(code="KIT-THCS", slug="bo-thcs", is_released=True)
    KitText.objects.create(kit=kit, name="Bộ khởi động THCS", guide="In tờ A4 trước.", locale=make_locale())
    hidden = asset_row("S-02", name="Của tòa soạn", access="staff")
    for order, asset in enumerate([shelf["poster"], shelf["clip"], hidden]):
        KitItem.objects.create(kit=kit, asset=asset, order=order)
    Kit.objects.create(code="KIT-NHAP", slug="bo-nhap")
    html = client.get("/vi/bo-tai-lieu/bo-thcs/").content.decode()
    assert "Bộ khởi động THCS" in html and "In tờ A4 trước." in html and "TVC lừa đảo" in html
    assert "Của tòa soạn" not in html
    assert "2 tài liệu" in client.get("/vi/bo-tai-lieu/").content.decode()
    for slug in ("bo-nhap", "khong-co"):
        assert client.get(f"/vi/bo-tai-lieu/{slug}/").status_code == 404


@pytest.mark.slow
def test_readers_share_pages_and_members_do_not(client, client_for, shelf):
    for address in ("/vi/kho-tai-lieu/", "/vi/kho-tai-lieu/p-a3-01/", "/vi/bo-tai-lieu/"):
        shared = client.get(address)
        assert "s-maxage" in shared["Cache-Control"] and "Cookie" not in shared.get("Vary", "")
        own = client_for(make_user(organisation=make_organisation())).get(address)
        assert own["Cache-Control"] == "private, no-store"


def test_no_shared_cache_keeps_what_is_no_answer(client, shelf):
    """Unknown filters, too full a basket, what was taken back: it may be right, or stand there again, in a moment."""
    shelf["khmer"].withdraw()
    many = "&".join(f"m=X-{number}" for number in range(200))
    for path, status in (("?loai=khong-co", 404), ("p-a3-02/", 410), (f"gio/?{many}", 400)):
        response = client.get(f"/vi/kho-tai-lieu/{path}")
        assert (response.status_code, response["Cache-Control"]) == (status, "private, no-store"), path
    assert "s-maxage" in client.get("/vi/kho-tai-lieu/gio/?m=P-A3-01")["Cache-Control"]


ADDRESSES = [
    "/vi/kho-tai-lieu/",
    "/vi/kho-tai-lieu/?q=to+dan&loai=poster&nn=vi&dip=lop-hoc&doi-tuong=hoc-sinh",
    "/vi/kho-tai-lieu/p-a3-01/",
    "/vi/bo-tai-lieu/",
    "/vi/bo-tai-lieu/bo-1/",
]


@pytest.mark.slow
def test_query_budget_holds_when_the_library_grows(client, shelf, django_assert_max_num_queries):
    kit = Kit.objects.create(code="KIT-1", slug="bo-1", is_released=True)
    KitText.objects.create(kit=kit, name="Bộ khởi động", locale=make_locale())
    KitItem.objects.create(kit=kit, asset=shelf["poster"])
    few = queries_of_addresses(client, django_assert_max_num_queries)
    more = asset_rows(40, moments=["lop-hoc"])
    Audience.objects.get(slug="hoc-sinh").asset_set.add(*more)
    KitItem.objects.bulk_create(KitItem(kit=kit, asset=asset) for asset in more)
    many = queries_of_addresses(client, django_assert_max_num_queries)
    assert all(many[address] <= few[address] for address in ADDRESSES)


def queries_of_addresses(client, django_assert_max_num_queries):
    numbers = {}
    cache.clear()
    for address in ADDRESSES:
        client.get(address)  # the shell's own data is shared by all pages and counted elsewhere
        with django_assert_max_num_queries(30 if "q=" in address else 24) as captured:
            assert client.get(address).status_code == 200
        numbers[address] = len(captured)
    return numbers


def test_specs_come_from_the_files(client):
    make_library()
    asset_row(
        "TO-01",
        name="Tờ dán",
        files=[{"role": "print", "label": "Bản in", "override": "Tờ thử.", "stored": stored_row()}],
    )
    html = client.get("/vi/kho-tai-lieu/").content.decode().replace("\xa0", " ")
    assert "A4 · PDF in · 300 KB · VI · v1.0" in html
    assert make_home().slug == "vi"


def test_a_phone_gets_the_small_preview_where_there_is_one(client):
    """Forty kilobytes a card are a megabyte a page; what is not released shows neither size."""
    make_library()
    asset = asset_row("P-20", name="Poster nhỏ nhẹ")
    stored = asset.current_version.files.get().stored
    stored.preview_key, stored.preview_width, stored.preview_height = "previews/to.webp", 849, 1200
    stored.save()
    addresses = ["/vi/kho-tai-lieu/", asset.get_absolute_url()]
    job = Derivative.objects.create(stored=stored, form="xem-nho", state="running", key="previews/nho.webp")
    for address in addresses:
        page = client.get(address).content.decode()
        assert "previews/to.webp" in page and "previews/nho.webp" not in page, "not made yet"
    job.state = "done"
    job.save()
    cache.clear()
    for address in addresses:
        page = client.get(address).content.decode()
        assert 'srcset="/media/previews/nho.webp 340w, /media/previews/to.webp 849w"' in page, address
    Derivative.objects.create(stored=stored, form="xem-vua", state="done", key="previews/vua.webp")
    cache.clear()
    assert "vua.webp" not in client.get(addresses[0]).content.decode(), "a card is no wider than the small one"
    three = "/media/previews/nho.webp 340w, /media/previews/vua.webp 679w, /media/previews/to.webp 849w"
    assert f'srcset="{three}" sizes=' in " ".join(client.get(addresses[1]).text.split())
    StoredFile.objects.filter(pk=stored.pk).update(zone="quarantine")
    cache.clear()
    assert "previews/" not in client.get(addresses[0]).content.decode()


def test_a_shared_link_shows_the_object_and_its_name(client, s3, buckets):
    """Teachers pass posters on in Zalo groups: 1200 × 630 px, uncropped, gone with the asset."""
    make_library()
    asset = asset_row("P-21", name="Poster “Gọi ai khi cần?”")
    stored = asset.current_version.files.get().stored
    sheet = io.BytesIO()
    Image.new("RGB", (600, 848), "#b7311b").save(sheet, "WEBP")
    stored.preview_key, stored.preview_width, stored.preview_height = "previews/chia-se.webp", 600, 848
    stored.save()
    s3.put_object(Bucket=buckets[1], Key=stored.preview_key, Body=sheet.getvalue())
    head = client.get(asset.get_absolute_url()).content.decode()
    [address] = re.findall(r'property="og:image" content="([^"]+)"', head)
    assert address.startswith(settings.SITE_URL) and f'<link rel="canonical" href="{settings.SITE_URL}' in head
    path = address.removeprefix(settings.SITE_URL)
    for _turn in range(2):  # drawn, then kept
        response = client.get(path)
        assert response.status_code == 200, path
        picture = Image.open(io.BytesIO(response.content))
        assert response["Content-Type"] == "image/jpeg" and picture.size == (1200, 630)
    red = [x for x in range(1200) if picture.getpixel((x, 315))[0] > 150 > picture.getpixel((x, 315))[2] + 60]
    assert red and red[0] > 700 and 330 < red[-1] - red[0] < 420, "the whole sheet, in its own shape"
    old = re.sub(r"-[0-9a-f]{12}\.jpg", f"-{'0' * 12}.jpg", path)
    assert client.get(old)["Location"] == path
    asset.withdraw()
    assert client.get(path).status_code == 404
    assert client.get(path.replace("/tai-lieu/", "/bo/")).status_code == 404


def test_beside_an_asset_stand_those_of_its_kits_then_the_newest_of_the_same_moments(client, client_for):
    """Most kits in common first; nothing that is closed, of the staff, or of a kit that is not released."""
    make_library()
    hour = timezone.now()
    codes = ("SELF", "BOTH", "ONE", "SHUT", "STAFF", "HIDDEN", "NEW", "OLD", "OTHER")
    assets = {
        code: asset_row(code, name=code, moments=["cong-truong" if code == "OTHER" else "lop-hoc"]) for code in codes
    }
    for age, code in enumerate(("OTHER", "HIDDEN", "SHUT", "STAFF", "NEW", "ONE", "BOTH", "OLD")):
        Asset.objects.filter(code=code).update(released_at=hour - timedelta(hours=age))
    Asset.objects.filter(code="STAFF").update(access="staff")
    Lease.objects.create(asset=assets["SHUT"], effect="deny", note="Chờ giấy phép nhạc.")
    make_kit([assets[code] for code in ("SELF", "BOTH", "ONE", "SHUT", "STAFF")], "KIT-A")
    make_kit([assets[code] for code in ("SELF", "BOTH", "SHUT")], "KIT-B")
    make_kit([assets[code] for code in ("SELF", "HIDDEN")], "KIT-C", released=False)

    def beside(reader):
        html = reader.get(assets["SELF"].get_absolute_url()).text
        (shelf,) = re.findall(r'<ul class="shelf.*?</ul>', html, re.S)
        kits = re.findall(r'href="/vi/bo-tai-lieu/(kit-\w)/"', html)
        return list(dict.fromkeys(re.findall(r'href="/vi/kho-tai-lieu/([a-z]+)/"', shelf))), kits

    assert beside(client) == (["both", "one", "hidden", "new", "old"], ["kit-a", "kit-b"])
    editor = client_for(make_user(is_superuser=True, is_staff=True))
    assert beside(editor) == (["both", "staff", "one", "hidden", "new"], ["kit-a", "kit-b"])
