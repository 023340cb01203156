"""Every page type under the eyes of the contact sheet, on four kinds of screen; every state under axe's."""

from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from home.styleguide import ERRORS
from partners.models import Partner
from tests.city import PATHS, S
from tests.factories import make_article, make_user
from tests.schools.register import make_member, make_reviewer, make_season, make_unit

pytestmark = pytest.mark.world("city")

SEEN = Path("shots/seen.js").read_text()
#: Every violation with all its nodes, and nothing of what passed: that is a hundred times as much to carry and to read.
BREACHES = (
    "async options => (await lookedBy.run(options)).violations.map(one => [one.id, one.nodes.map(at => at.html)])"
)
PHONE, NARROW, DESK = ({"width": 390, "height": 844}, {"width": 320, "height": 700}, {"width": 1280, "height": 900})
#: What `shots` notes and a test can hold: the fall of words in a headline depends on the words.
HELD = ("cuộn ngang", "chữ bị cắt", "thấp", "hẹp", "nút ba dòng")
OUTSIDE = (
    "/tai-khoan/dang-nhap/", "/tai-khoan/quen-mat-khau/", "/truong/ma/", "/truong/ngoai-tuyen/", "/doi-tac/vao/",
    "/vi/kho-tai-lieu/gio/", "/vi/tim-kiem/", "/vi/tim-kiem/?q=bị dọa", "/vi/tim-kiem/?q=zzzz", "/vi/khong-co/",
    "/vi/kho-tai-lieu/?q=zzzz", "/vi/muc-trong/", S + "qua-dai/", "/km/", "/km/tin/", "/km/tin/bai-khmer/",
    "/km/tim-kiem/", "/km/can-giup-do/", "/km/lich-su-kien/", "/en/", "/en/can-giup-do/", "/styleguide/",
    *(f"/styleguide/loi/{status}/" for status in ERRORS),
)  # fmt: skip
SCHOOL = ("/truong/", "/truong/bo-cua-toi/", "/truong/nguoi/", "/truong/viec/C04/", "/tai-khoan/cua-toi/")
PARTNER = ("/doi-tac/", "/doi-tac/thong-bao/")


@pytest.fixture
def large_letters(browser_type, browser_type_launch_args, browser_context_args):
    """A browser whose owner doubled the size of letters: 32 px, and media queries in rem follow (WCAG 1.4.4)."""
    options = browser_type_launch_args
    options = {**options, "args": [*options["args"], "--blink-settings=defaultFontSize=32"]}
    browser = browser_type.launch(**options)
    yield browser.new_page(**browser_context_args)
    browser.close()


def looked(page, address, *sizes) -> list[str]:
    """What is noticed on `address` in windows of `sizes`."""
    page.goto(address)
    found = []
    for size in sizes:
        page.set_viewport_size(size)
        found += seen(page, address)
    return found


def seen(page, address) -> list[str]:
    """What is noticed on the page as it stands."""
    width = page.viewport_size["width"]
    return [f"{address} {width}: {note}" for note in page.evaluate(SEEN) if note.startswith(HELD)]


def wrong(page) -> list[str]:
    """What axe finds on the page as it stands, every box opened."""
    page.evaluate("for (const box of document.querySelectorAll('main details')) box.open = true")
    # Samples of one component are several landmarks of one name, in the styleguide alone.
    rules = {"landmark-unique": {"enabled": "/styleguide/" not in page.url}}
    if not page.evaluate("'lookedBy' in window"):  # once per document; Wagtail's editor has an axe of its own besides
        page.evaluate(AXE_SCRIPT + ";window.lookedBy = axe")
    breaches = page.evaluate(BREACHES, {"rules": rules, "resultTypes": ["violations"]})
    return [f"{page.url} {rule}: {html[:120]}" for rule, nodes in breaches for html in nodes]


