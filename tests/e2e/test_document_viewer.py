"""Looking through a document in a browser: the next page is fetched ahead; keys, wheel and fingers zoom."""

import pytest
from playwright.sync_api import expect

from tests.factories import make_locale, picture_bytes
from tests.media_library.small_library import make_library
from tests.media_library.test_viewing import document


@pytest.fixture
def address(live_server, settings):
    """The viewer of a document of three pages."""
    settings.SITE_URL = live_server.url
    make_locale("vi")
    make_library()
    asset, file = document("SL-1")
    return f"{asset.get_absolute_url()}xem/{file.uuid}/"


def opened(page, address):
    """The viewer, its pictures drawn here instead of by storage; and the page's picture."""
    page.route(
        "**/media/previews/**",
        lambda route: route.fulfill(body=picture_bytes(800, 600).getvalue(), content_type="image/jpeg"),
    )
    with page.expect_request("**/SL-1/2.webp"):
        page.goto(address)
    return page.locator("[data-viewer] img")


def test_keys_and_wheel_zoom_and_turn_pages_and_fingers_may_pinch(address, person):
    page = person(viewport={"width": 1280, "height": 900})
    picture = opened(page, address)
    width = lambda: picture.bounding_box()["width"]  # noqa: E731
    plain = width()
    page.keyboard.press("+")
    assert width() > plain * 1.2
    page.keyboard.press("0")
    assert width() == plain
    picture.hover()
    page.keyboard.down("Control")
    page.mouse.wheel(0, -100)
    page.keyboard.up("Control")
    page.wait_for_function("document.querySelector('[data-viewer] img').style.inlineSize !== ''")
    assert width() > plain * 1.1
    page.keyboard.press("0")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".viewnav p")).to_have_text("Trang 2 trên 3")
    page.wait_for_load_state()  # the script that hears keys has run
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".viewnav p")).to_have_text("Trang 1 trên 3")

    phone = person(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
    picture = opened(phone, address)
    assert picture.bounding_box()["width"] >= 340, "to the width of the phone"
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    viewport = phone.locator("meta[name=viewport]").get_attribute("content")
    assert "user-scalable" not in viewport and "maximum-scale" not in viewport
    assert not page.problems and not phone.problems
