"""Two people at one story in two browsers: each is named, what both wrote is put together, a lock is said."""

import re

import pytest
from playwright.sync_api import expect

from articles.models import ArticlePage
from tests.articles.newsroom_forms import SAPO
from tests.e2e.newsroom_hands import DESK, PHONE, keep, open_story, ready
from tests.e2e.waiting import comes_true
from tests.factories import make_article

pytestmark = pytest.mark.world("newsroom")
STORED = "() => newsroomKeeper.stored !== null && !newsroomKeeper.isBehind && !newsroomKeeper.failures"


def test_a_second_writer_is_named_refused_and_both_versions_are_put_together(newsroom, person):
    page = make_article("Phà phát thẻ", section=newsroom["section"], live=False, sapo=SAPO, owner=newsroom["reporter"])
    page.save_revision(user=newsroom["reporter"])
    first, second = person(newsroom["reporter"], **DESK), person(newsroom["editor"], **DESK)
    for browser in (first, second):
        open_story(browser, page.pk)
        comes_true(browser, "() => newsroomKeeper.ready.then(() => true)")
    first.locator("[data-contentpath=body] [role=textbox]").first.focus()
    second.locator("[name=kicker]").press_sequentially("Cần biết")
    comes_true(second, STORED)
    beside = second.locator(".newsroom-together")
    expect(beside).to_contain_text(re.compile(rf"{newsroom['reporter'].full_name} cũng đang viết bài này từ \d\d:\d\d"))
    expect(second.locator("[data-who]")).to_have_attribute("data-who", re.compile(newsroom["reporter"].full_name))
    first.locator("[name=sapo]").press("End")
    first.locator("[name=sapo]").press_sequentially(" Một câu nữa.")
    bar = first.locator(".newsroom-kept")
    expect(bar).to_contain_text("Người khác, hoặc bạn trên máy khác, đã lưu bản mới hơn", timeout=20_000)
    keep(first, "two-writers")
    expect(first.locator("[data-w-session-intercept-value=conflict]")).to_be_attached(timeout=20_000)
    first.locator("footer button[type=submit]").first.click()
    expect(bar.get_by_role("button", name="So sánh và ghép")).to_be_focused()
    expect(first.locator("#w-save-confirmation-dialog")).to_be_hidden()  # it would offer to go on over the other's
    bar.get_by_role("button", name="So sánh và ghép").click()
    expect(first.locator(".messages")).to_contain_text("Đã ghép hai bản")
    expect(first.locator("[name=kicker]")).to_have_value("Cần biết")
    expect(first.locator("[name=sapo]")).to_have_value(re.compile("Một câu nữa"))
    newest = ArticlePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert newest.kicker == "Cần biết" and "Một câu nữa" in newest.sapo
    assert not first.problems and not second.problems, (first.problems, second.problems)


def test_a_block_of_viet_nhanh_stands_once_after_both_versions_were_put_together(newsroom, person):
    """Its tools insert blocks by script, without the id by which a merge knows a block."""
    page = make_article("Phà phát thẻ", section=newsroom["section"], live=False, sapo=SAPO, owner=newsroom["reporter"])
    page.save_revision(user=newsroom["reporter"])
    browser = person(newsroom["reporter"], **PHONE)
    browser.goto(f"/admin/toa-soan/viet-nhanh/{page.pk}/")
    ready(browser)
    comes_true(browser, "() => newsroomKeeper.ready.then(() => true)")
    browser.locator("[data-add=quote]").click()
    browser.locator("[name^=body-][name$=-text]").fill("Tôi gọi má trước.")
    comes_true(browser, STORED)
    story = ArticlePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    story.kicker = "Cần biết"
    story.save_revision(user=newsroom["editor"])
    browser.locator("[name=sapo]").fill("Một câu nữa.")
    browser.get_by_role("button", name="So sánh và ghép").click()
    expect(browser.locator(".messages")).to_contain_text("Đã ghép hai bản")
    newest = ArticlePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert [block.block_type for block in newest.body].count("quote") == 1
    assert (newest.kicker, newest.sapo) == ("Cần biết", "Một câu nữa.")
    assert not browser.problems, browser.problems


