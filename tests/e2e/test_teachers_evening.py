"""A teacher on a slow phone the evening before a flag ceremony: by moment and weight to the poster in four taps,
the download cut and resumed, the print shop's sheet, the copy with the school's name, the kit opened without a line.
"""

import hashlib
import io
import zipfile
from http.client import IncompleteRead
from urllib.request import Request, urlopen

import pypdfium2
import pytest
from playwright.sync_api import expect

from media_library.catalogue.computed_fields import refresh_computed_fields
from media_library.derivatives.tasks import make_preview_for
from media_library.kits import builder, publishing
from media_library.models import DownloadEvent
from tests.e2e import evidence
from tests.e2e.cut_line import CutLine
from tests.e2e.traffic import download_from
from tests.factories import make_asset, make_help_line, make_locale
from tests.media_library.prints import make_kit, make_poster
from tests.media_library.small_library import make_library

PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
#: an ordinary evening on 3G: bytes a second and milliseconds
SLOW = {"offline": False, "downloadThroughput": 50_000, "uploadThroughput": 30_000, "latency": 300}
HOME = {"offline": False, "downloadThroughput": -1, "uploadThroughput": -1, "latency": 0}
PROGRAM = {"User-Agent": "Mozilla/5.0 (Linux; Android 10)"}
SCHOOL = "Trường THCS Nguyễn Thị Minh Khai"


@pytest.fixture
def shelf(live_server, settings):
    settings.SITE_URL = live_server.url
    for language in ("vi", "en", "km"):
        make_locale(language)
    make_library()
    make_help_line("111")
    moments = ["chao-co", "in-tai-truong"]
    poster = make_poster("P-A4-01", zone=True, strokes=20_000, name="Poster “Gọi ai khi cần?”", moments=moments)
    text = poster.texts.get()
    text.guide, text.placement = "In thử một tờ.\nTreo ngang tầm mắt.", "Bảng tin lớp"
    text.save()
    heavy = make_asset("P-A1-02", name="Poster rất nặng", moments=["chao-co"])
    stored = heavy.current_version.files.get().stored
    stored.size = 90_000_000
    stored.save()
    refresh_computed_fields(heavy)
    for file in poster.current_version.files.all():
        make_preview_for.call(str(file.stored_id))  # the worker would have drawn it by now
    kit = make_kit([poster])
    builder.build(publishing.publish(kit).pk)
    return poster


