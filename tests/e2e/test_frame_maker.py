"""The frame maker in a real browser: the photo is framed, saved, and not one byte of it leaves the machine."""

import io

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import expect

from tests.activities.test_frames import AT
from tests.e2e import evidence
from tests.factories import make_asset, make_stored_file

CANARY = (17, 201, 93)  # a colour that no frame has
WORD = b"CANARY-7f3a91"  # stands in the photo's bytes, so that it would be found in any body


def photo():
    """A JPEG of one colour with a word in a comment."""
    target = io.BytesIO()
    Image.new("RGB", (900, 1200), CANARY).save(target, "JPEG", quality=95, comment=WORD)
    return target.getvalue()


def ring():
    """A transparent frame: a ring."""
    picture = Image.new("RGBA", (1080, 1080), (0, 0, 0, 0))
    ImageDraw.Draw(picture).ellipse((20, 20, 1060, 1060), outline=(6, 74, 87, 255), width=80)
    target = io.BytesIO()
    picture.save(target, "PNG")
    target.seek(0)
    return target


@pytest.fixture
def maker(settings, live_server, person):
    settings.SITE_URL = live_server.url
    files = [{"label": f"Khung {at}", "stored": make_stored_file(ring(), name="khung.png")} for at in range(6)]
    make_asset("AV-1080-21", kind="avatar-frame", name="Khung ảnh đại diện", files=files)
    page = person(viewport={"width": 390, "height": 844}, has_touch=True)
    page.goto(AT)
    return page


def middle(page):
    """Colour in the middle of the stage."""
    return page.evaluate(
        """() => {
            const pen = document.querySelector('[data-stage]').getContext('2d');
            return [...pen.getImageData(540, 540, 1, 1).data].slice(0, 3);
        }"""
    )


def near(colour):
    return all(abs(channel - other) < 12 for channel, other in zip(colour, CANARY, strict=True))


def test_a_photo_gets_its_frame_and_zero_bytes_leave(maker):
    page, requested_urls, sent = maker, [], []
    assert page.locator("[data-frame]").count() == 6 and not near(middle(page))
    page.on("request", lambda request: requested_urls.append(request.url))
    # The site's service worker asks for help pages too: it has nothing of the page.
    page.context.on("request", lambda request: sent.append((request.method, request.url, request.post_data_buffer)))
    page.context.set_offline(True)  # all that is needed is here already
    page.locator("[data-pick]").first.set_input_files(
        {"name": "mat-em.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    )
    expect(page.locator("[data-problem]")).to_be_hidden()
    page.wait_for_function(
        "() => document.querySelector('[data-stage]').getContext('2d').getImageData(540, 540, 1, 1).data[0] < 60"
    )
    assert near(middle(page))
    for button in ("Phóng to", "Xoay phải", "Sang trái", "Xuống"):
        page.get_by_role("button", name=button).click()
    stage = page.locator("[data-stage]")
    stage.focus()
    for key in ("ArrowRight", "ArrowUp", "+", "[", "]"):
        page.keyboard.press(key)
    box = stage.bounding_box()
    page.mouse.move(box["x"] + 150, box["y"] + 150)
    page.mouse.down()
    page.mouse.move(box["x"] + 180, box["y"] + 160)
    page.mouse.up()
    dials = page.evaluate(
        "() => Object.fromEntries([...document.querySelectorAll('[data-dial]')].map((d) => [d.dataset.dial, +d.value]))"
    )
    assert dials["zoom"] == 110 and dials["x"] > 0 and dials["turn"] == 5, dials
    page.get_by_label("Dòng chữ của trường").fill("Trường THCS Sen Trắng")
    page.get_by_text("Mẫu 3").click()
    for kind, size in (("Ảnh đại diện, vuông", (1080, 1080)), ("Ảnh đại diện, tròn", (1080, 1080)),
                       ("Ảnh bìa Facebook", (1640, 720)), ("Ảnh bìa Zalo", (1600, 900))):  # fmt: skip
        page.get_by_text(kind, exact=True).click()
        with page.expect_download() as saved:
            page.get_by_role("button", name="Lưu ảnh").click()
        with Image.open(saved.value.path()) as picture:
            assert picture.size == size, kind
            assert any(near(colour[:3]) for _n, colour in picture.convert("RGBA").getcolors(10**7) if colour[3]), kind
    expect(page.locator("[data-result]")).to_be_visible()
    page.get_by_role("button", name="Phóng to").click()
    expect(page.locator("[data-result]")).to_be_hidden()  # it is not the picture that is seen now
    evidence.keep(page, "frame-maker-390")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    outside_urls = [url for url in requested_urls if not url.startswith(("blob:", "data:"))]
    assert outside_urls == [], "the page asked for something while the photo was open"
    assert not [entry for entry in sent if entry[0] != "GET" or entry[2]], "something was sent"
    refused = page.evaluate("() => fetch('/vi/').then(() => 'sent', () => 'refused')")
    beacon = page.evaluate("() => { navigator.sendBeacon('/vi/', 'x'); return 1; }")
    assert refused == "refused" and beacon and page.refused, "the policy keeps back what a script would send"
    assert not [entry for entry in sent if WORD in (entry[2] or b"")] and not page.problems
    assert page.context.cookies() == [] and page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_a_browser_inside_an_app_is_told_how_to_save_and_a_strange_file_is_named(settings, live_server, person):
    settings.SITE_URL = live_server.url
    page = person(
        user_agent="Mozilla/5.0 (Linux; Android 13) Chrome/120 Mobile Zalo android/24",
        viewport={"width": 390, "height": 844},
    )
    page.goto(AT)
    expect(page.get_by_text("Mở bằng trình duyệt").first).to_be_visible()
    page.locator("[data-pick]").first.set_input_files(
        {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": b"no picture"}
    )
    expect(page.get_by_text("Máy không đọc được ảnh này")).to_be_visible()
    assert not page.problems
    plain = person(java_script_enabled=False)
    plain.goto(AT)
    expect(plain.get_by_text("tắt JavaScript")).to_be_visible()
    expect(plain.locator("[data-work]")).to_be_hidden()
