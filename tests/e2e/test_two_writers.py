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
    first.wait_for_url("**/edit/?da-ghep=1")
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
