"""Letters about tasks: one per body and due date, once; units by their accounts; superiors hear of what is late."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse

from notifications.models import Letter
from tests.factories import make_organisation, make_user
from tests.letters import write_letters
from tests.reporting.task_rows import body, make_task
from tests.school_world import authority, colleague_of, lead_of, the_unit
from tests.schools.register import make_unit
from users.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00"), pytest.mark.world("school")]
TODAY = date(2026, 11, 18)


def letters(purpose):
    return {letter.recipient: letter for letter in Letter.objects.filter(purpose=purpose)}


def test_one_task_to_all_ward_police_is_one_letter_to_each(client_for, django_capture_on_commit_callbacks):
    make_unit("Công an chưa có tài khoản", kind="police", contact_email="xa@congan.example")
    values = {"recipient": "moi-police", "title": "Đi từng ngõ", "due_on": "2026-12-15"}
    with django_capture_on_commit_callbacks(execute=True):
        client_for(authority(Role.STANDING_OFFICE)).post(reverse("tasks:new"), values)
    write_letters()
    told = letters("task-given")
    assert told.keys() == {lead_of("P-01").email, colleague_of("P-01").email, "xa@congan.example"}
    letter = told[lead_of("P-01").email]
    assert letter.subject == "Giao việc: Đi từng ngõ" and "/truong/giao-viec/" in letter.text


def test_tasks_of_one_day_are_in_one_letter_and_each_stage_is_told_once(clock):
    for number in (1, 2):
        make_task(body(Role.EDUCATION), f"Việc {number}", due_on=TODAY + timedelta(6))
    make_task(body(Role.EDUCATION), "Việc xong", state="reported", due_on=TODAY + timedelta(6))
    make_task(body(Role.EDUCATION), "Việc xa", due_on=TODAY + timedelta(20))
    email = authority(Role.EDUCATION).email
    for day, expected in ((18, 1), (19, 1), (22, 2), (24, 2), (25, 2)):
        clock.move_to(f"2026-11-{day} 09:00", tick=False)
        call_command("remind_tasks")
        assert Letter.objects.filter(purpose="task-due", recipient=email).count() == expected, day
    letter = Letter.objects.filter(purpose="task-due").first()
    assert letter.subject == "2 việc sắp đến hạn"
    assert "Việc 1" in letter.text and "Việc 2" in letter.text
    assert "Việc xong" not in letter.text and "Việc xa" not in letter.text
    assert letters("task-late").keys() == {email}, "the day after"


def test_a_superior_and_the_office_hear_of_what_is_late():
    part = make_organisation("Phòng thuộc Sở", "city_police", parent=body(Role.EDUCATION))
    make_task(part, "Việc trễ", due_on=TODAY - timedelta(3), state="working")
    make_task(the_unit("P-01").organisation, "Đi từng ngõ", due_on=TODAY - timedelta(3))
    make_user("khong-quyen@demo.example", organisation=part)
    call_command("remind_tasks")
    late = letters("task-late")
    assert late.keys() == {authority(Role.EDUCATION).email, lead_of("P-01").email, colleague_of("P-01").email}
    superior = late[authority(Role.EDUCATION).email].text
    assert "Phòng thuộc Sở" in superior and "://" not in superior, "the page of a task is its owner's"
    assert "/truong/giao-viec/" in late[lead_of("P-01").email].text
    office = letters("task-late-office")
    assert office.keys() == {authority(Role.STANDING_OFFICE, at).email for at in (1, 2)}
    assert all("Phòng thuộc Sở" in letter.text and "Đi từng ngõ" in letter.text for letter in office.values())


def test_nothing_is_due_nothing_is_written():
    make_task(body(Role.EDUCATION), due_on=TODAY - timedelta(60))
    make_task(body(Role.YOUTH_UNION), due_on=TODAY - timedelta(1), state="confirmed")
    call_command("remind_tasks")
    assert not Letter.objects.exists()
