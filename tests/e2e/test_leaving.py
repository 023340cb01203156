"""No word is lost when an editor is left in the first moments after typing or pasting (keeping/keeper.js)."""

import random

import pytest
from playwright.sync_api import expect

from articles.models import ArticlePage
from tests.articles.newsroom_forms import SAPO
from tests.e2e.newsroom_hands import DESK, ready
from tests.e2e.waiting import comes_true
from tests.factories import make_article

pytestmark = pytest.mark.world("newsroom")
FORMS = ("/admin/pages/{}/edit/", "/admin/toa-soan/viet-nhanh/{}/")
WRITTEN, LEFT = ("paste", "type"), ("menu", "close", "back")
LONGEST = 400  # ms between the words on the screen and leaving
READ = 50  # ms before somebody reads the header
BODY = "[data-contentpath=body] [role=textbox], #o-chu [role=textbox]"
IS_SHOWN = f"words => [...document.querySelectorAll({BODY!r})].some((field) => field.innerText.includes(words))"

#: Whether the header does not say of words that the server does not have that they are being saved.
SAYS_SAVED = """words => {
  const indicator = document.getElementById('w-autosave-indicator');
  const isSaving = indicator.dataset.wAutosaveStateValue === 'saving';
  if (isSaving && !indicator.parentNode.innerText.includes('Đã lưu')) return false;
  return !decodeURIComponent(newsroomKeeper.stored.replaceAll('+', ' ')).includes(words);
}"""


def opened(context, address):
    """The editor in a new tab that one can go back from."""
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("/robots.txt")
    page.goto(address)
    ready(page)
    comes_true(page, "() => newsroomKeeper.ready.then(() => true)")
    return page


def write(page, how, words):
    if how == "paste":
        page.evaluate("words => navigator.clipboard.writeText(words)", words)
    page.locator(BODY).last.press("Control+End")
    page.keyboard.press("Control+V") if how == "paste" else page.keyboard.type(words)
    comes_true(page, IS_SHOWN, words)


def leave(page, how):
    if how == "close":
        with page.expect_event("close"):
            page.close(run_before_unload=True)
        return
    if how == "back":
        page.evaluate("setTimeout(() => history.back())")
        page.wait_for_url("**/robots.txt")
    else:
        page.locator("[data-wagtail-sidebar] a[href='/admin/']").first.click(no_wait_after=True)
        page.wait_for_url("**/admin/", wait_until="commit")
    page.close()


def is_lost(page, story, words) -> bool:
    """Whether neither the server has the words nor the editor offers them."""
    offer = page.locator(".newsroom-newer [data-mine]").text_content() or ""
    body = ArticlePage.objects.get(pk=story.pk).get_latest_revision().content["body"]
    return words not in offer and words not in str(body)


def leave_often(context, story, address, leavings, chance):
    """(what was lost, where the header was untrue), each as (written how, left how, delay in ms)."""
    page, lost, untrue = opened(context, address), [], []
    for number in range(leavings):
        words, delay = f"Chữ thứ {number} đây", chance.choice([0, chance.randrange(LONGEST)])
        way = WRITTEN[number % 2], LEFT[number % 3], delay
        write(page, way[0], words)
        page.wait_for_timeout(delay)
        if delay >= READ and page.evaluate(SAYS_SAVED, words):
            untrue.append(way)
        leave(page, way[1])
        page = opened(context, address)
        if is_lost(page, story, words):
            lost.append(way)
        if page.evaluate("Boolean(newsroomKeeper.offered)"):
            page.locator(".newsroom-newer [data-drop]").click()
    write(page, "type", "x")
    expect(page.locator("#w-autosave-indicator")).to_have_attribute("data-w-autosave-state-value", "saved")
    page.close()
    return lost, untrue


@pytest.mark.parametrize("leavings", [6, pytest.param(100, marks=pytest.mark.night)])
@pytest.mark.parametrize("form", FORMS)
def test_no_words_are_lost_however_soon_and_in_whichever_way_an_editor_is_left(newsroom, person, form, leavings):
    reporter = newsroom["reporter"]
    story = make_article("Mẹ giữ điện thoại", section=newsroom["section"], live=False, sapo=SAPO, owner=reporter)
    story.save_revision(user=reporter)
    context = person(reporter, **DESK).context
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    lost, untrue = leave_often(context, story, form.format(story.pk), leavings, random.Random(leavings))
    assert (lost, untrue) == ([], []), f"of {leavings} {len(lost)} lost, {len(untrue)} headers untrue"
