"""What the editor's scripts do while one writes: slugs with đ, counters in tiếng, autosave that knows when to stop."""

import re

import pytest
from playwright.sync_api import expect

from articles.models import ArticlePage
from articles.permissions import sync_newsrooms
from campaign.models import Outlet
from tests.articles.desk_forms import SAPO
from tests.e2e.newsroom_hands import DESK, PHONE, open_story, press_action, ready
from tests.e2e.test_newsroom_day import keep
from tests.factories import make_article, make_help_line, make_home, make_locale, make_section, make_user
from users.roles import Role, grant


@pytest.fixture
def desk(settings, live_server):
    settings.SITE_URL = live_server.url
    make_locale("vi")
    paper = Outlet.objects.create(slug="bao", name="Báo Thử", short_name="Báo Thử")
    found = {"section": make_section("Thời sự", home=make_home(), outlet=paper)}
    make_help_line("111")
    sync_newsrooms()
    for name, role in (("reporter", Role.REPORTER), ("editor", Role.EDITOR), ("chief", Role.CHIEF)):
        found[name] = make_user(f"{name}@test.example", full_name=name.title())
        grant(found[name], role, "bao")
    return found


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
def test_the_slug_keeps_its_letters_and_counters_count_tieng(desk, person, screen):
    page = person(desk["editor"], **screen)
    page.goto(f"/admin/pages/add/articles/articlepage/{desk['section'].pk}/")
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


def test_who_only_decides_saves_no_version_however_slow_the_answer(desk, person):
    """A workflow button writes hidden fields, which autosave takes for a change: it must not save behind it."""
    story = make_article("Chờ duyệt", section=desk["section"], live=False, sapo=SAPO, owner=desk["reporter"])
    story.get_workflow().start(story, desk["reporter"])
    page = person(desk["editor"], **DESK)
    page.clock.install()
    open_story(page, story.pk)
    kept, saved, decisions = story.revisions.count(), [], []

    def answer_late(route):
        """The decision is held back; what autosave sends meanwhile goes on, and is written down."""
        is_autosave = "application/json" in route.request.headers.get("accept", "")
        if route.request.method == "POST" and "/edit/" in route.request.url:
            (saved if is_autosave else decisions).append(route)
        if route not in decisions:
            route.continue_()

    page.route("**/admin/pages/**", answer_late)
    with page.expect_request(lambda request: request.method == "POST" and "/edit/" in request.url):
        press_action(page, "approve")
    page.clock.run_for(5000)  # ten times autosave's own half second
    decisions[0].continue_()
    page.wait_for_url(lambda url: "/edit/" not in url)
    story = ArticlePage.objects.get(pk=story.pk)
    assert story.current_workflow_task.specific.step == "chief", "the decision itself arrived"
    assert not saved and story.revisions.count() == kept


def test_writing_for_a_while_is_one_version_and_nothing_is_lost(desk, person):
    page = person(desk["editor"], **DESK)
    story = make_article("Đang viết", section=desk["section"], live=False, sapo=SAPO, owner=desk["editor"])
    kept = story.revisions.count()
    open_story(page, story.pk)
    for words in ("Một", "Hai", "Ba"):
        with page.expect_response(lambda answer: answer.request.method == "POST" and "/edit/" in answer.url):
            page.fill("[name=kicker]", words)
    expect(page.get_by_text(re.compile("Đã lưu|đã lưu")).first).to_be_visible()
    assert story.revisions.count() == kept + 1
    assert story.revisions.latest("pk").content["kicker"] == "Ba"
