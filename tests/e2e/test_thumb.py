"""The newsroom's main path at 390 px: what comes next is above the fold of its step, and no control is under 44 px."""

import pytest
from playwright.sync_api import expect

from articles.models import ArticlePage
from tests.articles.newsroom_forms import SAPO, act, edit, step_of, ticks
from tests.e2e.newsroom_hands import PHONE, keep, open_story
from tests.factories import make_article
from tests.schools.register import make_season

pytestmark = [pytest.mark.world("newsroom"), pytest.mark.night]
THUMB = 44  # px
#: Words and heights of the controls that a thumb would miss.
SMALL = """(selector) => [...document.querySelectorAll(selector)].filter((one) => one.checkVisibility())
  .map((one) => [one.textContent.trim() || one.name || one.className, one.getBoundingClientRect().height])
  .filter(([, height]) => height < 43.5).map(([words, height]) => `${words}: ${Math.round(height)} px`)"""


def handed_in(newsroom, **answers) -> ArticlePage:
    page = make_article("Cúp máy trước", section=newsroom["section"], live=False, sapo=SAPO, owner=newsroom["reporter"])
    page.has_minor, page.has_victim = answers.get("has_minor", False), False
    page.save()
    page.save_revision(user=newsroom["reporter"])
    story = ArticlePage.objects.get(pk=page.pk)
    story.get_workflow().start(story, newsroom["reporter"])
    return story


def within_reach(page, name, first, controls):
    """`first` is seen without scrolling, `controls` are large enough, and nothing scrolls sideways."""
    keep(page, f"thumb-{name}")
    expect(page.locator(first).locator("visible=true").first).to_be_in_viewport()
    assert page.evaluate(SMALL, controls) == [], name
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} scrolls sideways"
    assert not page.problems, page.problems


def test_home_board_editor_safety_approval_and_small_mend_by_thumb(newsroom, person, client_for):
    story = handed_in(newsroom, has_minor=True)
    editor = person(newsroom["editor"], **PHONE)
    editor.goto("/admin/")
    within_reach(editor, "home", ".role-next .button", "main .button")
    editor.goto("/admin/toa-soan/")
    within_reach(editor, "board", "main a.button, main button", "main :is(.button, button, summary)")
    open_story(editor, story.pk)
    within_reach(editor, "editor", "[data-workflow-action-name=approve]", "form[data-edit-form] footer :is(button, a)")
    act(client_for(newsroom["editor"]), story)
    editor.goto(f"/admin/toa-soan/bai/{story.pk}/an-toan/")
    within_reach(editor, "safety", ".newsroom-beside iframe", ".newsroom-points :is(.button, label)")
    act(client_for(newsroom["editor"]), story, **ticks())
    act(client_for(newsroom["secretary"]), story)
    assert step_of(story) == "chief"
    edit(client_for(newsroom["chief"]), story, title="Cúp máy trước!", has_minor="true")
    chief = person(newsroom["chief"], **PHONE)
    chief.goto(f"/admin/toa-soan/bai/{story.pk}/sua-nho/")
    within_reach(chief, "mend", "button[name=do]", "main .button")
    chief.get_by_role("button", name="Xin một người xác nhận").tap()
    expect(chief.locator("main")).to_contain_text("Đã xin xác nhận")  # a tap does not wait for its answer
    second = person(newsroom["secretary"], **PHONE)
    second.goto(f"/admin/toa-soan/bai/{story.pk}/sua-nho/")
    within_reach(second, "confirm", "button[value=confirm]", "main .button")
    second.get_by_role("button", name="Đúng, cho đăng").tap()
    expect(second.locator("main")).to_contain_text("Đã đăng")
    assert ArticlePage.objects.get(pk=story.pk).title == "Cúp máy trước!"


def test_drop_desk_reports_and_season_by_thumb(newsroom, person):
    make_season()
    phone = person(newsroom["admin"], **PHONE)
    for name, path, first in (
        ("drop", "/admin/kho/tha-tep/", "[data-upload-box] .button"),
        ("reports", "/admin/reports/kho/", "main a[href*='export=pdf']"),
        ("season", "/admin/truong-hoc/mua/", "main [name=ten]"),
    ):
        phone.goto(path)
        within_reach(phone, name, first, "main :is(.button, summary, select, input:not([type=file], [type=hidden]))")
