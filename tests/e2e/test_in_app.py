"""The browsers inside Zalo, Facebook and TikTok: a link is passed on, nothing is downloaded, Back leads back."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from demo.seeding.tree import seed_situations
from tests.activities.test_frames import AT
from tests.e2e.evidence import keep
from tests.e2e.test_frame_maker import photo, ring
from tests.factories import make_asset, make_home, make_stored_file

pytestmark = pytest.mark.world("readers")
STORY = "/vi/nhan-dien-chieu-tro/du-moi-khoi/"
PHONE = "Mozilla/5.0 (Linux; Android 14; SM-A546E; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 "
CHROME = "Chrome/130.0.0.0 Mobile Safari/537.36 "
APPS = {
    "zalo": f"{PHONE}{CHROME}Zalo android/12110714 ZaloTheme/light ZaloLanguage/vi",
    "facebook": f"{PHONE}{CHROME}[FB_IAB/FB4A;FBAV/490.0.0.63.82;IABMV/1;]",
    "tiktok": f"{PHONE}{CHROME}trill_2023608030 BytedanceWebview/d8a21c6 musical_ly/36.8.3",
}
#: What these browsers lack: clipboard, share menu, a way to close sheets by Back.
LACKING = """
  delete Navigator.prototype.clipboard;
  delete Navigator.prototype.share;
  delete window.CloseWatcher;
"""
INSETS = {"top": 47, "topMax": 47, "bottom": 34, "bottomMax": 34}


def strange(page):
    """Addresses asked for that are not of this machine."""
    hosts = {urlsplit(url).hostname for url in page.asked}
    return hosts - {None, "localhost", "127.0.0.1"}


@pytest.fixture
def inside(person, settings, live_server):
    """Open a window as the browser inside an app; it collects downloads and requests."""
    settings.SITE_URL = live_server.url

    def opened(app):
        page = person(viewport={"width": 390, "height": 844}, user_agent=APPS[app], has_touch=True)
        page.add_init_script(LACKING)
        page.downloads, page.asked = [], []
        page.on("download", lambda event: page.downloads.append(event.url))
        page.on("request", lambda event: page.asked.append(event.url))
        return page

    return opened


@pytest.mark.parametrize(
    "app", ["zalo", *(pytest.param(app, marks=pytest.mark.night) for app in APPS if app != "zalo")]
)
def test_a_story_is_passed_on_and_back_leads_back(inside, app):
    page = inside(app)
    page.goto(STORY)
    length = page.evaluate("history.length")
    page.locator(".menu summary").first.click()
    page.keyboard.press("Escape")
    assert page.evaluate("history.length") == length  # a sheet adds nothing that Back would have to undo
    page.locator(".share").get_by_role("link", name="Zalo", exact=True).click()
    page.wait_for_url("**/chia-se-zalo/**")
    link = page.locator("#lien-ket")
    assert link.inner_text().endswith(STORY) and page.locator("[data-share]").is_hidden()
    page.get_by_role("button", name="Sao chép liên kết").click()
    expect(page.locator("main [role=status]")).to_have_text("Đã sao chép.")
    keep(page, f"fear-zalo-{app}-390")
    page.go_back()
    page.wait_for_url(f"**{STORY}")
    assert not strange(page) and not page.downloads and not page.problems and not page.refused


def test_nothing_lies_under_the_phones_own_bars(inside):
    for language in ("en", "km"):
        make_home(language)
    seed_situations()
    page = inside("zalo")
    page.context.new_cdp_session(page).send("Emulation.setSafeAreaInsetsOverride", {"insets": INSETS})
    for address in (STORY, "/vi/tinh-huong/bi-doa-tung-anh/"):
        page.goto(address)
        lowest = page.evaluate(
            """() => Math.max(...[...document.querySelectorAll('.tabbar a, .quick a')]
              .filter((one) => one.checkVisibility()).map((one) => one.getBoundingClientRect().bottom))"""
        )
        assert 0 < lowest <= 844 - INSETS["bottom"], address


def test_the_framed_photo_is_a_picture_to_hold_and_no_download(inside):
    files = [{"label": "Khung", "stored": make_stored_file(ring(), name="khung.png")}]
    make_asset("AV-1080-21", kind="avatar-frame", name="Khung ảnh đại diện", files=files)
    page = inside("zalo")
    page.goto(AT)
    expect(page.locator("[data-inapp]")).to_be_visible()
    page.locator("[data-pick]").first.set_input_files({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photo()})
    page.locator("[data-save]").click()
    result = page.locator("[data-result]")
    expect(result).to_be_visible()
    assert result.get_attribute("src").startswith("data:image/")
    assert not page.downloads and not strange(page) and not page.problems and not page.refused
