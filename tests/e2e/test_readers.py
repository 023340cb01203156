"""What readers meet in a real browser: phone and desk, with and without script, nothing from elsewhere, no cookie."""

import gzip
import io
from urllib.parse import urlsplit

import pikepdf
import pytest
from django.test import Client
from playwright.sync_api import expect

from articles.models import ReadCount
from articles.public import most_read
from base.images.image_specs import MAKE_ALL
from tests.e2e.looking import DESK, PHONE
from tests.e2e.traffic import Traffic, requests_leaving
from tests.e2e.waiting import comes_true

S = "/vi/nhan-dien-chieu-tro/"
PAGES = [
    "/vi/",
    S,
    S + "?trang=2",
    S + "du-moi-khoi/",
    S + "khong-anh/",
    S + "qua-dai/",
    S + "tieng-khmer/",
    S + "dai-ky/",
    S + "co-clip/",
    "/vi/meo-nhanh/",
    "/vi/meo-nhanh/cup-may-truoc/",
    "/vi/chuyen-muc-trong/",
    "/vi/tu-khoa/gia-danh/",
    "/vi/tac-gia/minh-thu/",
    "/vi/luu-tru/",
    "/vi/kho-tai-lieu/",
    "/vi/kho-tai-lieu/p-a3-03/",
    "/vi/bo-tai-lieu/",
    "/vi/kol/",
    "/vi/kol/may-miet-vuon/",
    "/vi/lich-su-kien/",
    "/vi/do-phu/",
    "/vi/tim-kiem/?q=cuoc goi",
    "/vi/khong-co-trang-nay/",
]

pytestmark = pytest.mark.world("readers")


@pytest.fixture
def site(settings, live_server):
    settings.SITE_URL = live_server.url
    settings.READ_FLUSH_SECONDS = 0
    return live_server.url


@pytest.mark.night  # with scripts: test_look.py; without: test_library_filters.py and test_poster_taken.py
def test_every_page_stands_without_scripts_on_phone_and_desk(site, person):
    """One h1 within the window, a number to call, no request elsewhere, no cookie (with scripts: test_look)."""
    page = person(java_script_enabled=False, viewport=PHONE)
    outside_urls, broken = requests_leaving(page, site), []
    page.on("console", lambda message: broken.append(message.text) if "Content Security" in message.text else None)
    for path in PAGES:
        response = page.goto(site + path)
        headers = response.headers
        assert response.status == (404 if "khong-co" in path else 200), path
        policy = "private" if "tim-kiem" in path else "public"  # what somebody asked for is nobody else's
        assert headers["cache-control"].startswith(policy) and "ookie" not in headers.get("vary", ""), path
        assert page.locator("h1").count() == 1, path
        assert page.locator("a[href='tel:111']").count() >= 1, path
        for size in (DESK, PHONE):
            page.set_viewport_size(size)
            box = page.locator("h1").bounding_box()
            assert box["x"] >= 0 and box["x"] + box["width"] <= size["width"] + 1, (path, size, box)
    assert outside_urls == [] and broken == []
    assert page.context.cookies() == []


def test_reading_with_hands_and_keyboard(site, person):
    """Clip only after a tap, larger letters, gallery by keys, transcript, one reading counted after ten seconds."""
    phone = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130 Mobile Safari/537.36"
    page = person(user_agent=phone)  # programs that name themselves are not counted
    outside_urls = requests_leaving(page, site)
    page.route("https://www.youtube-nocookie.com/**", lambda route: route.fulfill(body="<p>player</p>"))
    page.clock.install()
    # Playwright's clock replaces `performance` and forgets how the page was come by.
    page.add_init_script("performance.getEntriesByType = () => [{ type: 'navigate' }]")
    page.set_viewport_size(PHONE)
    page.goto(site + S + "du-moi-khoi/")
    assert page.title().startswith("Thông tin cần biết")  # what stands in the history says nothing
    expect(page.get_by_text("Nếu bạn thân kể với bạn…")).to_be_visible()
    page.clock.run_for(12_000)
    expect(page.locator("h1")).to_be_visible()
    size = "parseFloat(getComputedStyle(document.querySelector('.prose p')).fontSize)"
    before = page.evaluate(size)
    page.get_by_role("button", name="Chữ to hơn").click()
    assert page.evaluate(size) > before
    frames = page.locator(".gallery .frames")
    frames.focus()
    page.keyboard.press("ArrowRight")
    expect(frames.locator("li").nth(1)).to_be_in_viewport(ratio=0.5)
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.locator("td[data-label='Ai làm']").first.evaluate("e => getComputedStyle(e).display") == "grid"
    assert outside_urls == []
    with page.expect_request("https://www.youtube-nocookie.com/**"):
        page.locator(".embed a").click()
    expect(page.locator(".embed iframe")).to_be_visible()
    assert {urlsplit(url).hostname for url in outside_urls} == {"www.youtube-nocookie.com"}
    page.goto(site + S + "co-clip/")
    player = page.locator("video")
    assert player.get_attribute("preload") == "none"
    assert player.get_attribute("aria-label")  # else heard as “video” and nothing more
    expect(page.locator("[data-seek='31']")).to_have_accessible_name("Phát từ 0:31")
    most_read.collector.flush()  # what a busy database made wait
    assert ReadCount.objects.count() == 1 and ReadCount.objects.get().reads == 1


