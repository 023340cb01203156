"""Fields of rich text that start one after the other once the editor is drawn (articles/admin/rich-text.js)."""

import re

import pytest
from playwright.sync_api import expect
from wagtail.models import Comment

from articles.models import ArticlePage
from tests.articles.newsroom_forms import SAPO
from tests.e2e.newsroom_hands import DESK, PHONE, keep
from tests.e2e.waiting import comes_true
from tests.factories import make_article

pytestmark = pytest.mark.world("newsroom")
PARAGRAPHS = [f"Đoạn thứ {number}: mẹ ngồi cạnh con." for number in range(8)]
BODY = "[data-contentpath=body]"
EDITORS, LATER = f"{BODY} [role=textbox]", f"{BODY} .rich-text-later"
FORM = "document.querySelector('form[data-edit-form]')"
#: A browser that has no time: what waits starts only when somebody turns to it.
NO_TIME = """const idle = window.requestIdleCallback;
window.requestIdleCallback = (run, ...rest) => (/waiting/.test(run) ? 0 : idle.call(window, run, ...rest));"""
#: Turn to all that wait; WRITTEN: each has written into the form what it holds, as it does a moment after its start.
START = """() => { const places = [...document.querySelectorAll('.rich-text-later')].map((one) => one.parentNode);
places.forEach((place) => place.querySelector('.rich-text-later').focus());
const fields = places.map((place) => place.querySelector('input'));
window.started = fields.map((field) => [field, field.rawContentState]); }"""
WRITTEN = "() => window.started.every(([field, first]) => field.rawContentState !== first)"
HELD = f"() => new URLSearchParams([...new FormData({FORM})].filter(([name]) => name.startsWith('body-'))).toString()"


def long_story(newsroom):
    desk = {"section": newsroom["section"], "live": False, "sapo": SAPO, "owner": newsroom["reporter"]}
    return make_article("Tám đoạn", paragraphs=PARAGRAPHS, **desk)


def stored(story) -> list[str]:
    body = ArticlePage.objects.get(pk=story.pk).get_latest_revision_as_object().body
    return [re.sub("<[^>]*>", "", block.value.source) for block in body]


def is_save(request) -> bool:
    return request.method == "POST" and "/edit/" in request.url


def is_kept(page, *words):
    """The form holds these words, and the server has what the form holds."""
    for text in words:
        comes_true(page, f"() => [...new FormData({FORM}).values()].some((value) => value.includes('{text}'))")
    comes_true(page, "() => newsroomKeeper.stored !== null && !newsroomKeeper.isBehind")


def test_all_start_and_a_story_that_was_only_opened_is_not_saved(newsroom, person):
    """Whenever they start: what Wagtail and the keeper have taken down of the form stays as it was."""
    story, page, saves = long_story(newsroom), person(newsroom["reporter"], **PHONE), []
    page.on("request", lambda request: saves.append(request) if is_save(request) else None)
    page.add_init_script(NO_TIME)
    page.goto(f"/admin/pages/{story.pk}/edit/")
    expect(page.locator(LATER)).to_have_text(PARAGRAPHS[1:])
    page.locator("[name=kicker]").press("Tab")
    comes_true(page, "() => newsroomKeeper.stored !== null")
    form_data = page.evaluate(HELD)
    page.evaluate(START)
    expect(page.locator(EDITORS)).to_have_text(PARAGRAPHS)
    comes_true(page, WRITTEN)
    assert page.evaluate(HELD) == form_data
    assert not page.evaluate("newsroomKeeper.isBehind"), "the start of a field is no change"
    with page.expect_response(lambda response: is_save(response.request)) as response:
        page.locator("[name=kicker]").fill("Cần biết")
    assert saves == [response.value.request]
    assert stored(story) == PARAGRAPHS
    assert not page.problems, page.problems


