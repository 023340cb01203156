"""What comes after the home page: it appears by itself, says when it failed, is tried again, and takes no focus."""

import pytest
from playwright.sync_api import expect

from tests.e2e.newsroom_hands import DESK, PHONE, keep

pytestmark = pytest.mark.world("newsroom")


def test_the_rest_of_the_home_page_comes_by_itself_and_the_focus_stays(newsroom, person):
    for name, options in (("1280", DESK), ("390", PHONE)):
        chief = person(newsroom["chief"], **options)
        chief.goto("/admin/")
        chief.locator(".role-next a").first.focus()
        today, figures = chief.locator("[data-home-later]").all()
        expect(today.get_by_role("heading", name="Hôm nay")).to_be_visible()
        expect(figures).to_have_attribute("aria-busy", "false")
        expect(today.get_by_role("status")).to_have_text("Đã tải xong.")
        assert chief.evaluate('document.activeElement.closest(".role-next") !== null')
        assert chief.evaluate("document.documentElement.scrollWidth <= innerWidth")
        keep(chief, f"home-later-{name}")
        assert not chief.problems and not chief.refused


def test_a_part_that_fails_says_so_and_is_tried_again(newsroom, person):
    chief = person(newsroom["chief"], **DESK)
    chief.route("**/trang-chu/toa-soan/", lambda route: route.fulfill(status=503, body="nothing"))
    chief.goto("/admin/")
    today, figures = chief.locator("[data-home-later]").all()
    expect(today.get_by_role("alert")).to_contain_text("Chưa tải được phần này.")
    expect(figures).to_have_attribute("aria-busy", "false")
    expect(figures.get_by_role("alert")).to_be_hidden()
    keep(chief, "home-later-failed")
    chief.unroute("**/trang-chu/toa-soan/")
    today.get_by_role("button", name="Thử lại").click()
    expect(today.get_by_role("heading", name="Hôm nay")).to_be_visible()
    expect(today.get_by_role("alert")).to_be_hidden()
    expect(today).to_be_focused()


def test_without_script_a_link_opens_the_part_as_a_page(newsroom, person):
    chief = person(newsroom["chief"], java_script_enabled=False, **DESK)
    chief.goto("/admin/")
    chief.get_by_role("link", name="Mở phần này: Tòa soạn hôm nay").click()
    expect(chief.get_by_role("heading", name="Hôm nay")).to_be_attached()
