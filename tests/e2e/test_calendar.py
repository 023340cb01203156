"""Lịch tòa soạn by hand: dragged in a real browser, by keyboard alone, on a phone; what is refused says why."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from articles.models import ArticlePage, CalendarKey, PlannedStory
from tests.articles.newsroom_forms import SAPO
from tests.e2e.newsroom_hands import DESK, PHONE, keep
from tests.factories import make_article
from tests.newsroom_world import PAPER
from users.roles import Role, grant

pytestmark = pytest.mark.world("newsroom")


@pytest.fixture
def tenth(monkeypatch):
    """Nine o'clock on the tenth of next month, for the server too: days around it lie on the same sheet."""
    real, zone = timezone.now, timezone.get_current_timezone()
    start = (timezone.localtime().replace(day=1) + timedelta(days=32)).replace(day=10, hour=9, minute=0, second=0)
    ahead = start.replace(tzinfo=None).replace(tzinfo=zone) - real()
    monkeypatch.setattr(timezone, "now", lambda: real() + ahead)
    return start


@pytest.fixture
def desk(tenth, newsroom):
    """The newsroom with a plan, a draft without an hour and an approved story; {"secretary", "reporter", …}."""
    objects, section = newsroom, newsroom["section"]
    morning = tenth.replace(hour=8)
    plan = PlannedStory.objects.create(title="Đề tài sân trường", section=section, planned_for=morning.replace(day=12))
    objects["plan"] = plan
    objects["draft"] = make_article("Nháp chưa hẹn", section=section, live=False, sapo=SAPO, owner=objects["reporter"])
    approved = make_article("Bài đã duyệt", section=section, live=False, sapo=SAPO, owner=objects["reporter"])
    revision, hour = approved.get_latest_revision(), morning.replace(day=15)
    revision.content["go_live_at"], revision.approved_go_live_at = hour.isoformat(), hour
    revision.save()
    ArticlePage.objects.filter(pk=approved.pk).update(go_live_at=hour)
    objects["approved"] = approved
    return objects


def card(page, title):
    return page.locator(".newsroom-item", has_text=title)


def cell(page, day):
    return page.locator(f"td[data-day='{day:%Y-%m-%d}']")


def drop(page, title, target):
    """Drag a card with the mouse and wait for the answer's words; returns them."""
    with page.expect_response(lambda response: response.url.endswith("/keo/")):
        card(page, title).drag_to(target, source_position={"x": 4, "y": 4}, target_position={"x": 30, "y": 8})
    status = page.locator("[data-newsroom-said]")
    expect(status).not_to_be_empty()
    return status.inner_text()


def test_cards_are_dragged_and_what_is_refused_goes_back_with_its_reason(desk, person, tenth):
    page = person(desk["secretary"], viewport={"width": 1280, "height": 1400})  # one drag reaches the whole sheet
    page.goto("/admin/toa-soan/lich/")
    keep(page, "calendar-before")
    message = drop(page, "Đề tài sân trường", cell(page, tenth.replace(day=18)))
    assert "Đã dời “Đề tài sân trường” sang 08:00, 18-" in message
    drop(page, "Nháp chưa hẹn", cell(page, tenth.replace(day=19)))
    drop(page, "Bài đã duyệt", cell(page, tenth.replace(day=20)))
    page.reload()
    for title, day in (("Đề tài sân trường", 18), ("Nháp chưa hẹn", 19), ("Bài đã duyệt", 20)):
        expect(cell(page, tenth.replace(day=day)).get_by_text(title).first).to_be_visible()
    expect(card(page, "Bài đã duyệt")).to_have_class(re.compile("is-scheduled"))
    keep(page, "calendar-dragged")

    message = drop(page, "Bài đã duyệt", cell(page, tenth.replace(day=5)))
    assert "đã qua" in message
    expect(cell(page, tenth.replace(day=20)).get_by_text("Bài đã duyệt").first).to_be_visible()
    keep(page, "calendar-refused")
    message = drop(page, "Bài đã duyệt", page.locator(".newsroom-hourless"))
    assert "chưa có giờ" in message
    page.reload()
    expect(page.locator(".newsroom-hourless")).to_contain_text("Bài đã duyệt")
    assert not ArticlePage.objects.get(pk=desk["approved"].pk).revisions.exclude(approved_go_live_at=None).exists()

    desk["secretary"].groups.clear()  # moved to another newsroom while the sheet was open
    grant(desk["secretary"], Role.REPORTER, PAPER)
    assert "Thư ký tòa soạn" in drop(page, "Nháp chưa hẹn", cell(page, tenth.replace(day=21)))
    desk["secretary"].groups.clear()
    assert drop(page, "Nháp chưa hẹn", cell(page, tenth.replace(day=21)))
    expect(cell(page, tenth.replace(day=19)).get_by_text("Nháp chưa hẹn").first).to_be_visible()
    draft = ArticlePage.objects.get(pk=desk["draft"].pk)
    assert timezone.localtime(draft.go_live_at).day == 19
    assert not page.problems, page.problems