def test_what_a_merge_could_not_take_is_offered_and_stands_in_its_place_again(newsroom, person):
    """A clip without its link is no part of a version: the browser keeps it until there is one."""
    page = make_article("Phà phát thẻ", section=newsroom["section"], live=False, sapo=SAPO, owner=newsroom["reporter"])
    page.save_revision(user=newsroom["reporter"])
    browser = person(newsroom["reporter"], **DESK)
    open_story(browser, page.pk)
    comes_true(browser, "() => newsroomKeeper.ready.then(() => true)")
    body = browser.locator("[data-contentpath=body]").first
    blocks = body.locator("[data-streamfield-child]")
    for number, name in enumerate(("Clip YouTube", "Trích dẫn"), start=blocks.count() + 1):
        body.locator(".c-sf-add-button").last.click()
        browser.get_by_role("option", name=name).first.click()
        expect(blocks).to_have_count(number)  # else the next one's button may be that above this block
    clip = body.locator("[name$=-value-summary]")
    clip.fill("Cô Lan kể lại cuộc gọi.")
    body.locator("[name$=-value-text]").fill("Tôi gọi má trước.")
    bar = browser.locator(".newsroom-kept")
    expect(bar).to_contain_text("Chưa lưu: Nội dung, khối")
    comes_true(browser, STORED)
    browser.route("**/edit/", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    comes_true(browser, "() => !newsroomKeeper.autosave.submitPromise")  # none is under way while another saves
    story = ArticlePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    before = [block.block_type for block in story.body]
    story.kicker = "Cần biết"
    story.save_revision(user=newsroom["editor"])
    browser.unroute("**/edit/")
    browser.locator("[name=lead_caption]").fill("Một câu nữa.")
    bar.get_by_role("button", name="So sánh và ghép").click()
    expect(browser.locator(".messages")).to_contain_text("Đã ghép hai bản")
    offer = browser.locator(".newsroom-newer")
    offer.locator("summary").click()
    expect(offer.locator("[data-mine] ins")).to_have_text("Cô Lan kể lại cuộc gọi.")
    keep(browser, "left-out-offered")
    offer.get_by_role("button", name="Lấy lại bản máy này").click()
    expect(clip).to_have_value("Cô Lan kể lại cuộc gọi.")
    keep(browser, "left-out-back")
    expect(browser.locator("[name=kicker]")).to_have_value("Cần biết")
    types = [kind.input_value() for kind in body.locator("[data-streamfield-child] > [name$=-type]").all()]
    assert types == [*before[:-1], "embed", "quote"]
    ready(browser)
    comes_true(browser, "() => newsroomKeeper.ready.then(() => true)")
    browser.locator("[name$=-value-url]").fill("https://www.youtube.com/watch?v=dQw4w9WgXcQ")
    comes_true(browser, STORED)
    newest = ArticlePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert [block.block_type for block in newest.body] == types
    assert (newest.kicker, newest.lead_caption) == ("Cần biết", "Một câu nữa.")
    assert not browser.problems, browser.problems


def test_a_story_that_is_locked_meanwhile_says_so_and_is_saved_once_it_is_open(newsroom, person):
    page = make_article("Phà phát thẻ", section=newsroom["section"], live=False, sapo=SAPO, owner=newsroom["reporter"])
    page.save_revision(user=newsroom["reporter"])
    story = ArticlePage.objects.filter(pk=page.pk)
    browser = person(newsroom["reporter"], **DESK)
    open_story(browser, page.pk)
    comes_true(browser, "() => newsroomKeeper.ready.then(() => true)")
    story.update(locked=True, locked_by=newsroom["editor"])
    browser.locator("[name=kicker]").press_sequentially("Cần biết")
    expect(browser.locator(".newsroom-kept")).to_contain_text("bài đang khóa", timeout=20_000)
    assert story.get().get_latest_revision_as_object().kicker == ""
    comes_true(browser, "() => newsroomKeeper.isKept === true")
    keep(browser, "locked-meanwhile")
    story.update(locked=False, locked_by=None)
    comes_true(browser, STORED)
    assert story.get().get_latest_revision_as_object().kicker == "Cần biết"
    assert not browser.problems, browser.problems