#: A phone's sharing, and a browser inside an app that has neither sharing nor a clipboard.
ABLE = """navigator.share = shared => { window.shared = shared; return Promise.resolve(); };
  Object.defineProperty(navigator, 'clipboard', { value: { writeText: async text => { window.copied = text; } } });"""
INSIDE_AN_APP = """Object.defineProperty(Navigator.prototype, 'share', { value: undefined });
  Object.defineProperty(Navigator.prototype, 'clipboard', { value: undefined });
  document.execCommand = what => { window.copied = document.activeElement.value; return window.allowed ?? true; };"""


def test_a_story_is_passed_on_by_the_phone_first_and_also_from_inside_an_app(site, person):
    """The phone's own sheet where there is one; else link and words are copied, or shown where copying is refused."""
    whole = site + S + "du-moi-khoi/"
    for script, has_sheet in ((ABLE, True), (INSIDE_AN_APP, False)):
        page = person(viewport=PHONE)
        page.add_init_script(script)
        outside_urls = requests_leaving(page, site)
        page.goto(whole + "?fbclid=abc")  # what a network hangs onto an address is not passed on
        share = page.locator(".share [data-share]")
        expect(share).to_be_visible(visible=has_sheet)
        first = page.locator(".share :is(button, a)").locator("visible=true").first
        expect(first).to_have_text("Chia sẻ" if has_sheet else "Zalo")
        if has_sheet:
            share.click()
            assert page.evaluate("window.shared.url") == whole
        page.locator(".share [data-copy='']").click()
        expect(page.locator(".share [role=status]")).to_have_text("Đã sao chép.")
        assert page.evaluate("window.copied") == whole
        page.locator(".posttext summary").click()
        page.locator("[data-copy=loi-dang]").click()
        comes_true(page, "() => window.copied.includes('#')")
        words = page.evaluate("window.copied")
        assert whole in words and words.count("#") == 3
        if not has_sheet:
            page.evaluate("window.allowed = false")
            page.locator(".share [data-copy='']").click()
            expect(page.locator(".share [role=status]")).to_have_text(whole)
        assert outside_urls == [] and page.context.cookies() == []


#: One page of each template; with every change a few of them, every night all.
SAME = ("?trang=2", "qua-dai/", "khong-anh/", "-muc-trong/", "khong-co-trang-nay/")
FIRST_VIEWS = [*(path for path in PAGES if not path.endswith(SAME)), "/en/", "/km/"]
EVERY_CHANGE = [
    "/vi/",
    S + "du-moi-khoi/",
    "/vi/kho-tai-lieu/",
    "/vi/kho-tai-lieu/p-a3-03/",
    "/vi/lich-su-kien/",
    "/km/",
]


@pytest.mark.parametrize(
    "paths", [EVERY_CHANGE, pytest.param(FIRST_VIEWS, marks=pytest.mark.night)], ids=["few", "all"]
)
def test_first_view_on_a_phone_is_light(site, person, paths):
    """P7 on every type of page: HTML and CSS 45 KB, scripts 15 KB, fonts 170 KB, largest picture 60 KB."""
    for path in paths:
        Client().get(path, **{MAKE_ALL: True})  # the worker would have made the pictures in every size
        weights = weighed(person, site + path)
        assert weights["document"] + weights["stylesheet"] <= 45_000, (path, weights)
        assert weights.get("script", 0) <= 15_000 and weights.get("font", 0) <= 170_000, (path, weights)
        assert weights.get("largest", 0) <= 60_000, (path, weights)
    weights = weighed(person, site + "/vi/can-giup-do/")
    assert sum(weights.values()) <= 30_000, weights


