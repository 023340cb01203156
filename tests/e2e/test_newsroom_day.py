"""A newsroom's day, from the reporter's phone to the correction on the other outlet's page, all of it in browsers.

Six people, each in a browser of their own. Only the clock is moved: the scheduler's command runs on demand, first
before the story's minute and then after it.
"""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import expect

from articles.models import ArticlePage, Person
from tests.articles.newsroom_forms import act, ticks
from tests.e2e.newsroom_hands import (
    DESK,
    PHONE,
    add_paragraph,
    hand_in,
    keep,
    left_the_editor,
    open_story,
    press_action,
    ready,
    workflow_action,
)
from tests.factories import make_article
from tests.newsroom_world import PEOPLE, SECTION

pytestmark = pytest.mark.world("newsroom")

HEADLINE = "Mẹ giữ điện thoại mười phút, chuyện khác đi"
SHORT = "Có những cuộc gọi chỉ cần mười phút là đủ."
SAPO = (
    "Một cuộc gọi xưng công an, một căn phòng trọ thuê vội, và mười phút người mẹ giữ điện thoại của con: "
    "câu chuyện khép lại ở đồn công an phường, không ai mất gì."
)
MENDED = SAPO.replace("mười phút", "mười lăm phút")
WRONG = "Bản trước ghi mười phút; đúng là mười lăm phút."


@pytest.fixture
def desks(newsroom, person):
    """Everybody's browser: the reporter's is a phone."""
    return {name: person(newsroom[name], **(PHONE if name == "reporter" else DESK)) for name in PEOPLE}


@pytest.fixture
def clock(monkeypatch):
    """`clock(hours)` moves Django's clock, for the server's thread as well."""
    real, moved = timezone.now, timedelta(0)

    def move(**by):
        nonlocal moved
        moved += timedelta(**by)

    monkeypatch.setattr(timezone, "now", lambda: real() + moved)
    return move


