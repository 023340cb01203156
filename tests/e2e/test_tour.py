"""The tour by keyboard: offered at the first sign-in, walked over a role's own screens, refused for ever; “?”."""

import pytest
from playwright.sync_api import expect

from home.guide import seed, tour
from tests.e2e.looking import DESK, PHONE, wrong
from tests.e2e.newsroom_hands import keep

pytestmark = pytest.mark.world("newsroom")


@pytest.mark.parametrize(
    "role", ["reporter", *(pytest.param(name, marks=pytest.mark.night) for name in ("chief", "admin"))]
)
def test_the_tour_is_walked_by_keyboard(newsroom, person, role):
    seed.write()
    user = newsroom[role]
    page = person(user)
    page.set_viewport_size(DESK)
    page.goto("/admin/")
    page.get_by_role("link", name="Bắt đầu tham quan").press("Enter")
    steps = tour.steps_of(user)
    for number, step in enumerate(steps, start=1):
        dialog = page.get_by_role("dialog", name=step["title"])
        expect(dialog).to_contain_text(f"Bước {number} trên 5")
        expect(dialog.locator("#tour-title")).to_be_focused()
        assert number > 1 or not wrong(page), "the screens themselves are looked at in test_look_admin.py"
        keep(page, f"tour-{role}-{number}")
        if number < len(steps):
            page.keyboard.press("Tab")
            page.keyboard.press("Enter")
            page.wait_for_url(f"**{steps[number]['path']}?tham-quan={number + 1}")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.set_viewport_size(PHONE)
    page.reload()
    expect(dialog.locator("#tour-title")).to_be_focused()
    keep(page, f"tour-{role}-phone")
    page.get_by_role("button", name="Xong").press("Enter")
    page.wait_for_url("**/admin/")
    expect(page.get_by_role("heading", name="Năm bước cho lần đầu")).to_have_count(0)
    assert not page.problems and not page.refused


def test_the_question_mark_of_a_page_opens_its_page_of_the_guide(newsroom, person):
    seed.write()
    page = person(newsroom["secretary"])
    page.goto("/admin/toa-soan/lich/")
    keep(page, "guide-question-mark")
    page.get_by_role("link", name="Hướng dẫn cho trang này").press("Enter")
    page.wait_for_url("**/admin/huong-dan/lich/")
    keep(page, "guide-job")
    page.goto("/admin/huong-dan/")
    keep(page, "guide-index")
    page.set_viewport_size(PHONE)
    page.reload()
    keep(page, "guide-index-phone")
    page.goto("/admin/huong-dan/in/")
    keep(page, "guide-book")
    page.goto("/vi/huong-dan/truong/")
    keep(page, "guide-public")
    assert not page.problems and not page.refused
