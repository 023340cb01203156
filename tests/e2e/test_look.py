"""Every page type as the contact sheet's probe sees it, on four kinds of screen, and every state under axe."""

import pytest

from home.styleguide.views import ERRORS
from partners.models import Partner
from tests.city import FILM, LIBRARY, LISTS, OTHERS, PATHS, PROFILES, SITUATIONS, STORIES, S
from tests.e2e.looking import DESK, NARROW, PHONE, TWICE, Letters, everywhere, seen, wrong
from tests.e2e.traffic import requests_leaving
from tests.factories import make_user
from tests.schools.register import make_member, make_season, make_unit

pytestmark = [pytest.mark.night, pytest.mark.world("city")]

#: Kinds of stories whose pages share least: text, a game in steps, an e-magazine.
OFTEN = (S + "du-moi-khoi/", S + "do-vui/", S + "dai-ky/")
AREAS = {
    "front pages": ("/vi/", "/en/", "/km/", "/vi/gioi-thieu/"),
    "help": ("/vi/can-giup-do/", "/km/can-giup-do/", "/en/can-giup-do/", "/vi/lich-su-kien/", "/km/lich-su-kien/",
             "/vi/do-phu/", *SITUATIONS),
    "stories": (*OFTEN, FILM, "/km/tin/bai-khmer/"),
    "stories of more kinds": (*(path for path in STORIES if path not in OFTEN), S + "qua-dai/"),
    "sections": (S, S + "?trang=2", "/vi/muc-trong/", "/km/tin/", "/vi/meo-nhanh/", S + "chuyen-trang/",
                 S + "dong-su-kien/"),
    "other lists": tuple(path for path in LISTS if path not in {S, "/vi/meo-nhanh/", S + "chuyen-trang/",
                                                                S + "dong-su-kien/"}),
    "people": PROFILES,
    "library": (*LIBRARY, "/vi/kho-tai-lieu/?q=zzzz", "/vi/kho-tai-lieu/gio/"),
    "search": ("/vi/tim-kiem/", "/vi/tim-kiem/?q=cuoc goi", "/vi/tim-kiem/?q=bị dọa", "/vi/tim-kiem/?q=zzzz",
               "/km/tim-kiem/"),
    "sign-in": ("/tai-khoan/dang-nhap/", "/tai-khoan/quen-mat-khau/", "/truong/ma/", "/truong/ngoai-tuyen/",
              "/doi-tac/vao/"),
    "style guide": ("/styleguide/",),
    "errors": ("/vi/khong-co/", *(f"/styleguide/loi/{status}/" for status in ERRORS)),
}  # fmt: skip
#: Asked with every change; of the others one page each (below), and all of them every night.
ALWAYS = {"front pages", "help", "stories"}
#: Widths, px: below and above each breakpoint of the styles, where a row of fixed things has least room.
BETWEEN = (480, 599, 680, 767, 840, 899, 960, 1023, 1080, 1120, 1180, 1240)
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
#: A template that stands in the list in the same state already: axe need not read it again.
REPEATED = {
    "/en/", S + "qua-dai/", S + "?trang=2", "/vi/kho-tai-lieu/?loai=poster&nn=vi", "/km/tin/", "/km/tim-kiem/",
    "/km/can-giup-do/", "/en/can-giup-do/", "/km/lich-su-kien/", "/styleguide/loi/404/", "/styleguide/loi/413/",
}  # fmt: skip
#: Areas whose pages are one visitor's own, or samples.
OWN = {"sign-in", "style guide", "errors"}
#: What stands on a desk alone: the sections in the head, the column of filters, a story's rail.
DESKS = ("/vi/", "/vi/kho-tai-lieu/", S + "du-moi-khoi/")
SCHOOL = ("/truong/", "/truong/bo-cua-toi/", "/truong/nguoi/", "/truong/viec/C04/", "/tai-khoan/cua-toi/")
PARTNER = ("/doi-tac/", "/doi-tac/thong-bao/")


def test_no_page_type_of_the_city_is_left_out():
    listed = [path for paths in AREAS.values() for path in paths]
    assert {*PATHS, *OTHERS} <= set(listed)
    assert REPEATED.issubset(listed)
    assert len(listed) == len(set(listed))


@pytest.mark.parametrize(
    "area", [area if area in ALWAYS else pytest.param(area, marks=pytest.mark.night) for area in AREAS]
)
def test_every_page_type_on_phone_and_desk_and_under_axe(city, page, area):
    """390 px and a desk: nothing cut, sideways or below 44 px; axe content at 390; no request elsewhere, no cookie."""
    problems, elsewhere, refused = [], requests_leaving(page, city), []
    page.on("console", lambda message: refused.append(message.text) if "Content Security" in message.text else None)
    for path in AREAS[area]:
        page.set_viewport_size(DESK)
        response = page.goto(city + path)
        problems += seen(page, path)
        problems += whole(page, response, path) if area not in OWN else []
        problems += wrong(page) if path in DESKS else []
        page.set_viewport_size(PHONE)
        problems += wrong(page) if path not in REPEATED else []
        problems += seen(page, path)
    assert not problems, "\n".join(problems)
    assert elsewhere == [] and refused == []
    assert area in OWN or page.context.cookies() == []


