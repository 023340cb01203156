"""Many tasks at once: a pasted table is given whole or not at all, with each row's fault; due dates of many."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reporting.models import Task, TaskEvent
from tests.factories import make_organisation, yesterday
from tests.reporting.task_rows import body, make_task
from tests.school_world import authority
from users.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00"), pytest.mark.world("school")]

OFFICE, EDUCATION, YOUTH = Role.STANDING_OFFICE, Role.EDUCATION, Role.YOUTH_UNION
DAY = "30-11-2026"
#: Row of the table → what is said about it.
DEFECTS = {
    ("", "Việc", DAY): "thiếu tên cơ quan ở cột 1",
    ("Sở Không Có Thật", "Việc", DAY): "không có cơ quan “Sở Không Có Thật”",
    ("Cơ quan educatoin", "Việc", DAY): "Gần giống: “Cơ quan education”",
    ("Phòng đã nghỉ", "Việc", DAY): "“Phòng đã nghỉ” đã nghỉ hoạt động",
    ("Phòng hai tên", "Việc", DAY): "có 2 cơ quan tên “Phòng hai tên”",
    ("Cơ quan education", "", DAY): "thiếu việc ở cột 2",
    ("Cơ quan education", "Dài " * 60, DAY): "việc dài 239 ký tự, tối đa 200",
    ("Cơ quan education", "Không hạn"): "thiếu hạn ở cột 3",
    ("Cơ quan education", "Hạn lạ", "31-02-2026"): "hạn “31-02-2026” chưa đúng",
    ("Cơ quan education", "Năm lạ", "30-11-20266"): "hạn “30-11-20266” chưa đúng",
    ("Cơ quan education", "Mục dài", DAY, "III.2.c, III.2.d, III.2.đ"): "mục của kế hoạch dài 25 ký tự, tối đa 20",
    ("Cơ quan education", "Thừa cột", DAY, "", "", "thừa"): "có 6 cột, bảng chỉ có 5",
    ("Cơ quan education", "Việc đã giao", DAY): "đã được giao việc này trong mùa",
    ("Cơ quan  EDUCATION", "việc tốt 3", DAY): "trùng dòng 3: cùng cơ quan, cùng việc",
}  # fmt: skip


@pytest.fixture
def office(client_for):
    make_organisation("Phòng đã nghỉ", "city_police", active_until=yesterday())
    for _ in range(2):
        make_organisation("Phòng hai tên", "city_police")
    make_task(body(EDUCATION), "Việc đã giao")
    return client_for(authority(OFFICE))


def lines(*rows):
    return "\r\n".join("\t".join(row) for row in rows)


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def good(number):
    return ("Cơ quan education", f"Việc tốt {number}", DAY, "III.2.c", "Ảnh ở cổng")


def test_a_table_with_faults_names_each_and_gives_nothing(office):
    text = lines(("Cơ quan", "Việc", "Hạn"), good(2), good(3), *DEFECTS)
    response = office.post(reverse("tasks:table"), {"table": text})
    assert response.status_code == 422
    shown = words(response)
    assert len(DEFECTS) >= 12
    faults = response.context["faults"]
    for line, sentence in enumerate(DEFECTS.values(), start=4):
        assert [fault for fault in faults if fault.line == line and sentence in fault.sentence], (line, sentence)
        assert f"Dòng {line}:" in shown
    assert {fault.line for fault in faults} == set(range(4, 4 + len(DEFECTS)))
    assert response.context["form"]["table"].value() == text, "nothing is lost"
    assert Task.objects.count() == 1 and TaskEvent.objects.count() == 1, "nothing is half-created"


def test_a_hundred_tasks_are_given_at_once(office):
    text = lines(*(good(number) for number in range(100)))
    with CaptureQueriesContext(connection) as queries:
        response = office.post(reverse("tasks:table"), {"table": text + "\n\n\t\t\n"})
    assert response.status_code == 302 and len(queries) < 25
    assert Task.objects.count() == 101
    task = Task.objects.get(title="Việc tốt 99")
    assert (task.owner, task.due_on) == (body(EDUCATION), date(2026, 11, 30))
    assert (task.paragraph, task.detail, task.given_by) == ("III.2.c", "Ảnh ở cổng", authority(OFFICE))
    again = office.post(reverse("tasks:table"), {"table": text})
    assert again.status_code == 422 and Task.objects.count() == 101, "sent twice, given once"


def test_an_empty_and_an_endless_table_are_refused(office, client_for):
    for text, sentence in (
        ("", "Bạn dán bảng"),
        ("Cơ quan\tViệc\n\n", "bảng chưa có việc nào"),
        (lines(*(good(number) for number in range(501))), "bảng có 501 việc, mỗi lần giao tối đa 500"),
        ("x" * 400_001, "Bảng quá dài"),
    ):
        response = office.post(reverse("tasks:table"), {"table": text})
        assert response.status_code == 422 and sentence in words(response), sentence
    assert Task.objects.count() == 1
    other = client_for(authority(EDUCATION))
    assert other.get(reverse("tasks:table")).status_code == 404
    assert other.post(reverse("tasks:table"), {"table": lines(good(1))}).status_code == 404


def test_the_due_date_of_many_changes_with_a_reason(office, client_for):
    first, second = (make_task(body(YOUTH), f"Việc {number}") for number in (1, 2))
    done = make_task(body(YOUTH), "Đã xong", state="confirmed")
    address, values = reverse("tasks:move"), {"due_on": "2026-12-15", "reason": "Bão số 9"}
    client_for(authority(YOUTH)).post(address, values | {"viec": [first.uuid]})
    office.post(address, values | {"viec": [], "due_on": "32-12-2026"})
    office.post(address, values | {"viec": ["khong-phai-ma"]})
    assert not Task.objects.exclude(due_on=date(2026, 11, 30)).exists()
    response = office.post(address, values | {"viec": [first.uuid, done.uuid]}, follow=True)
    assert "Đã đổi hạn 1 việc." in words(response)
    assert {task.title for task in Task.objects.filter(due_on=date(2026, 12, 15))} == {first.title}
    assert first.events.last().note == "Hạn 30-11-2026 đổi thành 15-12-2026. Bão số 9"
    office.post(address, values | {"tat-ca": "1", "query": f"co_quan={body(YOUTH).uuid}"})
    assert {task.title for task in Task.objects.filter(due_on=date(2026, 12, 15))} == {first.title, second.title}
    assert second.events.count() == 2 and first.events.count() == 2
