"""wagtail-localize's screen of words in a browser: who translated is told why, and another lets the text out."""

import re

import pytest
from playwright.sync_api import expect

from articles.models import ArticlePage
from articles.permissions import sync_newsrooms
from campaign.models import Outlet
from home.languages.publishing import start
from tests.e2e.newsroom_hands import DESK
from tests.e2e.test_newsroom_day import keep
from tests.factories import make_article, make_home, make_locale, make_section, make_user
from tests.search.test_translation_desk import SAPO, translate_all
from users.roles import Role, grant

KHMER = "សូមដាក់ទូរស័ព្ទចុះ"


@pytest.fixture
def twin(settings, live_server):
    """A story in Vietnamese, its Khmer version with every sentence but the headline translated, and two chiefs."""
    settings.SITE_URL = live_server.url
    home = make_home()
    make_home("km")
    admin = make_user(is_superuser=True)
    section = make_section(
        "Nhận diện", home=home, outlet=Outlet.objects.create(slug="bao", name="Báo", short_name="Báo")
    )
    people = {name: make_user(f"{name}@test.example") for name in ("chief", "other")}
    for user in people.values():
        grant(user, Role.CHIEF, "bao")
    start(section, make_locale("km"), admin)
    sync_newsrooms()
    page = make_article("Cúp máy trước", section=section, sapo=SAPO, owner=admin)
    start(page, make_locale("km"), admin)
    translate_all(page, "km")
    return people | {"page": page.get_translation(make_locale("km"))}


def test_the_screen_of_words_keeps_four_eyes(twin, person):
    address = f"/admin/pages/{twin['page'].pk}/edit/"
    publish = re.compile("^Xuất bản bằng")
    chief, other = person(twin["chief"], **DESK), person(twin["other"], **DESK)
    chief.goto(address)
    expect(chief.get_by_text("Cúp máy trước").first).to_be_visible()
    keep(chief, "words")
    row = chief.locator("li", has_text="Cúp máy trước").last
    row.get_by_role("button", name="Sửa").first.click()
    box = row.locator("textarea, [contenteditable=true]").first
    box.fill(KHMER)
    with chief.expect_response(lambda answer: answer.request.method in {"PUT", "POST"}):
        row.get_by_role("button", name="Lưu").first.click()
    chief.get_by_role("button", name=publish).first.click()
    expect(chief.get_by_text("Bạn dịch hoặc viết bài này").first).to_be_visible()
    keep(chief, "words-refused")
    assert not ArticlePage.objects.get(pk=twin["page"].pk).live
    other.goto(address)
    other.get_by_role("button", name=publish).first.click()
    expect(other.get_by_text(re.compile("Đã xuất bản")).first).to_be_visible()
    live = ArticlePage.objects.get(pk=twin["page"].pk)
    assert live.live and live.title == KHMER
    assert person().goto(live.url).status == 200
    assert not chief.problems + other.problems
