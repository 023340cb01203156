"""“Giao việc”: each body its own tasks, the standing office all; steps in their order; flat costs."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaign.models import Season
from notifications.models import Letter
from reporting.models import Task, TaskEvent
from reporting.tasks import views
from tests.factories import make_organisation, make_user, yesterday
from tests.meanwhile import before_the_lock
from tests.reporting.task_rows import body, make_task
from tests.school_world import authority, lead_of
from users.models import Organisation
from users.roles import Role, grant, sync_roles

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00"), pytest.mark.world("school")]

OFFICE, EDUCATION, YOUTH, WOMEN = Role.STANDING_OFFICE, Role.EDUCATION, Role.YOUTH_UNION, Role.WOMENS_UNION


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def page_of(task):
    return reverse("tasks:task", args=[task.uuid])


def test_each_body_opens_its_own_and_those_it_shares_and_the_office_all(client_for):
    """The matrix: every body at every address, opening and sending."""
    tasks = {role: make_task(body(role), f"Việc của {role}") for role in (OFFICE, EDUCATION, YOUTH, WOMEN)}
    shared = make_task(body(EDUCATION), "Việc chung", shared=[body(YOUTH)])
    for role in tasks:
        client = client_for(authority(role))
        allowed = {tasks[role], shared} if role in {EDUCATION, YOUTH} else {tasks[role]}
        allowed = {*tasks.values(), shared} if role == OFFICE else allowed
        listed = words(client.get(reverse("tasks:index")))
        for task in (*tasks.values(), shared):
            may = task in allowed
            assert client.get(page_of(task)).status_code == (200 if may else 404), (role, task)
            answer = client.post(page_of(task), {"buoc": "nhan", "note": f"Lời của {role}"})
            assert answer.status_code == (302 if may else 404), (role, task)
            assert (task.title in listed) is may, (role, task)
        owed = words(client.get(reverse("tasks:owed")))
        assert (body(WOMEN).name in owed) is (role in {OFFICE, WOMEN})
        assert client.get(reverse("tasks:new")).status_code == (200 if role == OFFICE else 404)
        assert client.post(reverse("tasks:new"), {}).status_code == (422 if role == OFFICE else 404)
    for outsider in (make_user(), lead_of(), None):
        client = client_for(outsider) if outsider else client_for()
        for address in (reverse("tasks:index"), reverse("tasks:owed"), reverse("tasks:new"), page_of(shared)):
            assert client.get(address).status_code in {302, 403, 404}


def test_a_task_goes_from_given_to_confirmed_and_back_with_a_reason(client_for):
    task = make_task(body(EDUCATION), shared=[body(YOUTH)])
    office, owner, other = (client_for(authority(role)) for role in (OFFICE, EDUCATION, YOUTH))

    def step(client, key, **values):
        response = client.post(page_of(task), {"buoc": key} | values)
        task.refresh_from_db()
        return response.status_code, task.state

    assert step(owner, "xac-nhan") == (409, "given"), "the owner does not confirm"
    assert step(other, "bao-xong", evidence="Xong") == (409, "given"), "who shares it does not report"
    assert step(office, "nhan-viec") == (409, "given"), "the office does not receive for others"
    assert step(owner, "nhan-viec") == (302, "received")
    assert step(owner, "lam") == (302, "working")
    assert step(owner, "bao-xong", note="quên kết quả") == (422, "working")
    assert step(owner, "bao-xong", link="khong-phai") == (422, "working")
    assert step(owner, "bao-xong", evidence="14 trường đã treo", link="https://so.example/anh") == (302, "reported")
    assert step(owner, "lam") == (409, "reported")
    assert step(office, "tra-lai") == (422, "reported")
    assert "ghi lý do" in words(office.post(page_of(task), {"buoc": "tra-lai"}))
    assert step(office, "tra-lai", note="Thiếu 2 trường ở Cái Răng") == (302, "returned")
    assert "Thiếu 2 trường" in words(owner.get(page_of(task)))
    assert step(owner, "bao-xong", evidence="16 trường đã treo") == (302, "reported")
    assert step(office, "xac-nhan") == (302, "confirmed")
    assert step(office, "xac-nhan") == (409, "confirmed")
    assert step(office, "buoc-la") == (409, "confirmed")
    states = list(TaskEvent.objects.filter(task=task).values_list("after", flat=True))
    assert states == ["given", "received", "working", "reported", "returned", "reported", "confirmed"]
    assert task.evidence == "16 trường đã treo"


def test_who_reported_does_not_confirm(client_for):
    task = make_task(body(OFFICE), state="working")
    first, second = (client_for(authority(OFFICE, at)) for at in (1, 2))
    first.post(page_of(task), {"buoc": "bao-xong", "evidence": "Xong"})
    assert first.post(page_of(task), {"buoc": "xac-nhan"}).status_code == 409
    assert second.post(page_of(task), {"buoc": "xac-nhan"}).status_code == 302


def test_one_task_for_all_ward_police_at_once_and_wrong_input_makes_none(client_for):
    client = client_for(authority(OFFICE))
    make_organisation("Công an phường hai", "police")
    make_organisation("Công an đã nhập", "police", active_until=yesterday())
    good = {"recipient": "moi-police", "title": "Đi từng ngõ", "paragraph": "III.1.g", "due_on": "2026-12-15"}
    for wrong, sentence in (
        ({"due_on": "31-02-2026"}, "Ngày chưa đúng"),
        ({"due_on": "20266-01-01"}, "Ngày chưa đúng"),
        ({"recipient": "moi-press"}, "Chưa có đơn vị nào đang hoạt động"),
        ({"recipient": "khong-co"}, "cơ quan nhận việc trong danh sách"),
        ({"title": "   "}, "ghi việc bằng một câu"),
        ({"recipient": str(body(YOUTH).uuid), "co_owners": [body(YOUTH).pk]}, "đã là cơ quan chủ trì"),
    ):
        response = client.post(reverse("tasks:new"), good | wrong)
        assert response.status_code == 422 and sentence in words(response), (wrong, words(response)[:3000])
        assert "III.1.g" in response.content.decode(), "what was typed stays"
    assert not Task.objects.exists()
    client.post(reverse("tasks:new"), good | {"co_owners": [body(YOUTH).pk]})
    owners = set(Task.objects.values_list("owner__name", flat=True))
    assert owners == {*Organisation.objects.active().filter(kind="police").values_list("name", flat=True)}
    assert len(owners) == 2 and all(task.co_owners.get() == body(YOUTH) for task in Task.objects.all())


def test_the_list_counts_and_filters(client_for):
    for state, day in (("given", 17), ("working", 18), ("reported", 1), ("confirmed", 1), ("returned", 30)):
        make_task(body(EDUCATION), f"Việc {state}", state=state, due_on=date(2026, 11, day))
    client = client_for(authority(OFFICE))
    summary = client.get(reverse("tasks:index")).context["summary"]
    assert summary == {"total": 5, "confirmed": 1, "reported": 1, "unreceived": 1, "late": 1, "soon": 1}
    for value, titles in {
        "con-no": ["given", "working", "returned"],
        "qua-han": ["given"],
        "sap-han": ["working"],
        "cho-xem": ["reported"],
        "xong": ["confirmed"],
    }.items():
        rows = client.get(reverse("tasks:index"), {"trang_thai": value}).context["rows"]
        assert [task.title for task in rows] == [f"Việc {state}" for state in titles], value
    rows = client.get(reverse("tasks:index"), {"co_quan": body(YOUTH).uuid, "trang_thai": "la"}).context["rows"]
    assert rows.paginator.count == 5, "unknown values are ignored"
    assert "quá hạn 1 ngày" in words(client.get(reverse("tasks:index")))
    assert client.get(reverse("tasks:index"), {"co_quan": "khong-phai"}).status_code == 200


def test_a_body_that_has_closed_sees_nothing(client_for):
    task = make_task(body(YOUTH))
    Organisation.objects.filter(pk=task.owner_id).update(active_until=yesterday())
    assert client_for(authority(YOUTH)).get(page_of(task)).status_code == 404
    assert client_for(authority(OFFICE)).get(page_of(task)).status_code == 200, "its tasks remain"


def test_five_thousand_tasks_cost_no_more_queries(client_for):
    office, owner = client_for(authority(OFFICE)), client_for(authority(EDUCATION))
    make_task(body(EDUCATION), shared=[body(YOUTH)])

    def cost(client):
        counts = []
        for address in (reverse("tasks:index"), reverse("tasks:owed")):
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            counts.append(len(queries))
        return counts

    before = cost(office), cost(owner)
    season = Season.objects.get(is_current=True)
    houses = [body(EDUCATION), *(make_organisation(f"Phòng {n}", "city_police") for n in range(40))]
    Task.objects.bulk_create(
        Task(season=season, owner=houses[n % 41], title=f"Việc {n}", due_on=date(2026, 11, 1 + n % 30))
        for n in range(5000)
    )
    assert (cost(office), cost(owner)) == before
    assert all(number <= 16 for counts in before for number in counts), before


def test_the_first_page_says_what_waits(client_for):
    new, later = make_task(body(EDUCATION), "Việc chưa nhận"), make_task(body(EDUCATION), "Đang làm", state="working")
    late = make_task(body(EDUCATION), "Việc quá hạn", state="working", due_on=date(2026, 11, 1))
    done = make_task(body(YOUTH), "Việc chờ xem", state="reported")
    education, office = (words(client_for(authority(role)).get("/admin/")) for role in (EDUCATION, OFFICE))
    assert new.title in education and late.title in education
    assert later.title not in education and done.title not in education
    assert done.title in office and new.title not in office


def test_two_decisions_at_once_are_one(client_for, monkeypatch):
    """A colleague confirms between the page and the lock: who returns it is told, and sends no letter."""
    task = make_task(body(EDUCATION), state="reported")
    first, second = (client_for(authority(OFFICE, at)) for at in (1, 2))
    values = {"buoc": "tra-lai", "note": "Thiếu ảnh", "dang": "reported"}
    assert 'name="dang" value="reported"' in first.get(page_of(task)).content.decode()
    confirm = {"buoc": "xac-nhan", "dang": "reported"}
    before_the_lock(monkeypatch, views, lambda: second.post(page_of(task), confirm))
    assert first.post(page_of(task), values).status_code == 409
    task.refresh_from_db()
    assert task.state == "confirmed" and task.events.count() == 2
    assert not Letter.objects.filter(purpose="task-returned").exists()
    assert first.post(page_of(task), values | {"dang": "confirmed"}).status_code == 302, "after another look"


@pytest.mark.parametrize("kind", ["authority", "city_police", "press", "federation"])
def test_a_body_without_other_work_here_sees_its_tasks_and_nothing_else(client_for, kind):
    """The departments of finance and culture, those of the city police, other press."""
    sync_roles()
    houses = [make_organisation(f"Cơ quan {number}", kind) for number in (1, 2)]
    own, other = (make_task(house, f"Việc của {house}") for house in houses)
    account = make_user(organisation=houses[0])
    grant(account, Role.BODY)
    client = client_for(account)
    assert own.title in words(client.get("/admin/")) and own.title in words(client.get(reverse("tasks:index")))
    assert client.post(page_of(own), {"buoc": "bao-xong", "evidence": "Đã cấp kinh phí"}).status_code == 302
    assert client.get(page_of(other)).status_code == client.post(page_of(other), {"buoc": "nhan"}).status_code == 404
    for name in ("tasks:new", "tasks:table", "figures", "units_admin:board", "units_admin:queue", "bodies:index"):
        assert client.get(reverse(name)).status_code in {302, 403, 404}, name