def test_the_same_by_keyboard_alone(desk, person, tenth):
    page = person(desk["secretary"], **DESK)
    page.goto("/admin/toa-soan/lich/")
    link = card(page, "Nháp chưa hẹn").get_by_role("link", name="Dời, đổi trạng thái")
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/lich/story/*/")
    hour = page.locator("[name=moment]")
    hour.fill(f"{tenth.replace(day=5):%d-%m-%Y} 08:00")
    page.get_by_role("button", name="Đổi giờ").press("Enter")
    expect(page.get_by_text("đã qua").first).to_be_visible()
    hour = page.locator("[name=moment]")
    hour.fill(f"{tenth.replace(day=22):%d-%m-%Y} 08:00")
    page.get_by_role("button", name="Đổi giờ").press("Enter")
    page.wait_for_url("**/lich/?thang=*")
    expect(cell(page, tenth.replace(day=22)).get_by_text("Nháp chưa hẹn").first).to_be_visible()
    keep(page, "calendar-keyboard")
    card(page, "Đề tài sân trường").get_by_role("link", name="Dời, đổi trạng thái").press("Enter")
    page.get_by_role("button", name="Bắt đầu viết bài này").press("Enter")
    page.wait_for_url("**/edit/")
    assert ArticlePage.objects.get(plan=desk["plan"]).owner == desk["secretary"]


def test_on_a_phone_only_days_with_something_stand_and_nothing_is_cut_off(desk, person, tenth):
    page = person(desk["secretary"], **PHONE)
    page.goto("/admin/toa-soan/lich/")
    for day, is_shown in ((12, True), (13, False), (15, True), (16, False)):
        day_cell = cell(page, tenth.replace(day=day))
        expect(day_cell).to_be_visible() if is_shown else expect(day_cell).to_be_hidden()
    expect(cell(page, tenth.replace(day=12))).to_contain_text(f"12-{tenth:%m-%Y}")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "scrolls sideways"
    keep(page, "calendar-phone")
    page.goto("/admin/toa-soan/")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "scrolls sideways"


def test_a_phones_address_is_made_read_and_revoked(desk, person):
    page = person(desk["secretary"], **PHONE)
    page.goto("/admin/toa-soan/lich/dien-thoai/")
    page.fill("[name=name]", "Máy của Ngàn")
    page.get_by_role("button", name="Tạo địa chỉ").click()
    address = page.locator("code").inner_text()
    keep(page, "calendar-keys")
    outside = person()
    assert "Đề tài sân trường" in outside.request.get(address).text()
    page.get_by_role("button", name="Thu hồi").click()
    expect(page.get_by_text("Đã thu hồi địa chỉ của “Máy của Ngàn”.")).to_be_visible()
    assert outside.request.get(address).status == 404
    assert CalendarKey.objects.get().revoked_at