def test_a_field_that_waits_shows_its_words_and_starts_for_who_turns_to_it(newsroom, person):
    """By pointer and by keyboard; what still waits is saved with the rest, and can be moved, doubled and deleted."""
    story, page = long_story(newsroom), person(newsroom["reporter"], **DESK)
    page.add_init_script(NO_TIME)
    page.goto(f"/admin/pages/{story.pk}/edit/")
    expect(page.locator(EDITORS)).to_have_text(PARAGRAPHS[:1])
    later = page.locator(LATER)
    expect(later).to_have_text(PARAGRAPHS[1:])
    keep(page, "rich-text-later")
    later.get_by_text("Đoạn thứ 4").click()
    expect(page.locator(EDITORS).nth(1)).to_be_focused()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text(" Bấm vào.")
    expect(page.locator(EDITORS).nth(1)).to_have_text(f"{PARAGRAPHS[4]} Bấm vào.")
    later.get_by_text("Đoạn thứ 6").locator("..").focus()
    expect(page.locator(EDITORS).nth(2)).to_be_focused()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text(" Bằng phím.")
    expect(page.locator(EDITORS).nth(2)).to_have_text(f"{PARAGRAPHS[6]} Bằng phím.")
    expect(later).to_have_count(5)
    is_kept(page, "Bấm vào.", "Bằng phím.")
    texts = [*PARAGRAPHS[:4], f"{PARAGRAPHS[4]} Bấm vào.", PARAGRAPHS[5], f"{PARAGRAPHS[6]} Bằng phím.", PARAGRAPHS[7]]
    assert stored(story) == texts
    block = page.locator(f"{BODY} [data-streamfield-child]")
    block.nth(1).get_by_role("button", name="Nhân đôi").click()
    block.nth(8).get_by_role("button", name="Lên", exact=True).click()
    block.nth(3).get_by_role("button", name="Xóa", exact=True).click()
    texts = [texts[0], texts[1], texts[1], *texts[3:6], texts[7], texts[6]]
    is_kept(page)
    assert stored(story) == texts
    assert not page.problems, page.problems


def test_with_a_remark_in_the_text_all_start_at_once_and_it_can_be_clicked(newsroom, person):
    story, page = long_story(newsroom), person(newsroom["reporter"], **DESK)
    page.add_init_script(NO_TIME)
    block = story.body[7]
    block.value.source = block.value.source.replace("<p", '<p data-block-key="khoa7"')
    story.save_revision(user=newsroom["reporter"])
    place = {"contentpath": f"body.{block.id}", "position": '[{"key": "khoa7", "start": 0, "end": 10}]'}
    Comment.objects.create(page=story, user=newsroom["editor"], text="Ai ngồi cạnh?", **place)
    page.goto(f"/admin/pages/{story.pk}/edit/")
    expect(page.locator(EDITORS)).to_have_text(PARAGRAPHS)
    page.locator("[data-side-panel-toggle=comments]").click()
    marked = page.locator(EDITORS).last.locator("[data-annotation]")
    expect(marked).to_have_text("Đoạn thứ 7")
    marked.click()
    expect(page.get_by_text("Ai ngồi cạnh?")).to_be_visible()
    assert not page.problems, page.problems


def test_a_field_in_a_folded_panel_starts_once_it_is_opened_and_is_saved_as_it_was_before(newsroom, person):
    story, page = long_story(newsroom), person(newsroom["reporter"], **DESK)
    ArticlePage.objects.filter(pk=story.pk).update(transcript="<p>Con cúp máy.</p>")
    ArticlePage.objects.get(pk=story.pk).save_revision()
    page.add_init_script(NO_TIME)
    page.goto(f"/admin/pages/{story.pk}/edit/")
    panel = page.locator(".w-panel", has=page.locator("[name=transcript]"))
    assert panel.locator("[role=textbox]").count() == 0

    def transcript():
        return ArticlePage.objects.get(pk=story.pk).get_latest_revision_as_object().transcript

    comes_true(page, "() => newsroomKeeper.stored !== null")
    with page.expect_response(lambda response: is_save(response.request)):
        page.locator("[name=kicker]").fill("Cần biết")
    assert re.sub("<[^>]*>", "", transcript()) == "Con cúp máy."
    panel.locator("[data-panel-toggle]").click()
    words = panel.locator("[role=textbox]")
    words.click()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text(" Rồi kể cho mẹ.")
    is_kept(page, "Rồi kể cho mẹ.")
    assert re.sub("<[^>]*>", "", transcript()) == "Con cúp máy. Rồi kể cho mẹ."
    assert not page.problems, page.problems
