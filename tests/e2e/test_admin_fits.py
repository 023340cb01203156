"""The administration fits its window: columns and searches on a phone, and what is chosen in the drop's selects."""

import pytest
from playwright.sync_api import expect

from media_library.admin.files.drop_target import version_for
from media_library.catalogue.file_names import read_name
from media_library.models import AssetFile
from tests.activities.contest_rows import make_contest
from tests.e2e.focus import COVERED, FOCUSED
from tests.e2e.looking import DESK, PHONE
from tests.e2e.newsroom_hands import keep
from tests.factories import asset_row, make_article, make_image, stored_row

pytestmark = [pytest.mark.night, pytest.mark.world("newsroom")]

WIDE = (
    "/admin/users/",
    "/admin/workflows/list/",
    "/admin/reports/aging-pages/",
    "/admin/reports/page-types-usage/",
    "/admin/snippets/media_library/asset/",
    "/admin/cuoc-thi/",
)
SEARCHED = ("/admin/images/", "/admin/users/", "/admin/snippets/media_library/asset/")
#: Fields and buttons of the search that do not stand in the window as a whole.
CUT = """() => [...document.querySelectorAll('.w-slim-header__search-form :is(input, select, label, button)')]
  .filter((one) => one.checkVisibility() && one.type !== 'hidden').map((one) => [one, one.getBoundingClientRect()])
  .filter(([, at]) => at.left < 0 || at.right > innerWidth).map(([one]) => one.outerHTML)"""

#: Whether the heading of a page is wider than its room.
HEADING_CUT = "(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)(document.querySelector('.w-breadcrumbs'))"

#: The first text of an element, and where it stands.
FIRST_WORDS = """(one) => {
  const range = document.createRange();
  range.selectNode(one.firstChild);
  return [range.toString().trim(), range.getBoundingClientRect().toJSON()];
}"""

#: Selects narrower than the choice that they show.
NARROW = """() => [...document.querySelectorAll('main select')].filter((one) => {
  const style = getComputedStyle(one), ink = document.createElement('canvas').getContext('2d');
  ink.font = style.font;
  const room = one.clientWidth - parseFloat(style.paddingInlineStart) - parseFloat(style.paddingInlineEnd);
  return ink.measureText(one.selectedOptions[0].text).width > room;
}).map((one) => `${innerWidth}: ${one.name} ${one.selectedOptions[0].text}`)"""


def test_every_column_is_scrolled_into_view_and_the_page_stays(newsroom, person):
    asset_row()
    make_contest()
    phone = person(newsroom["admin"], viewport=PHONE)
    for path in WIDE:
        phone.goto(path)
        first, last = (getattr(phone.locator("main .listing tr:first-child > th"), end) for end in ("first", "last"))
        expect(last, path).not_to_be_in_viewport(ratio=0.99)
        first.hover()
        phone.mouse.wheel(2000, 0)
        expect(last, path).to_be_in_viewport(ratio=0.99)
        keep(phone, f"list{path.replace('/', '-')}390")
        assert phone.evaluate("document.scrollingElement.scrollWidth <= innerWidth && !main.scrollLeft"), path
        phone.mouse.wheel(-2000, 0)
        expect(first, path).to_be_in_viewport(ratio=0.99)
    assert not phone.problems


def test_a_list_is_searched_and_sorted_on_a_phone(newsroom, person):
    make_image("Cầu Cần Thơ")
    make_image("Chợ nổi")
    phone = person(newsroom["admin"], viewport=PHONE)
    for path in SEARCHED:
        phone.goto(path)
        assert phone.evaluate(CUT) == [], path
        assert phone.evaluate(HEADING_CUT) is False, path
        phone.locator("#id_q").click(trial=True)
    phone.goto("/admin/users/")
    keep(phone, "users-390")
    phone.goto("/admin/toa-soan/lay-bai/")
    assert phone.evaluate(HEADING_CUT) is False, "a long heading"
    phone.goto("/admin/images/")
    keep(phone, "images-390")
    phone.locator("#id_q").fill("cho noi")
    expect(phone.locator("#image-results, #listing-results")).not_to_contain_text("Cầu Cần Thơ")
    expect(phone.locator("#image-results, #listing-results")).to_contain_text("Chợ nổi")


def test_selects_of_dropped_files_show_what_is_chosen(newsroom, person):
    for name in ("Poster một_fb.png", "Poster hai_km.pdf"):
        parsed = read_name(name)
        version = version_for(parsed, newsroom["admin"])
        AssetFile.objects.create(
            version=version, role=parsed.role or "school-print", language=parsed.language, label=parsed.title,
            stored=stored_row(),
        )  # fmt: skip
    desk = person(newsroom["admin"])
    for size in (DESK, PHONE):
        desk.set_viewport_size(size)
        desk.goto("/admin/kho/tha-tep/")
        expect(desk.locator(".library-drop-line")).to_have_count(2)
        keep(desk, f"drop-{size['width']}")
        assert desk.evaluate(NARROW) == []


def test_the_icon_of_a_heading_is_as_high_as_its_words(newsroom, person):
    phone = person(newsroom["reporter"], viewport=PHONE)
    for path in ("/admin/toa-soan/viet-nhanh/", "/admin/toa-soan/viet/", "/admin/account/"):
        phone.goto(path)
        icon = phone.locator(".w-breadcrumbs li:last-child svg")
        keep(phone, f"heading{path.replace('/', '-')}390")
        assert icon.bounding_box()["height"] < 24, path
        expect(phone.locator(".w-breadcrumbs li:last-child")).to_be_in_viewport(ratio=0.99)


def test_a_page_about_a_story_is_named_before_the_story(newsroom, person):
    story = make_article("Khóa tài khoản trong năm phút: danh sách việc nên làm tối nay", section=newsroom["section"])
    phone = person(newsroom["admin"], viewport=PHONE)
    for path, name in (("usage", "Nơi dùng"), ("history", "Lịch sử")):
        phone.goto(f"/admin/pages/{story.pk}/{path}/")
        heading = phone.locator(".w-breadcrumbs li:last-child a")
        keep(phone, f"heading-{path}-390")
        text, box = heading.evaluate(FIRST_WORDS)
        assert text == name and box["top"] >= 0 and box["top"] >= heading.bounding_box()["y"] - 1, path


def test_the_bar_of_a_form_covers_nothing_that_has_the_focus(newsroom, person):
    """Who magnifies to 200 per cent and goes from field to field by keyboard sees each of them (WCAG 2.4.11)."""
    magnified = person(newsroom["admin"], viewport={"width": 640, "height": 450})
    magnified.goto(f"/admin/cuoc-thi/edit/{make_contest().pk}/")
    magnified.locator("#id_title").focus()
    focused_names = set()
    while len(focused_names) < 9:
        magnified.keyboard.press("Tab")
        focused_names.add(magnified.evaluate(f"{FOCUSED}.name"))
        if "opens_at" in focused_names:  # the calendar of a date lies over what follows it
            break
        assert not magnified.evaluate(COVERED)
    keep(magnified, "form-640")
    assert {"summary", "formats", "opens_at"} <= focused_names
