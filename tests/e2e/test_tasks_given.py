"""The office gives one task to 103 ward police within ten presses; one of them reports it on a phone."""

import pytest
from django.urls import reverse

from reporting.models import Task
from tests.e2e.hand import Hand
from tests.e2e.looking import DESK, PHONE, seen, wrong
from tests.factories import make_organisation
from tests.school_world import authority, lead_of
from users.roles import Role

pytestmark = [pytest.mark.night, pytest.mark.world("school")]


def test_one_task_to_103_ward_police_and_a_report_on_a_phone(person):
    for number in range(102):  # and that of the world
        make_organisation(f"Công an xã số {number} (minh họa)", "police")
    hand = Hand(person(authority(Role.STANDING_OFFICE)))
    hand.page.set_viewport_size(DESK)
    hand.begin("/admin/")
    hand.press("text=Việc, báo cáo")
    hand.press("a:has-text('Giao việc')")
    hand.press("a:has-text('Giao việc mới')")
    hand.choose(hand.page.locator("#id_recipient"), "moi-police")
    hand.type("#id_title", "Đi từng hộ trong địa bàn và phát tờ rơi")
    hand.type("#id_due_on", "2027-01-15")
    hand.press("button:has-text('Giao việc')")
    hand.page.wait_for_url("**/admin/giao-viec/")
    assert hand.clicks <= 10 and Task.objects.count() == 103
    assert "Đã giao 103 việc" in hand.page.inner_text("body")
    page = person(lead_of("P-01"))
    page.set_viewport_size(PHONE)
    task = Task.objects.get(owner=lead_of("P-01").organisation)
    address = reverse("unit_tasks:task", args=[task.uuid])
    page.goto(reverse("schools:home"))
    page.click(f"a[href='{address}']")
    assert not wrong(page) + seen(page, address)
    page.fill("#id_evidence", "Đã tới 412 hộ")
    page.click("button:has-text('Báo xong')")
    page.wait_for_selector("text=Báo xong, chờ xem")
    task.refresh_from_db()
    assert (task.state, task.evidence) == ("reported", "Đã tới 412 hộ")
    assert not hand.page.problems and not page.problems
