"""Tasks under /truong/: ward police, schools and bases each see and report their own."""

import pytest
from django.urls import reverse

from tests.factories import make_user
from tests.reporting.task_rows import body, make_task
from tests.reporting.test_given_tasks import words
from tests.school_world import UNITS, authority, colleague_of, lead_of, the_unit
from users.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00"), pytest.mark.world("school")]


def page_of(task):
    return reverse("unit_tasks:task", args=[task.uuid])


def test_each_unit_opens_its_own_and_no_other(client_for):
    """The matrix: every unit at every task, opening and sending; authorities have their own pages."""
    tasks = {code: make_task(the_unit(code).organisation, f"Việc của {code}") for code in UNITS}
    shared = make_task(body(Role.EDUCATION), "Việc của Sở, trường phối hợp", shared=[the_unit("S-01").organisation])
    for code in UNITS:
        for account in (lead_of(code), colleague_of(code)):
            client = client_for(account)
            listed = words(client.get(reverse("unit_tasks:index")))
            for other, task in (*tasks.items(), ("S-01", shared)):
                may = other == code
                assert client.get(page_of(task)).status_code == (200 if may else 404), (code, other)
                sent = client.post(page_of(task), {"buoc": "nhan", "note": "Đã đọc"})
                assert sent.status_code == (302 if may else 404)
                assert (task.title in listed) is may
    school = client_for(lead_of("S-01"))
    assert school.post(page_of(shared), {"buoc": "bao-xong", "evidence": "Xong"}).status_code == 409, "who shares it"
    for outsider in (authority(Role.STANDING_OFFICE), make_user()):
        assert client_for(outsider).get(page_of(tasks["P-01"])).status_code in {403, 404}
        assert client_for(outsider).get(reverse("unit_tasks:index")).status_code == 403
    assert client_for().get(page_of(tasks["P-01"])).status_code == 302


def test_ward_police_report_a_task_and_the_office_returns_it(client_for):
    task = make_task(the_unit("P-01").organisation, "Đi từng ngõ", paragraph="III.1.g")
    police, office = client_for(lead_of("P-01")), client_for(authority(Role.STANDING_OFFICE))
    home = police.get(reverse("schools:home")).content.decode()
    assert page_of(task) in home and reverse("unit_tasks:index") in home
    assert police.post(page_of(task), {"buoc": "bao-xong"}).status_code == 422
    assert police.post(page_of(task), {"buoc": "xac-nhan"}).status_code == 409
    assert police.post(page_of(task), {"buoc": "bao-xong", "evidence": "Đã tới 412 hộ"}).status_code == 302
    assert page_of(task) not in police.get(reverse("schools:home")).content.decode(), "nothing waits any more"
    assert "412 hộ" in words(office.get(task.get_absolute_url()))
    office.post(task.get_absolute_url(), {"buoc": "tra-lai", "note": "Còn ấp Bến Lở"})
    assert page_of(task) in police.get(reverse("schools:home")).content.decode()
    assert "Còn ấp Bến Lở" in words(police.get(page_of(task)))


def test_a_unit_without_tasks_is_told_where_they_will_be(client_for):
    assert "Chưa có việc nào" in words(client_for(lead_of()).get(reverse("unit_tasks:index")))
