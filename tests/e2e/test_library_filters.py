"""The library on a real phone, with and without JavaScript: filters, counts, chips, address, Escape; the basket."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e import evidence
from tests.factories import make_asset, make_locale
from tests.media_library.small_library import make_library, translate_library

PAGE = "/vi/kho-tai-lieu/"
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}


@pytest.fixture
def shelf(live_server, settings):
    """Two posters and a clip for the flag ceremony, one poster for the classroom, one in Khmer only."""
    settings.SITE_URL = live_server.url
    for language in ("vi", "en", "km"):
        make_locale(language)
    make_library()
    translate_library("km")
    for code, kind, moment, language in (
        ("P-1", "poster", "chao-co", "vi"),
        ("P-2", "poster", "chao-co", "km"),
        ("V-1", "video", "chao-co", "vi"),
        ("P-3", "poster", "lop-hoc", "vi"),
    ):
        make_asset(code, kind=kind, name=f"Tờ {code}", moments=[moment], language=language, levels=["thcs"])


def number(page, facet, value):
    """The figure beside one value of one facet."""
    return page.locator(f'label:has(input[name="{facet}"][value="{value}"]) .n').text_content()


def shown(page):
    return sorted(page.locator(".asset h3").all_inner_texts())


def no_wider(page):
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_on_a_phone(shelf, person):
    page = person(**PHONE)
    page.goto(PAGE)
    summary = page.locator(".filterbox > summary")
    expect(page.locator(".filterbox form")).to_be_hidden()  # first the things, then the filters
    summary.tap()
    expect(page.get_by_label("Poster, tờ dán")).to_be_visible()
    expect(page.locator("[data-found]")).to_have_text("Xem 4 tài liệu")
    expect(page.locator("[data-found]")).to_be_in_viewport(ratio=1)  # in reach while one filters
    assert (number(page, "dip", "chao-co"), number(page, "loai", "poster"), number(page, "nn", "km")) == ("3", "3", "1")
    no_wider(page)
    evidence.keep(page, "library-filters-390")

    page.locator('.facet:has(input[name="cap"]) > summary').tap()  # one that is closed at first is opened …
    page.get_by_label("Clip, TVC").check()
    expect(page.locator("#kq")).to_have_text("1 tài liệu")
    assert number(page, "dip", "chao-co") == "1" and number(page, "loai", "poster") == "3"  # its own facet: all of it
    assert not page.locator('input[name="dip"][value="lop-hoc"]').count()  # nothing would be left
    assert page.locator(".filterbox").evaluate("(box) => box.open")
    assert page.locator('.facet:has(input[name="cap"])').evaluate("(one) => one.open")  # … and stays so
    assert page.evaluate("document.activeElement.value") == "video"  # the thumb's place is kept
    page.get_by_label("Poster, tờ dán").check()
    page.locator(".facets").get_by_label("Chào cờ").check()
    expect(page.locator("#kq")).to_have_text("3 tài liệu")
    assert all(part in page.url for part in ("loai=poster", "loai=video", "dip=chao-co"))
    khmer = page.locator('header a[hreflang="km"]').first.get_attribute("href")
    assert all(part in khmer for part in ("loai=poster", "loai=video", "dip=chao-co"))

    page.keyboard.press("Escape")
    expect(page.locator(".filterbox form")).to_be_hidden()
    assert page.evaluate("document.activeElement === document.querySelector('.filterbox > summary')")
    expect(summary).to_contain_text("3 đang chọn")
    expect(page.locator("a.chip.drop")).to_have_count(3)
    no_wider(page)
    evidence.keep(page, "library-chips-390")

    page.locator("a.chip.drop", has_text="Clip, TVC").tap()
    expect(page.locator("#kq")).to_have_text("2 tài liệu")
    assert shown(page) == ["Tờ P-1", "Tờ P-2"] and "loai=video" not in page.url and "loai=poster" in page.url
    page.go_back()
    expect(page.locator("#kq")).to_have_text("3 tài liệu")
    page.reload()  # the address holds everything
    expect(page.locator("#kq")).to_have_text("3 tài liệu")
    page.get_by_role("link", name="Bỏ hết bộ lọc").tap()
    expect(page.locator("#kq")).to_have_text("4 tài liệu")
    expect(page.locator("a.chip.drop")).to_have_count(0)
    assert not page.problems


def test_without_javascript(shelf, person):
    page = person(**PHONE, java_script_enabled=False)
    page.goto(PAGE)
    page.locator(".filterbox > summary").tap()
    page.get_by_label("Poster, tờ dán").check()
    page.locator(".facets").get_by_label("Chào cờ").check()
    page.get_by_role("button", name="Lọc tài liệu").tap()
    expect(page.locator("#kq")).to_have_text("2 tài liệu")
    assert shown(page) == ["Tờ P-1", "Tờ P-2"] and "loai=poster" in page.url and "dip=chao-co" in page.url
    page.locator(".filterbox > summary").tap()
    expect(page.get_by_label("Poster, tờ dán")).to_be_checked()
    assert (number(page, "loai", "video"), number(page, "dip", "lop-hoc")) == ("1", "1")
    page.locator("a.chip.drop", has_text="Chào cờ").tap()
    expect(page.locator("#kq")).to_have_text("3 tài liệu")
    page.locator("a.chip.drop", has_text="Poster").tap()
    expect(page.locator("#kq")).to_have_text("4 tài liệu")


def test_a_desk_keeps_its_column(shelf, person):
    page = person(viewport={"width": 1280, "height": 900})
    page.goto(PAGE)
    box = page.get_by_label("Clip, TVC")
    box.check()
    expect(page.locator("#kq")).to_have_text("1 tài liệu")
    page.keyboard.press("Escape")
    expect(box).to_be_visible()  # nothing covers anything there
    evidence.keep(page, "library-filters-1280")
    assert not page.problems


def basket(page):
    return page.evaluate("localStorage.getItem('gio')")


def test_a_basket_stays_ones_own_until_one_takes_another(shelf, person):
    page = person(**PHONE)
    page.goto(PAGE)
    page.locator('[data-basket="P-1"]').dblclick()  # an impatient thumb adds once …
    expect(page.locator(".basketbar")).to_have_text("Giỏ tài liệu: 1")
    page.locator('[data-basket="P-3"]').click()
    mine = basket(page)
    assert mine == "P-1 P-3"
    other = page.context.new_page()  # a second tab: what it puts in, a tap on the first one does not take out
    other.goto(PAGE)
    other.locator('[data-basket="V-1"]').click()
    expect(page.locator(".basketbar")).to_have_text("Giỏ tài liệu: 3")
    expect(page.locator('[data-basket="V-1"]')).to_have_class(re.compile("in-basket"))
    other.locator('[data-basket="V-1"]').click(delay=700)
    other.close()
    expect(page.locator(".basketbar")).to_have_text("Giỏ tài liệu: 2")
    page.goto(f"{PAGE}gio/?m=V-1&m=P-2")  # a colleague's
    notice = page.locator("main .notice")
    expect(notice).to_contain_text("Giỏ của bạn trên máy này vẫn còn")
    evidence.keep(page, "basket-of-a-colleague-390")
    no_wider(page)
    assert basket(page) == mine
    page.locator(".files li", has_text="P-2").get_by_role("link", name="Bỏ ra").click()
    expect(page.locator(".files li")).to_have_count(1)
    assert basket(page) == mine, "what one changes there is not one's own"
    notice.get_by_role("link", name="Mở giỏ của tôi").click()
    expect(page.get_by_role("link", name="Bỏ ra")).to_have_count(2)
    expect(notice).to_have_count(0)
    page.goto(f"{PAGE}gio/?m=V-1")
    notice.get_by_role("link", name="Thêm các món này vào giỏ của tôi").click()
    expect(page.get_by_role("link", name="Bỏ ra")).to_have_count(3)
    page.goto(f"{PAGE}gio/?m=P-2")
    notice.get_by_role("link", name="Lấy giỏ này thay giỏ của tôi").click()
    expect(page.get_by_role("link", name="Bỏ ra")).to_have_count(1)
    assert basket(page) == "P-2"
    for typed in ("p-3", "v-1"):
        page.get_by_label("Thêm bằng mã in trên giấy").fill(typed)
        page.get_by_role("button", name="Thêm", exact=True).click()
        expect(page.locator(".files li", has_text=typed.upper())).to_be_visible()
    assert basket(page) == "P-2 P-3 V-1", "what one adds and removes there is one's own"
    page.locator(".files li", has_text="P-3").get_by_role("link", name="Bỏ ra").click()
    expect(page.get_by_role("link", name="Bỏ ra")).to_have_count(2)
    assert basket(page) == "P-2 V-1" and not notice.count() and not page.problems


def test_what_the_keyboard_reaches_in_a_row_of_chips_is_wholly_in_the_window(shelf, person):
    page = person(**PHONE)
    page.goto(PAGE)
    row = page.locator(".chips.scroll").first
    chips = row.locator("a")
    assert chips.last.bounding_box()["x"] > 390, "the row is wider than the phone"
    chips.first.focus()
    for number in range(1, chips.count()):
        page.keyboard.press("Tab")
        expect(chips.nth(number)).to_be_focused()
        box = chips.nth(number).bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= 390, (number, box)
