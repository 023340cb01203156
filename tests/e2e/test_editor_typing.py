"""What the editor's scripts do while one writes: slugs with đ, counters in tiếng."""

import re

import pytest
from playwright.sync_api import expect

from articles.models import ArticlePage
from tests.articles.newsroom_forms import SAPO
from tests.e2e.newsroom_hands import (
    DESK,
    PHONE,
    add_paragraph,
    autosave,
    keep,
    left_the_editor,
    open_footer_menu,
    ready,
    save_draft,
)

pytestmark = pytest.mark.world("newsroom")


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
def test_the_slug_keeps_its_letters_and_counters_count_tieng(newsroom, person, screen):
    page = person(newsroom["editor"], **screen)
    page.goto(f"/admin/pages/add/articles/articlepage/{newsroom['section'].pk}/")
    ready(page)
    title, sapo = page.locator("[name=title]"), page.locator("[name=sapo]")
    title.press_sequentially("Đừng giữ bí mật: lừa đảo")
    expect(page.locator("[name=slug]")).to_have_value("dung-giu-bi-mat-lua-dao")
    counter = page.locator("[data-field]", has=title).locator(".newsroom-counter")
    expect(counter).to_have_text("6 tiếng (1–14), 24 ký tự")
    expect(counter).not_to_have_class(re.compile("--off"))
    sapo.fill("Cúp máy trước,\n nghĩ sau.")
    counter = page.locator("[data-field]", has=sapo).locator(".newsroom-counter")
    expect(counter).to_have_text(re.compile(r"^5 tiếng \(25–55\)"))
    expect(counter).to_have_class(re.compile("--off"))
    sapo.fill(SAPO)
    expect(counter).to_have_text(re.compile(rf"^{len(SAPO.split())} tiếng"))
    expect(counter).not_to_have_class(re.compile("--off"))
    keep(page, f"counters-{screen['viewport']['width']}")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "scrolls sideways"
    assert not page.problems, page.problems


@pytest.mark.parametrize(
    "button", ["action-submit", pytest.param(None, marks=pytest.mark.slow)], ids=["hand-in", "save"]
)
def test_handing_in_while_the_first_autosave_is_under_way_makes_one_story(newsroom, person, button):
    """The page's first autosave makes it; a form that is sent before the answer would make it again."""
    page = person(newsroom["reporter"], **PHONE)
    held_routes = []

    def hold(route):
        if route.request.headers.get("accept") == "application/json" and not held_routes:
            held_routes.append(route)
        else:
            route.continue_()

    page.route("**/admin/pages/add/**", hold)
    page.goto(f"/admin/pages/add/articles/articlepage/{newsroom['section'].pk}/")
    ready(page)
    page.fill("[name=title]", "Điện thoại reo ba lần")
    page.fill("[name=sapo]", SAPO)
    add_paragraph(page, "Buổi chiều, điện thoại của con reo ba lần liền.")
    page.select_option("[name=has_minor]", "false")
    page.select_option("[name=has_victim]", "false")
    if not held_routes:  # at the latest now: autosave takes the form's first seconds for its opening state
        with page.expect_request(lambda request: request.headers.get("accept") == "application/json"):
            autosave(page)
    if button:
        open_footer_menu(page)
        page.locator(f"[name={button}]").locator("visible=true").press("Enter")
    else:
        save_draft(page)
    assert "/add/" in page.url and len(held_routes) == 1, "the form waits"
    with page.expect_response(lambda response: response.request.is_navigation_request()):
        held_routes[0].continue_()
    if button:
        left_the_editor(page)
    else:
        page.wait_for_load_state("load")
    story = ArticlePage.objects.get(title="Điện thoại reo ba lần")
    assert bool(story.current_workflow_state) == bool(button)
    assert not page.problems, page.problems
