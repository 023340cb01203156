"""The wall by thumb at 390 px, by keyboard without scripts, and on a projector that fills while people sign."""

import pytest
from playwright.sync_api import expect

from activities.pledges.signing import lay_brick
from campaign import units
from tests.e2e import evidence
from tests.schools.register import make_unit

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}


@pytest.fixture
def unit(settings, live_server):
    settings.SITE_URL = live_server.url
    make_unit(code="S-01", name="Trường THCS Sen Trắng (minh họa)")
    for number in range(30):
        lay_brick([1 + number % 8], unit=units.by_code("S-01"), nickname=number % 40)
    return units.by_code("S-01")


def fits(page, name):
    """A picture at the page's width, which nothing exceeds."""
    evidence.keep(page, name)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} scrolls sideways"


def test_three_taps_lay_a_brick_and_the_same_phone_counts_once(unit, person):
    page = person(**PHONE)
    page.goto("/vi/buc-tuong/cua/S-01/")
    fits(page, "wall-school-390")
    page.get_by_role("link", name="Ký cam kết").tap()
    page.get_by_text("Mình sẽ cúp máy khi bị dọa.").tap()
    page.get_by_label("Biệt danh, không").select_option(label="Đom Đóm")
    fits(page, "wall-sign-390")
    page.get_by_role("button", name="Đặt gạch").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Gạch của bạn đã lên tường")
    expect(page.locator(".mine")).to_contain_text("Đom Đóm")
    fits(page, "wall-laid-390")
    page.goto("/vi/buc-tuong/ky/S-01/")
    page.get_by_text("Mình bật xác thực hai lớp tối nay.").tap()
    page.get_by_role("button", name="Đặt gạch").tap()
    expect(page.get_by_role("alert")).to_contain_text("Máy này đã đặt gạch")
    assert page.context.cookies() == [] and not page.problems and not page.refused
    desk = person(viewport={"width": 1280, "height": 900})
    for path, name in (("", "wall"), ("cua/S-01/", "wall-school"), ("ky/", "wall-sign")):
        desk.goto(f"/vi/buc-tuong/{path}")
        fits(desk, f"{name}-1280")
    page.goto("/vi/buc-tuong/")
    fits(page, "wall-390")


#: Presses the button twice while its form is on its way; says which of the two presses would send it.
PRESSED_TWICE = """button => {
  const sent = [];
  addEventListener('submit', (event) => { sent.push(!event.defaultPrevented); event.preventDefault(); });
  button.click();
  button.click();
  return sent;
}"""


def test_an_impatient_thumb_sends_one_form(unit, person):
    """The answer to a second form, “sent already, or open too long”, would stand in place of the brick."""
    page = person(**PHONE)
    page.goto("/vi/buc-tuong/ky/S-01/")
    assert page.get_by_role("button", name="Đặt gạch").evaluate(PRESSED_TWICE) == [True, False]
    assert not page.problems


def test_by_keyboard_without_scripts_and_the_projector_fills(unit, person):
    screen = person(viewport={"width": 1280, "height": 720})
    screen.goto("/vi/buc-tuong/chieu/S-01/")
    expect(screen.locator("[data-total]")).to_have_text("30")
    page = person(java_script_enabled=False, **PHONE)
    page.goto("/vi/buc-tuong/ky/S-01/")
    page.locator("input[name=commitments]").first.focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Đặt gạch").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Gạch của bạn đã lên tường")
    expect(screen.locator("[data-total]")).to_have_text("31")
    expect(screen.locator("[data-bricks] .new")).to_have_count(1)
    fits(screen, "wall-projector-1280")
    screen.keyboard.press("Space")
    expect(screen.locator("[data-state]")).to_have_text("Đang tạm dừng.")
    screen.keyboard.press("b")
    expect(screen.locator(".stage5")).not_to_be_visible()
    assert not screen.problems and not screen.refused
