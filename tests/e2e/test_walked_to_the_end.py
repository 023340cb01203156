"""A challenge and an event walked to their end: by thumb without scripts, by keyboard, with the pictures afterwards."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from activities.models import ChallengeLink, Event, EventPhoto, EventRegistration
from tests.activities.test_challenge import FIRST, make_challenge
from tests.activities.test_event_registration import make_event
from tests.e2e import evidence
from tests.factories import make_image, make_organisation, make_user

pytestmark = pytest.mark.slow

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
DESK = {"viewport": {"width": 1280, "height": 900}}


def fits(page, name):
    """A picture at the page's width, which nothing exceeds."""
    evidence.keep(page, name)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} scrolls sideways"


@pytest.fixture
def teacher(settings, live_server):
    settings.SITE_URL = live_server.url
    return make_user(organisation=make_organisation("Trường THPT Bông Súng (minh họa)"))


def test_a_clip_is_sent_by_thumb_approved_by_keyboard_and_played_after_a_tap(teacher, person):
    today = timezone.localdate()
    challenge = make_challenge(starts_on=today, ends_on=today)
    page = person(teacher, java_script_enabled=False, **PHONE)
    page.goto("/bao-cao-vien/thu-thach/")
    page.get_by_role("link", name="Gửi một clip").tap()
    page.get_by_role("button", name="Gửi tới tòa soạn").tap()
    expect(page.locator(".error, .err, [aria-invalid=true]").first).to_be_visible()
    page.locator("input[name=url]").fill(FIRST)
    page.locator("[name=title]").fill("Lớp tụi mình nói với ba mẹ")
    page.locator("input[name=agreed]").check()
    fits(page, "challenge-send-390")
    page.get_by_role("button", name="Gửi tới tòa soạn").tap()
    expect(page.get_by_text("Chờ duyệt")).to_be_visible()
    fits(page, "challenge-mine-390")
    link = ChallengeLink.objects.get()
    desk = person(make_user(is_superuser=True, is_staff=True), **DESK)
    desk.goto(f"/admin/thu-thach/{challenge.pk}/{link.pk}/")
    evidence.keep(desk, "challenge-desk-1280")
    for button in ("Hiện trên bức tường", "Nổi bật tuần này"):
        desk.get_by_role("button", name=button).press("Enter")
        desk.wait_for_load_state("load")
        desk.goto(f"/admin/thu-thach/{challenge.pk}/{link.pk}/")
    assert ChallengeLink.objects.get().is_shown
    for size, name in ((PHONE, "390"), (DESK, "1280")):
        reader = person(**size)
        reader.goto(challenge.address)
        expect(reader.get_by_role("heading", name="Nổi bật trong tuần")).to_be_visible()
        assert not reader.locator("iframe").count(), "nothing of another site before a tap"
        fits(reader, f"challenge-{name}")
        reader.goto(f"/vi/thu-thach/{challenge.pk}/buc-tuong/")
        reader.get_by_role("link", name="Lớp tụi mình").press("Enter")
        expect(reader.locator("iframe")).to_have_count(1)
        assert reader.context.cookies() == []
    plain = person(java_script_enabled=False, **PHONE)
    plain.goto(challenge.address)
    assert plain.get_by_role("link", name="Lớp tụi mình").first.get_attribute("href") == FIRST
    type(challenge).objects.update(
        starts_on=today.replace(year=today.year - 1), ends_on=today.replace(year=today.year - 1)
    )
    plain.goto(f"/vi/thu-thach/{challenge.pk}/tong-ket/")
    expect(plain.get_by_role("heading", name="Tuần từ")).to_be_visible()
    fits(plain, "challenge-recap-390")


def test_a_school_takes_places_by_keyboard_without_scripts_comes_and_sees_the_photos(teacher, person):
    event = make_event(title="Ngày hội “Không một mình”", directions="Cổng sau, gửi xe ở sân bóng", places=60)
    page = person(teacher, java_script_enabled=False, **PHONE)
    page.goto(f"/vi/lich-su-kien/{event.uuid}/")
    fits(page, "event-390")
    page.get_by_role("link", name="Đăng ký cho đơn vị").press("Enter")
    page.get_by_label("Số người của đơn vị").fill("0")
    page.get_by_role("button", name="Đăng ký cho đơn vị").press("Enter")
    expect(page.get_by_text("Số người từ 1 đến 2.000.")).to_be_visible()
    page.get_by_label("Số người của đơn vị").fill("45")
    page.get_by_label("Số người của đơn vị").press("Enter")
    expect(page.get_by_text("Đơn vị có 45 chỗ")).to_be_visible()
    fits(page, "event-registered-390")
    Event.objects.update(starts_at=timezone.now() - timedelta(minutes=10))
    page.reload()
    page.get_by_label("Đã đến bao nhiêu người?").fill("43")
    page.get_by_role("button", name="Ghi đơn vị đã đến").press("Enter")
    expect(page.get_by_text("Đã ghi 43 người.")).to_be_visible()
    assert EventRegistration.objects.get().arrived == 43
    Event.objects.update(starts_at=timezone.now() - timedelta(days=2))
    for number in range(3):
        image = make_image(f"Sân trường {number}", has_minor=False, credit="Nhà trường")
        EventPhoto.objects.create(event=event, image=image, caption="Ký vào bức tường", sort_order=number)
    for size, name in ((PHONE, "390"), (DESK, "1280")):
        reader = person(**size)
        reader.goto(f"/vi/lich-su-kien/{event.uuid}/")
        expect(reader.get_by_role("heading", name="Ảnh của buổi này")).to_be_visible()
        fits(reader, f"event-photos-{name}")
        assert reader.context.cookies() == [] and not reader.problems