#: [address, pixels fetched, pixels shown] of pictures of which a smaller file would have done.
TOO_LARGE = """[...document.images].filter(image => image.currentSrc && image.clientWidth).flatMap(image => {
  const source = [...(image.closest('picture')?.querySelectorAll('source') ?? []), image].find(one => one.srcset);
  const files = (source?.srcset ?? '').split(', ').map(file => file.split(' ')).filter(file => file[1]);
  const width = address => parseInt(files.find(file => new URL(file[0], location).href === address)?.[1] ?? 0);
  const taken = width(image.currentSrc), needed = Math.round(image.clientWidth * devicePixelRatio);
  const smaller = files.some(file => parseInt(file[1]) < taken && parseInt(file[1]) >= needed);
  return smaller ? [[image.currentSrc, taken, needed]] : []; })"""


def weighed(person, address) -> dict[str, int]:
    """Bytes by kind of a first view on a phone, text as a server packs it; “largest” is the heaviest picture.

    No picture of it may be fetched larger than the screen shows it, where there is a smaller one that would do.
    """
    page = person(viewport=PHONE, device_scale_factor=2, is_mobile=True)
    responses, traffic = [], Traffic(page)
    page.on("response", lambda response: responses.append(response))  # Playwright takes no built-in method
    page.goto(address)
    traffic.settle()
    assert page.evaluate(TOO_LARGE) == [], address
    weights: dict[str, int] = {}
    for response in responses:  # read here: a body asked for inside the listener may come after the page is judged
        kind = response.request.resource_type
        body = response.body() if response.ok else b""
        packed = len(gzip.compress(body, 6)) if kind in {"document", "stylesheet", "script"} else len(body)
        weights[kind] = weights.get(kind, 0) + packed
        if kind == "image":
            weights["largest"] = max(weights.get("largest", 0), packed)
    page.context.close()
    return weights


def test_a_story_prints_on_a4_without_the_site_around_it(site, page):
    page.goto(site + S + "du-moi-khoi/")
    with pikepdf.open(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True))) as paper:
        box = [round(float(number)) for number in paper.pages[0].mediabox]
        assert box[2:] == [595, 842] and 1 <= len(paper.pages) <= 6
    page.emulate_media(media="print")
    for part in (".masthead", ".tabbar", ".footer", ".share", ".embed .go"):
        assert not page.locator(part).first.is_visible(), part
    for number in ("113", "111"):  # whoever holds the paper has a number to call
        assert page.locator(f".rail a[href='tel:{number}']").is_visible()
    assert not page.locator(".rail .button").is_visible()
    no_ground = "e => getComputedStyle(e).backgroundColor === 'rgba(0, 0, 0, 0)'"
    assert page.locator(".donow").first.evaluate(no_ground), "black words also where backgrounds are printed"
    # A tip is printed as its card, a film as black words; nothing on paper asks for a tap.
    page.goto(site + "/vi/meo-nhanh/cup-may-truoc/")
    assert page.locator(".tip").evaluate("e => getComputedStyle(e).printColorAdjust") == "exact"
    for part in (".crumb", ".buttons", ".taketip", "button"):
        assert page.locator(f"main {part}").count() and not page.locator(f"main {part}").first.is_visible(), part
    with pikepdf.open(io.BytesIO(page.pdf(prefer_css_page_size=True))) as paper:
        assert len(paper.pages) <= 2
    page.goto(site + S + "co-clip/")
    for words in ("h1", ".sapo", ".said .words", ".said h2"):
        assert page.locator(f".band.night {words}").first.evaluate("e => getComputedStyle(e).color") == "rgb(0, 0, 0)"
    assert page.locator(".band.night").first.evaluate(no_ground)
    for part in ("video", ".take", "button", "article ~ .band"):
        locator = page.locator(f"main {part}")
        assert locator.count() and not any(element.is_visible() for element in locator.all()), part
    expect(page.locator(".said .words")).to_be_visible()
