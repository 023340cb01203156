"""What the editor's panel says of the publish gates while one writes."""

import pytest
from playwright.sync_api import expect

from articles.models import ArticlePage
from articles.permissions import sync_newsrooms
from campaign.models import Outlet
from tests.articles.desk_forms import SAPO
from tests.e2e.newsroom_hands import DESK, add_paragraph, autosave, keep, open_story
from tests.factories import make_article, make_help_line, make_home, make_locale, make_section, make_user
from users.roles import Role, grant

TELLING = "Em Nguyễn Thị Hoa, lớp 8A2, Trường THCS Sen Trắng, nhà ở số 12 đường Hoa Sữa."
REASON = "Gia đình và em đồng ý nêu tên, có giấy ở tòa soạn."


@pytest.fixture
def desk(settings, live_server):
    settings.SITE_URL = live_server.url
    make_locale("vi")
    paper = Outlet.objects.create(slug="bao", name="Báo Thử", short_name="Báo Thử")
    found = {"section": make_section("Thời sự", home=make_home(), outlet=paper)}
    make_help_line("111")
    sync_newsrooms()
    for name, role in (("reporter", Role.REPORTER), ("editor", Role.EDITOR)):
        found[name] = make_user(f"{name}@test.example", full_name=name.title())
        grant(found[name], role, "bao")
    return found


def draft(desk):
    page = make_article(
        "Mẹ giữ điện thoại mười phút", section=desk["section"], live=False, sapo=SAPO, owner=desk["reporter"]
    )
    page.save_revision(user=desk["reporter"])
    return ArticlePage.objects.get(pk=page.pk)


def test_words_that_tell_who_a_child_is_are_named_while_one_writes(desk, person):
    """In our panel after each autosave and in Wagtail's content checks; a reason of the desk makes a stop a warning."""
    expect.set_options(timeout=20_000)
    page = person(desk["editor"], **DESK)
    open_story(page, draft(desk).pk)
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
    expect(checks).to_contain_text("Chưa đăng được")
    expect(checks).to_contain_text("Nên xem lại")
    keep(page, "content-checks")
    page.locator("[data-side-panel-toggle=checks]").click()
    reason = page.locator("[name=override_reason]")
    reason.scroll_into_view_if_needed()
    reason.fill(REASON)
    warning = gates.locator(".newsroom-gate--warn", has_text="Tòa soạn giữ lại với lý do đã ghi")
    expect(warning).to_be_visible()
    expect(stop).to_have_count(0)
    keep(page, "gates-reason")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "scrolls sideways"
    assert not page.problems, page.problems