def keep_both(page, name):
    """A reader's page on a desk and on a phone, neither of them wider than its window."""
    before = page.viewport_size
    for width, height in ((1280, 900), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        keep(page, f"{name}-{width}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name} scrolls sideways at {width} px"
    page.set_viewport_size(before)


@pytest.mark.slow
def test_a_newsrooms_day(newsroom, desks, person, client_for, clock):
    reader, section = person(**PHONE), newsroom["section"]
    Person.objects.create(full_name="Nguyễn Minh Thư", account=newsroom["reporter"])

    story = the_reporter_writes_and_mends(desks, section)
    place = f"/vi/{SECTION}/{story.slug}/"
    assert reader.goto(place).status == 404, "a draft does not exist for readers"
    reader.goto(f"/vi/{SECTION}/")
    expect(reader.get_by_text(HEADLINE)).to_have_count(0)
    the_child_safety_check(desks["editor"], client_for(newsroom["editor"]), story)
    minute = the_secretary_schedules_and_pins(desks["secretary"], story)
    open_story(desks["chief"], story.pk)
    workflow_action(desks["chief"], "approve")
    desks["secretary"].goto(f"/admin/toa-soan/lich/?thang={minute:%Y-%m}")
    expect(desks["secretary"].locator(".newsroom-item.is-scheduled")).to_contain_text(HEADLINE)
    keep(desks["secretary"], "calendar")

    call_command("publish_scheduled")
    assert reader.goto(place).status == 404, "its minute has not come"
    clock(hours=3)
    call_command("publish_scheduled")
    assert reader.goto(place).status == 200
    expect(reader.get_by_role("heading", level=1)).to_have_text(HEADLINE)
    keep_both(reader, "story")
    another = make_article("Bài đăng sau đó", section=section, sapo=SAPO)
    reader.goto(f"/vi/{SECTION}/")
    expect(reader.locator("main h2, main h3").first).to_have_text(HEADLINE)  # pinned: the newer one stands below
    expect(reader.get_by_role("link", name=another.title).first).to_be_visible()
    keep_both(reader, "section")
    reader.goto("/vi/")
    expect(reader.get_by_role("link", name=HEADLINE).first).to_be_visible()
    keep_both(reader, "front")

    the_other_outlet_takes_it(desks["culture"], reader, story)
    a_correction_follows(newsroom, desks["editor"], client_for, story)
    for address in (place, f"/vi/doi-song/{story.slug}/"):
        assert reader.goto(address).status == 200
        expect(reader.get_by_text(WRONG)).to_be_visible()
        expect(reader.locator(".sapo").first).to_have_text(MENDED)
    expect(reader.get_by_text("Báo Cần Thơ").locator("visible=true").first).to_be_visible()
    assert reader.locator("link[rel=canonical]").get_attribute("href").endswith(place)
    keep(reader, "copy")
    writers = set(ArticlePage.objects.get(pk=story.pk).revisions.values_list("user__email", flat=True))
    assert newsroom["chief"].email not in writers, "who only decides saves no version, autosave neither"
    assert reader.context.cookies() == [], "reading sets no cookie"
    for page in (reader, *desks.values()):
        assert not page.problems, page.problems


def the_reporter_writes_and_mends(desks, section):
    """Written on a phone, sent back with a comment, mended; returns the story, waiting for the desk again."""
    phone, desk = desks["reporter"], desks["editor"]
    phone.goto(f"/admin/pages/add/articles/articlepage/{section.pk}/")
    phone.fill("[name=title]", HEADLINE)
    phone.fill("[name=sapo]", SHORT)
    add_paragraph(phone, "Buổi chiều, điện thoại của con reo ba lần liền.")
    phone.select_option("[name=has_minor]", "true")
    phone.select_option("[name=has_victim]", "false")
    keep(phone, "reporter")
    hand_in(phone)
    story = ArticlePage.objects.get(title=HEADLINE)

    desk.goto("/admin/toa-soan/")
    expect(desk.locator(".newsroom-card.is-mine")).to_contain_text(HEADLINE)
    desk.get_by_role("link", name=HEADLINE).click()
    ready(desk)
    press_action(desk, "reject")
    desk.locator(".modal [name$=comment]").fill("Sapo còn ngắn: thêm việc người mẹ đã làm.")
    desk.locator(".modal [type=submit]").click()
    left_the_editor(desk)

    phone.goto("/admin/toa-soan/")
    expect(phone.get_by_text("Sapo còn ngắn: thêm việc người mẹ đã làm.")).to_be_visible()
    keep(phone, "board")
    phone.get_by_role("link", name=HEADLINE).click()
    ready(phone)
    phone.fill("[name=sapo]", SAPO)
    hand_in(phone)
    return story


def the_child_safety_check(desk, client, story):
    """Biên tập, whose plain approval is clicked by secretary and chief; then the ten points: nine are not enough."""
    act(client, story)
    open_story(desk, story.pk)
    press_action(desk, "approve")
    points = desk.locator(".modal [type=radio][value=on]")
    expect(points).to_have_count(10)
    for point in points.all()[1:]:
        point.check()
    keep(desk, "ten-points")
    submit = desk.locator(".modal [type=submit]")
    assert not desk.locator(".modal form").evaluate("form => form.checkValidity()"), "nine are not ten"
    points.first.check()
    submit.click()
    left_the_editor(desk)


def the_secretary_schedules_and_pins(desk, story):
    """In two hours, at the head of its section until the day after; returns the minute."""
    minute = timezone.localtime() + timedelta(hours=2)
    open_story(desk, story.pk)
    if not desk.locator("[data-a11y-dialog-show=schedule-publishing-dialog]").first.is_visible():
        desk.locator("[data-side-panel-toggle=status]").first.click()
    desk.locator("[data-a11y-dialog-show=schedule-publishing-dialog]").locator("visible=true").first.click()
    dialog = desk.locator("#schedule-publishing-dialog")
    dialog.locator("[name=go_live_at]").fill(f"{minute:%d-%m-%Y %H:%M}")
    keep(desk, "schedule")
    with desk.expect_response(lambda response: response.request.method == "POST" and "/edit/" in response.url):
        dialog.get_by_role("button", name="Lưu giờ đăng").press("Enter")  # the sheet of days lies over it
    open_story(desk, story.pk)
    desk.fill("[name=pinned_until]", f"{minute + timedelta(days=1):%d-%m-%Y %H:%M}")
    workflow_action(desk, "approve")
    return minute


def the_other_outlet_takes_it(desk, reader, story):
    desk.goto("/admin/toa-soan/lay-bai/")
    row = desk.locator("tr", has_text=HEADLINE)
    row.locator("select[name=section]").select_option(label="Đời sống")
    row.get_by_role("button", name="Lấy bài").click()
    expect(row.get_by_role("button", name="Trả bài")).to_be_visible()
    keep(desk, "take")
    reader.goto("/vi/doi-song/")
    expect(reader.get_by_role("link", name=HEADLINE).first).to_be_visible()
    assert reader.goto(f"/vi/doi-song/{story.slug}/").status == 200
    expect(reader.get_by_text(WRONG)).to_have_count(0)


def a_correction_follows(newsroom, desk, client_for, story):
    """Written by the editor, mended in the text, checked and approved by others: only then readers see it."""
    desk.goto(f"/admin/toa-soan/bai/{story.pk}/dinh-chinh/")
    desk.fill("[name=text]", WRONG)
    desk.get_by_role("button", name="Ghi đính chính").click()
    desk.wait_for_url("**/edit/")
    ready(desk)
    desk.fill("[name=sapo]", MENDED)
    hand_in(desk)
    # the approvals' clicks were made in browsers in the first round
    for name, points in (("secretary", {}), ("secretary", ticks()), ("secretary", {}), ("chief", {})):
        act(client_for(newsroom[name]), story, **points)
