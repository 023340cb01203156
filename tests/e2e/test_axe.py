"""Nothing axe can find on the readers' pages, on a phone and on a desk; no sideways scroll at 320 px (WCAG 1.4.10)."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from articles.models import ArticlePage
from media_library.models import KitIndexPage, LibraryIndexPage
from partners.models import KolIndexPage, KolStoryPage, Partner
from tests.factories import (
    make_article,
    make_asset,
    make_help_line,
    make_home,
    make_image,
    make_locale,
    make_section,
)

PHONE, DESK, NARROW = (390, 844), (1280, 900), (320, 700)
LONG = "Công nghệ giả giọng nói và gương mặt người thân đang đến gần từng gia đình: mười hai điều cần nói"
PAGES = [
    "/vi/",
    "/vi/nhan-dien-chieu-tro/",
    "/vi/nhan-dien-chieu-tro/ba-dau-hieu/",
    "/vi/nhan-dien-chieu-tro/mot-tua-rat-dai/",
    "/vi/kho-tai-lieu/",
    "/vi/kho-tai-lieu/p-a3-03/",
    "/vi/bo-tai-lieu/",
    "/vi/kol/",
    "/vi/kol/may-miet-vuon/",
    "/vi/tim-kiem/",
    "/vi/tim-kiem/?q=bị dọa",
    "/vi/tim-kiem/?q=zzzz",
    "/vi/can-giup-do/",
    "/vi/khong-co-trang-nay/",
    "/en/",
    "/km/",
    "/km/can-giup-do/",
    "/tai-khoan/dang-nhap/",
    "/tai-khoan/quen-mat-khau/",
]


@pytest.fixture
def site(settings, live_server):
    """One of everything a reader meets, in three languages."""
    settings.SITE_URL = live_server.url
    for language in ("vi", "en", "km"):
        make_locale(language)
        make_home(language)
    home = make_home()
    for model, title, slug in (
        (LibraryIndexPage, "Kho tài liệu", "kho-tai-lieu"),
        (KitIndexPage, "Bộ tài liệu", "bo-tai-lieu"),
        (KolIndexPage, "KOL đồng hành", "kol"),
    ):
        home.add_child(instance=model(title=title, slug=slug, locale=home.locale))
    make_help_line("113", label="Nguy hiểm ngay trước mắt")
    make_help_line("111")
    asset = make_asset("P-A3-03", moments=["lop-hoc"])
    section = make_section("Nhận diện chiêu trò", slug="nhan-dien-chieu-tro", is_sensitive=True)
    kol_section = make_section("KOL và Niềm tin số", slug="kol-niem-tin-so")
    image = make_image()
    for number in range(8):
        make_article(f"Bài số {number}", section=section, lead_image=image, genre="video" if number % 4 == 0 else "tin")
    make_article(LONG, slug="mot-tua-rat-dai", section=section, author="Nguyễn Minh Thư")
    story = make_article(
        "Ba dấu hiệu", slug="ba-dau-hieu", section=section, lead_image=image, content_warning="Bài có lời đe dọa."
    )
    write_body(story, image, asset)
    partner = Partner.objects.create(
        slug="may-miet-vuon",
        display_name="Mây Miệt Vườn (minh họa)",
        quote="Nghe ngon quá thì hỏi má cái đã.",
        handles="Tiktok @mot_ten_rat_dai_khong_co_dau_cach_nao",
        is_listed=True,
        is_demo=True,
    )
    make_article(
        "Má kiểm hợp đồng", section=kol_section, lead_image=image, model=KolStoryPage, genre="kol", partner=partner
    )
    return live_server.url


def write_body(story: ArticlePage, image, asset) -> None:
    """Every kind of block a story can have, through a second publication."""
    story.body = [
        ("paragraph", "<p>Khi bị dọa, bạn có quyền cúp máy.</p>"),
        ("heading", "1. Dọa cho sợ"),
        ("figure", {"image": image, "caption": "Cúp máy là cắt sợi dây.", "credit": "Minh họa: Hải Đăng"}),
        ("warning", {"summary": "Đoạn này có lời đe dọa.", "text": "<p>“Không hợp tác là bị bắt ngay.”</p>"}),
        ("heading", "2. Dỗ cho tin"),
        ("quote", {"text": "Người tốt không cần bạn giấu cha mẹ.", "who": "Một cô giáo"}),
        ("steps", {"title": "Làm ngay", "steps": [{"action": "Cúp máy", "detail": "Thở chậm ba nhịp."}]}),
        ("asset", asset),
        ("help", None),
    ]
    story.save_revision().publish(skip_permission_checks=True)


def found_on(page, path: str, size: tuple[int, int]) -> list[str]:
    """One line per finding of axe on `path` in a window of `size`."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(path)
    violations = Axe().run(page).response["violations"]
    return [f"{path} {size[0]} px {v['id']}: {node['html'][:120]}" for v in violations for node in v["nodes"]]


def test_axe_finds_nothing_and_nothing_scrolls_sideways(site, page):
    findings, wide = [], []
    for path in PAGES:
        for size in (PHONE, DESK):
            findings += found_on(page, site + path, size)
        page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        wide += [f"{path}: {over} px"] if over else []
    assert findings == []
    assert wide == []


def test_the_keyboard_sees_where_it_is_and_help_is_on_the_first_screen(site, page):
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    page.goto(site + "/vi/")
    for _step in range(6):
        page.keyboard.press("Tab")
        ring = page.evaluate(
            "(() => { const e = document.activeElement; const own = getComputedStyle(e), around = "
            "getComputedStyle(e.closest('.story') || e); return [own.outlineStyle, around.outlineStyle]; })()"
        )
        assert "solid" in ring, page.evaluate("document.activeElement.outerHTML")
    for thing in (page.locator("main h2").first, page.locator(".tabbar .giup")):
        box = thing.bounding_box()
        assert box["y"] + box["height"] <= PHONE[1]


def test_a_printed_article_is_the_article(site, page):
    page.goto(site + "/vi/nhan-dien-chieu-tro/ba-dau-hieu/")
    page.emulate_media(media="print")
    for selector in (".masthead", ".sections", ".tabbar", ".footer", ".share", ".quickexit", ".related"):
        assert not page.locator(selector).first.is_visible(), selector
    for selector in ("h1", ".prose", ".byline", ".helpcard"):
        assert page.locator(selector).first.is_visible(), selector