def shot(page, name):
    evidence.keep(page, f"library-{name}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390, f"{name} scrolls sideways"


@pytest.mark.night
def test_the_evening_before(shelf, person, live_server, settings, tmp_path):
    page = person(**PHONE)
    context = page.context
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    network.send("Network.emulateNetworkConditions", SLOW)
    page.goto("/vi/kho-tai-lieu/")

    page.get_by_role("link", name="Chào cờ").tap()  # one: the moment
    page.locator(".filterbox > summary").tap()  # two: the filters
    page.get_by_label("Tới 5 MB, hợp mạng yếu").tap()  # three: the weight; the list follows by itself
    expect(page.locator("#kq")).to_have_text("1 tài liệu")
    assert "dip=chao-co" in page.url and "nang=5" in page.url
    shot(page, "list")
    page.get_by_role("link", name="Poster “Gọi ai khi cần?”", exact=True).tap()  # four: the poster
    expect(page.get_by_role("heading", level=1)).to_have_text("Poster “Gọi ai khi cần?”")
    shot(page, "asset")

    file = shelf.current_version.files.get(role="print")
    button = page.locator(".buy a.big")
    address = button.get_attribute("href")
    assert address.startswith(file.get_absolute_url())
    half = CutLine(settings.S3_ENDPOINT_URL, after=file.stored.size // 2)
    settings.S3_PUBLIC_ENDPOINT_URL = half.url
    with download_from(page) as saved:
        button.tap()
    assert sha256(saved.value.path().read_bytes()) == file.stored.sha256
    assert half.cuts == 0 and len(half.asked) == 2
    assert half.asked[0] == "" and int(half.asked[1][6:].partition("-")[0]) > 0  # the browser took the rest alone
    half.cuts = 1
    assert resumed(live_server.url + address) == file.stored.sha256  # and so does a program, by the page's address
    half.close()
    network.send("Network.emulateNetworkConditions", HOME)  # the rest is not about the line
    settings.S3_PUBLIC_ENDPOINT_URL = settings.S3_ENDPOINT_URL
    assert DownloadEvent.objects.count() == 2  # two that began; what was left of them counts for nothing

    sheet = context.request.get(page.get_by_role("link", name="Gửi cho nhà in").get_attribute("href"))
    sheet_text = pypdfium2.PdfDocument(sheet.body())[0].get_textpage().get_text_range()
    assert "P-A4-01" in sheet_text and "In đúng 100%" in sheet_text
    printed(sheet.body(), "spec-sheet")

    page.get_by_role("link", name="Thêm tên trường").tap()
    page.get_by_label("Tên trường, in đúng như bạn gõ").fill(SCHOOL)
    page.get_by_role("button", name="Xem thử").tap()
    expect(page.locator(".stage img")).to_have_js_property("complete", True)
    expect(page.locator(".stage img")).not_to_have_js_property("naturalWidth", 0)
    shot(page, "name")
    with download_from(page) as saved:
        page.get_by_role("button", name="Tải PDF có tên trường").tap()
    copy = saved.value.path().read_bytes()
    assert SCHOOL in " ".join(pypdfium2.PdfDocument(copy)[0].get_textpage().get_text_range().split())
    printed(copy, "name-copy")

    page.goto("/vi/bo-tai-lieu/kit-thcs/")
    page.get_by_label("Số bản").first.fill("20")
    page.get_by_label("Giá một bản, đồng").first.fill("2000")
    expect(page.locator(".costs output")).to_have_text("= 40.000 đồng")
    page.reload()  # kept on this machine
    expect(page.locator("[data-costs-total]")).to_have_text("Tổng cộng: 40.000 đồng")
    shot(page, "kit")
    with download_from(page) as saved:
        page.locator(".buy a.big").tap()
    archive = saved.value.path().read_bytes()
    assert not page.problems
    without_a_line(person, archive, tmp_path)


def sha256(content):
    return hashlib.sha256(content).hexdigest()


def resumed(address):
    """Ask, lose the line, ask the same address for the rest as a download manager does: SHA-256 of the two."""
    with pytest.raises(IncompleteRead) as broken, urlopen(Request(address, headers=PROGRAM), timeout=20) as response:
        response.read()
    first = broken.value.partial
    rest = PROGRAM | {"Range": f"bytes={len(first)}-"}
    with urlopen(Request(address, headers=rest), timeout=20) as response:
        assert response.status == 206
        return sha256(first + response.read())


def printed(pdf, name):
    """The first page has something on it."""
    picture = pypdfium2.PdfDocument(pdf)[0].render(scale=1.5).to_pil()
    assert picture.convert("L").getextrema()[0] < 128, f"{name} is an empty sheet"
    evidence.keep(picture, f"library-{name}")


def without_a_line(person, archive, folder):
    """BAT-DAU.html from a folder, the network off: letters, pictures and links are all there."""
    box = zipfile.ZipFile(io.BytesIO(archive))
    assert box.testzip() is None
    box.extractall(folder)  # our own archive, ASCII names
    page = person(**PHONE, offline=True)
    requested_urls = []
    page.on("request", lambda request: requested_urls.append(request.url))
    page.goto((folder / "BAT-DAU.html").as_uri())
    expect(page.get_by_role("heading", level=1)).to_have_text("Bộ khởi động THCS")
    page.evaluate("document.fonts.load('800 20px \"Be Vietnam Pro\"', 'Bộ')")
    assert page.evaluate("document.fonts.check('800 20px \"Be Vietnam Pro\"', 'Bộ')")
    loaded = page.evaluate("[...document.images].map((one) => one.naturalWidth > 0)")
    assert loaded and all(loaded)
    links = page.evaluate("[...document.querySelectorAll('.files a')].map((one) => one.getAttribute('href'))")
    assert links and all((folder / link).is_file() for link in links)
    assert requested_urls and all(url.startswith(("file:", "data:")) for url in requested_urls)
    shot(page, "bat-dau")