def test_every_page_type_on_every_screen_and_under_axe(city, page, large_letters, person):
    """390 px, 320 px, a desk, letters of twice the size: nothing cut, sideways or below 44 px; axe content.

    Menu and sheet open, a form with errors, people's own pages, Khmer, a headline without end, empty lists besides.
    """
    found = []
    for path in (*PATHS, *OUTSIDE):
        found += looked(page, city + path, NARROW, DESK)
        found += wrong(page)
        found += looked(large_letters, city + path, DESK)
        page.set_viewport_size(PHONE)
        found += seen(page, city + path) + wrong(page)
    assert large_letters.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
    page.set_viewport_size(PHONE)
    for path, button in (("/vi/", ".menu > summary"), ("/vi/kho-tai-lieu/", ".filterbox > summary")):
        page.goto(city + path)
        page.locator(button).click()
        found += wrong(page)
    page.goto(city + "/tai-khoan/dang-nhap/")
    page.fill("[name=login]", "khong@co.example")
    page.fill("[name=password]", "sai-mat-khau")
    page.locator("form.account-form button").click()
    page.locator(".notice.bad, .err").first.wait_for()
    found += wrong(page)
    make_season()
    teacher = person(make_member(make_unit()), viewport=PHONE)
    found += ones_own(teacher, SCHOOL)
    teacher.goto("/truong/viec/C04/")
    teacher.get_by_role("button", name="Nộp", exact=True).click()  # nothing filled in: the form with its errors
    teacher.locator("[role=alert]").wait_for()
    found += seen(teacher, "C04, empty") + wrong(teacher)
    guest = make_user("kol@demo.example")
    Partner.objects.get(slug="lan").members.create(user=guest)
    kol = person(guest, viewport=PHONE)
    found += ones_own(kol, PARTNER)
    kol.goto("/doi-tac/")
    kol.get_by_role("button", name="Gửi nội dung mới").click()
    kol.wait_for_url("**/sua/")
    found += ones_own(kol, [kol.url, *(f"{kol.url}#b{step}" for step in range(1, 6))])
    kol.goto(kol.url.partition("#")[0])
    kol.get_by_role("button", name="Gửi cho tòa soạn").click()
    kol.locator("[role=alert]").wait_for()
    found += seen(kol, "five steps, empty") + wrong(kol)
    found += in_contrast_themes(page, city)
    assert not found, "\n".join(found)


def ones_own(page, paths) -> list[str]:
    """What is noticed and what axe finds on pages of somebody signed in, on a narrow phone, a phone and a desk."""
    found = []
    for path in paths:
        found += looked(page, path, NARROW, DESK) + wrong(page)
        page.set_viewport_size(PHONE)
        found += seen(page, path) + wrong(page)
    return found


DESK_PAGES = ("/admin/", "/admin/toa-soan/", "/admin/toa-soan/lich/", "/admin/huong-dan/", "/admin/huong-dan/viet-bai/")
BOARD = ("/admin/", "/admin/truong-hoc/", "/admin/truong-hoc/cho-xac-nhan/", "/admin/truong-hoc/don-vi/")


def test_the_administration_under_axe(newsroom, person):
    """Dashboard, desk, calendar, guide, editor and the authority's board, on a desk and on a phone."""
    story = make_article("Cúp máy trước", section=newsroom["section"], live=False, owner=newsroom["reporter"])
    make_season()
    make_member(make_unit())
    found = []
    for user, paths in (
        (newsroom["chief"], (*DESK_PAGES, f"/admin/pages/{story.pk}/edit/")),
        (make_reviewer(), BOARD),
    ):
        colleague = person(user)
        for path in paths:
            for size in (DESK, PHONE):
                colleague.set_viewport_size(size)
                colleague.goto(path)
                found += wrong(colleague)
                found += [note for note in seen(colleague, path) if "cuộn ngang" in note]
        assert not colleague.problems
    assert not found, "\n".join(found)


def in_contrast_themes(page, city) -> list[str]:
    """Forced colours: what is chosen and where one is are lines or system colours; and nothing moves when unwanted."""
    found = []
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    page.goto(city + "/vi/kho-tai-lieu/")
    edge = "e => parseFloat(getComputedStyle(e).borderBottomWidth)"
    found += [] if page.locator(".tabbar [aria-current]").evaluate(edge) >= 4 else ["tab without a line"]
    ground = "e => getComputedStyle(e).backgroundColor"
    chips = page.locator(".libtop .chip")
    found += [] if chips.first.evaluate(ground) != chips.last.evaluate(ground) else ["chosen chip looks as the others"]
    page.keyboard.press("Tab")
    ring = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    found += [] if ring != "none" else ["no focus ring"]
    moving = (
        "e => [...document.querySelectorAll('*')].filter(e => getComputedStyle(e).transitionDuration !== '0s').length"
    )
    found += ["something moves"] if page.evaluate(moving) else []
    page.goto(city + "/vi/meo-nhanh/")
    found += [] if page.locator(".tip").first.evaluate(edge) >= 1 else ["tip card without an edge"]
    return found
