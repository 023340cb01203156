"""What the editor's panel says of the publish gates while one writes."""

import pytest
from playwright.sync_api import expect

from articles.models import ArticlePage
from tests.articles.newsroom_forms import SAPO
from tests.e2e.newsroom_hands import DESK, PHONE, add_paragraph, autosave, keep, open_story, ready
from tests.factories import make_article

pytestmark = pytest.mark.world("newsroom")

TELLING = "Em Nguyễn Thị Hoa, lớp 8A2, Trường THCS Sen Trắng, nhà ở số 12 đường Hoa Sữa."


def draft(newsroom):
    page = make_article(
        "Mẹ giữ điện thoại mười phút",
        section=newsroom["section"],
        live=False,
        sapo=SAPO,
        owner=newsroom["reporter"],
        signed_by_outlet=False,
    )
    page.save_revision(user=newsroom["reporter"])
    return ArticlePage.objects.get(pk=page.pk)


def test_words_that_tell_who_a_child_is_are_named_while_one_writes(newsroom, person):
    """In our panel after each autosave and in Wagtail's content checks; the stop leads to the decision of a chief."""
    page = person(newsroom["editor"], **DESK)
    open_story(page, draft(newsroom).pk)
    gates = page.locator("[data-newsroom-gates]")
    expect(gates).to_contain_text("Bài chưa ghi tác giả hay nguồn.")
    expect(gates).not_to_contain_text("làm lộ một em")
    add_paragraph(page, TELLING)
    autosave(page)
    stop = gates.locator(".newsroom-gate--stop", has_text="Bài có thể làm lộ một em là ai")
    expect(stop).to_be_visible()
    for piece in ("họ tên “Em Nguyễn Thị Hoa”", "lớp “lớp 8A2”", "tên trường “Trường THCS Sen", "địa chỉ nhà"):
        expect(stop).to_contain_text(piece)
    keep(page, "gates-stop")
    page.locator("[data-side-panel-toggle=checks]").click()
    checks = page.locator("[data-side-panel=checks]")
    expect(checks).to_contain_text("Chưa đăng được: Nội dung có thể làm lộ một em là ai")
    expect(checks).to_contain_text("Bạn bỏ hoặc thay tên, trường, lớp, số, địa chỉ.")
    expect(checks).to_contain_text("Chưa đăng được: Bài chưa ghi tác giả hay nguồn")
    keep(page, "content-checks")
    page.locator("[data-side-panel-toggle=checks]").click()
    expect(stop.get_by_role("link", name="Quyết định nêu thông tin riêng")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "scrolls sideways"
    assert not page.problems, page.problems


def test_a_gates_name_leads_to_its_place_also_in_a_folded_panel(newsroom, person):
    page = person(newsroom["editor"], **PHONE)
    story = draft(newsroom)
    story.sapo, story.genre = "Ngắn quá.", "video"
    story.save_revision(user=newsroom["reporter"])
    open_story(page, story.pk)
    gates = page.locator("[data-newsroom-gates]")
    for where, place in (
        ("Sapo", "[name=sapo]"),
        ("Clip và bản nghe", "[data-contentpath=video] button"),
        ("Tác giả", "#id_bylines-ADD"),
    ):
        gates.get_by_role("button", name=where, exact=True).click()
        target = page.locator(place).locator("visible=true").first
        expect(target).to_be_in_viewport()
        expect(target).to_be_focused()
    keep(page, "gates-goto")
    assert not page.problems, page.problems


def test_a_story_that_was_just_begun_has_its_gates_with_the_first_autosave(newsroom, person):
    page = person(newsroom["reporter"], **PHONE)
    page.goto(f"/admin/pages/add/articles/articlepage/{newsroom['section'].pk}/")
    ready(page)
    gates = page.locator("[data-newsroom-gates]")
    expect(gates).to_contain_text("Lưu nháp để xem")
    page.fill("[name=title]", "Mẹ giữ điện thoại")
    page.fill("[name=sapo]", "Ngắn quá.")
    add_paragraph(page, TELLING)
    autosave(page)
    expect(gates.locator(".newsroom-gate--stop", has_text="Sapo có 2 tiếng")).to_be_visible()
    expect(gates.locator(".newsroom-gate--stop", has_text="Chưa trả lời").first).to_be_visible()
    assert not page.problems, page.problems