def whole(page, response, path):
    """What a reader's page misses: one h1 within the window, a number to call, no id twice, leave to be shared."""
    headers, title = response.headers, page.locator("h1")
    box = title.first.bounding_box()
    policy = "private" if "tim-kiem" in path else "public"  # what somebody asked for is nobody else's
    holds = {
        "status": response.status == (404 if "khong-co" in path else 200),
        "one h1": title.count() == 1,
        "h1 in the window": box["x"] >= 0 and box["x"] + box["width"] <= page.viewport_size["width"] + 1,
        "number to call": page.locator("a[href='tel:111']").count() >= 1,
        "no id twice": page.evaluate(TWICE) == [],
        "cache": headers["cache-control"].startswith(policy) and "ookie" not in headers.get("vary", ""),
    }
    return [f"{path}: not so: {claim}" for claim, true in holds.items() if not true]


@pytest.mark.parametrize("area", ["one of each", *(pytest.param(area, marks=pytest.mark.night) for area in AREAS)])
def test_a_narrow_phone_and_letters_of_twice_the_size(city, page, area):
    """320 px, and letters of 32 px on a desk: nothing cut, sideways or below 44 px (WCAG 1.4.10, 1.4.4)."""
    problems, letters = [], Letters(page)
    for path in AREAS.get(area, [paths[0] for paths in AREAS.values()]):
        page.set_viewport_size(NARROW)
        page.goto(city + path)
        problems += seen(page, path)
        page.set_viewport_size(DESK)
        letters.set(32)
        problems += seen(page, path + " in large letters")
        letters.set(16)
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("area", ["one of each", *(pytest.param(area, marks=pytest.mark.night) for area in AREAS)])
def test_no_width_between_phone_and_desk_scrolls_sideways(city, page, area):
    problems = []
    for path in AREAS.get(area, [paths[0] for paths in AREAS.values()]):
        page.goto(city + path)
        for width in BETWEEN:
            page.set_viewport_size({"width": width, "height": 900})
            if too_wide := page.evaluate(SIDEWAYS):
                problems.append(f"{path} {width}: {too_wide} px")
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize(
    ("path", "button"), [("/vi/", ".menu > summary"), ("/vi/kho-tai-lieu/", ".filterbox > summary")]
)
def test_an_open_sheet(city, page, path, button):
    page.set_viewport_size(PHONE)
    page.goto(city + path)
    page.locator(button).click()
    assert not wrong(page)


def test_a_refused_sign_in(city, page):
    page.set_viewport_size(PHONE)
    page.goto(city + "/tai-khoan/dang-nhap/")
    page.fill("[name=login]", "khong@co.example")
    page.fill("[name=password]", "sai-mat-khau")
    page.locator("form.account-form button").click()
    page.locator(".notice.bad, .err").first.wait_for()
    assert not wrong(page)


def test_a_teachers_pages_and_a_form_with_nothing_filled_in(city, person):
    make_season()
    teacher = person(make_member(make_unit()), viewport=PHONE)
    problems = []
    for path in SCHOOL:
        teacher.goto(path)
        if (here := teacher.locator(".unitnav [aria-current]")).count():
            box = here.bounding_box()
            assert box["x"] >= 0 and box["x"] + box["width"] <= PHONE["width"], f"{path}: its own tab is out of sight"
        problems += everywhere(teacher, path)
    teacher.goto("/truong/viec/C04/")
    teacher.get_by_role("button", name="Nộp", exact=True).click()
    teacher.locator("[role=alert]").wait_for()
    problems += wrong(teacher) + seen(teacher, "C04, empty")
    assert not problems, "\n".join(problems)


@pytest.mark.night
def test_a_partners_pages_and_the_five_steps_empty(city, person):
    guest = make_user("kol@demo.example")
    Partner.objects.get(slug="lan").members.create(user=guest)
    kol = person(guest, viewport=PHONE)
    problems = []
    for path in PARTNER:
        kol.goto(path)
        problems += everywhere(kol, path)
    kol.goto("/doi-tac/")
    kol.get_by_role("button", name="Gửi nội dung mới").click()
    kol.wait_for_url("**/sua/")
    form = kol.url
    for address in (form, *(f"{form}#b{step}" for step in range(1, 6))):
        kol.goto(address)
        problems += everywhere(kol, address)
    kol.goto(form)
    kol.get_by_role("button", name="Gửi cho tòa soạn").click()
    kol.locator("[role=alert]").wait_for()
    problems += wrong(kol) + seen(kol, "five steps, empty")
    assert not problems, "\n".join(problems)


def test_contrast_themes_and_unwanted_motion(city, page):
    """Forced colours: what is chosen and where one is are lines or system colours; and nothing moves when unwanted."""
    page.set_viewport_size(PHONE)
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    page.goto(city + "/vi/kho-tai-lieu/")
    edge = "e => parseFloat(getComputedStyle(e).borderBottomWidth)"
    assert page.locator(".tabbar [aria-current]").evaluate(edge) >= 4, "tab without a line"
    ground = "e => getComputedStyle(e).backgroundColor"
    chips = page.locator(".libtop .chip")
    assert chips.first.evaluate(ground) != chips.last.evaluate(ground), "chosen chip looks as the others"
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none", "no focus ring"
    moving = "[...document.querySelectorAll('*')].filter(e => getComputedStyle(e).transitionDuration !== '0s').length"
    assert page.evaluate(moving) == 0, "something moves"
    page.goto(city + "/vi/meo-nhanh/")
    assert page.locator(".tip").first.evaluate(edge) >= 1, "tip card without an edge"
