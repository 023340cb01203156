"""A file field in the page's words instead of the browser's, and still the browser's own field."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.world("newsroom")

ADD = """document.querySelector('main').insertAdjacentHTML('beforeend', `
  <p id="late"><label>Muộn <input type="file"></label></p>
  <p class="pickfile"><label>Tự vẽ <input type="file"></label></p>`)"""


def test_a_file_field_speaks_the_language_of_the_page(newsroom, person):
    page = person(viewport={"width": 390, "height": 844})
    page.goto("/styleguide/")
    field = page.get_by_label("Ảnh chụp").first
    box = page.locator(".filechoice").filter(has=field)
    expect(box).to_have_text("Chọn tệp từ máyChưa chọn tệp nào")
    assert field.evaluate("e => e.getBoundingClientRect().height") >= 44
    with page.expect_file_chooser() as chooser:
        box.locator(".button").click(force=True)  # the field lies above its words and takes the tap
    chooser.value.set_files({"name": "chao-co.jpg", "mimeType": "image/jpeg", "buffer": b"x"})
    expect(box.locator(".chosen")).to_have_text("chao-co.jpg")
    assert field.evaluate("e => e.files[0].name") == "chao-co.jpg"
    field.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    assert box.locator(".button").evaluate("e => getComputedStyle(e).outlineStyle") == "solid"
    page.evaluate(ADD)
    expect(page.locator("#late .chosen")).to_have_text("Chưa chọn tệp nào")
    assert page.locator(".pickfile .filechoice").count() == 0, "that one dresses its field itself"


def test_without_scripts_it_is_the_browsers_own(newsroom, person):
    page = person(java_script_enabled=False)
    page.goto("/styleguide/")
    assert page.locator(".filechoice").count() == 0
    assert page.get_by_label("Ảnh chụp").first.is_visible()
