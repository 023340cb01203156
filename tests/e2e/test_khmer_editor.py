"""Khmer in the editor: a break typed by the author is seen, kept by everything on the way, and copied by the reader."""

import re

import pytest
from playwright.sync_api import expect
from wagtail_localize.models import StringTranslation

from articles.models import ArticlePage
from tests.e2e.newsroom_hands import save_draft
from tests.e2e.waiting import comes_true
from tests.factories import make_locale
from tests.newsroom_world import KHMER, TRANSLATED, the_story
from tests.search.shown import titles
from translations.publish import start

pytestmark = pytest.mark.world("newsroom")

ZWSP = "\u200b"
FIRST, SECOND = "កុំលាក់ការសម្ងាត់ពីគ្រួសារ", "សូមប្រាប់មនុស្សធំដែលអ្នកទុកចិត្ត"
LONG = "ហើយសូមប្រាប់មនុស្សធំដែលអ្នកទុកចិត្តនៅក្នុងសាលារៀនឬនៅផ្ទះរបស់អ្នក"
#: What an author does who brings a text from elsewhere.
PASTE = """(field, text) => {
    const carried = new DataTransfer();
    carried.setData('text/plain', text);
    field.dispatchEvent(new ClipboardEvent('paste', { clipboardData: carried, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def article(newsroom):
    return the_story(KHMER)


@pytest.fixture
def editor(person, newsroom, article):
    page = person(newsroom["admin"], viewport={"width": 1280, "height": 900})
    page.goto(f"/admin/pages/{article.pk}/edit/")
    return page


def save(page):
    save_draft(page)
    page.wait_for_load_state()
    expect(page.locator(".messages, .w-status").first).to_be_visible()


def boxes(page):
    return page.locator(".khmer-aid .phone"), page.locator(".khmer-aid .poster")


def test_a_typed_break_is_shown_previewed_saved_found_and_copied(editor, article, live_server, client):
    page = editor
    aid = page.locator(".khmer-aid")
    expect(aid).to_be_hidden()
    title = page.locator("#id_title")
    title.fill(FIRST)
    title.press("End")
    expect(aid).to_be_visible()
    aid.get_by_role("button").click()  # the caret's field keeps the focus
    page.keyboard.insert_text(SECOND)
    assert title.input_value() == FIRST + ZWSP + SECOND
    phone, poster = boxes(page)
    assert phone.inner_text() == poster.inner_text() == FIRST + ZWSP + SECOND
    assert phone.bounding_box()["width"] > poster.bounding_box()["width"], "two widths"
    assert poster.bounding_box()["height"] > 2 * 28, "the poster's line breaks"
    expect(aid.locator("mark")).to_have_count(0)
    aid.get_by_label("Hiện chỗ được ngắt dòng").check()
    expect(aid.locator("mark")).to_have_count(2)  # one in each box
    aid.get_by_label("Hiện chỗ được ngắt dòng").uncheck()
    expect(aid.locator("mark")).to_have_count(0)

    body = page.locator("[contenteditable=true]", has_text="ខ្មែរ").first
    body.click()
    body.evaluate(PASTE, FIRST + ZWSP + SECOND)
    expect(phone).to_contain_text(FIRST + ZWSP + SECOND)
    comes_true(  # Draftail hands its text to the form a moment later
        page,
        "(text) => [...document.querySelectorAll('input[type=hidden], textarea:not(#id_title)')]"
        ".some((field) => field.value.includes(text))",
        SECOND,
    )
    save(page)
    draft = ArticlePage.objects.get(pk=article.pk).get_latest_revision_as_object()
    assert draft.title == FIRST + ZWSP + SECOND
    assert f"{FIRST}{ZWSP}{SECOND}" in draft.body.raw_data[0]["value"], "through Draftail and the sanitiser"
    ArticlePage.objects.get(pk=article.pk).get_latest_revision().publish(skip_permission_checks=True)

    page.goto(f"{live_server.url}/km/tin/bi-mat/")
    copied = page.evaluate(
        """() => { const chosen = getSelection(); chosen.selectAllChildren(document.querySelector('h1'));
        return chosen.toString(); }"""
    )
    assert copied.strip() == FIRST + ZWSP + SECOND
    assert f"{FIRST}{ZWSP}{SECOND}" in page.locator("article, main").first.inner_text()
    across = FIRST[-9:] + SECOND[:4]
    for typed in (across, FIRST[-9:] + ZWSP + SECOND[:4], FIRST + SECOND):
        response = client.get("/km/tim-kiem/", {"q": typed})
        assert titles(response) == [FIRST + ZWSP + SECOND], typed


def test_a_long_run_and_an_old_font_are_said(editor, article):
    page = editor
    title = page.locator("#id_title")
    title.fill(LONG)
    expect(page.locator(".khmer-aid .warn")).to_contain_text("chưa có chỗ ngắt")
    title.fill(ZWSP.join(re.findall(".{1,20}", LONG)))
    expect(page.locator(".khmer-aid .warn")).to_be_empty()
    title.fill("kmáúCa eTAsala")
    expect(page.locator(".khmer-aid")).to_be_hidden()
    save(page)
    expect(page.get_by_text("phông").first).to_be_visible()
    assert page.problems == []


def test_a_translator_reads_vietnamese_and_reaches_the_save_button_beside_the_panel(person, newsroom):
    """wagtail-localize's own editor: its last English words, and Khmer aids that cover nothing."""
    twin = start(the_story(TRANSLATED), make_locale("km"), newsroom["admin"])
    page = person(newsroom["admin"], viewport={"width": 1280, "height": 900})
    page.goto(f"/admin/pages/{twin.pk}/edit/")
    expect(page.get_by_text("Bản dịch từ Tiếng Việt sang ភាសាខ្មែរ").first).to_be_visible()
    for words in ("More actions", "translation", "Save", "Cancel"):
        assert words not in page.locator(".js-translation-editor").inner_text(), words
    page.get_by_role("button", name="Dịch", exact=True).first.click()
    field = page.locator("textarea:visible").first
    field.fill(LONG)
    aid = page.locator(".khmer-aid")
    expect(aid).to_be_visible()
    assert field.evaluate("one => getComputedStyle(one).fontStyle") == "normal", "no italics in Khmer"
    panel, box = aid.bounding_box(), field.bounding_box()
    assert box["x"] + box["width"] <= panel["x"], "the panel covers no word that is being written"
    with page.expect_response(lambda response: "/strings/" in response.url) as saved:
        page.locator(".js-translation-editor").get_by_role("button", name="Lưu", exact=True).click()
    assert saved.value.ok and StringTranslation.objects.filter(data=LONG).exists()
