"""What units and organisers write for the public tells of no child: refused at entry, with the field, and mended."""

import pytest

from activities.contests.results import findings
from activities.identity import problem_of, problem_of_organiser
from activities.models import ChallengeLink, Contest, Entry, Event
from tests.activities.contest_hands import form_of, school_client, step
from tests.activities.contest_rows import AUTHOR, ENTRY, make_contest, make_entry
from tests.activities.test_challenge import decide, make_challenge, send
from tests.activities.test_event_changes import FORM
from tests.factories import make_organisation, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00")]
NAMED = "Trần Thị B lớp 11A1"


@pytest.mark.parametrize(
    ("text", "of_pupils", "of_organisers"),
    [
        ("Clip lớp 10A3 của Trần Thị B", True, True),
        ("Mực Tím", False, False),
        ("Nhóm bạn lớp 9A2", False, False),
        ("Giờ học của lớp 9A2 Trường THCS Sen Trắng", True, False),
        ("Gọi 0912 345 678 để ghi tên", True, False),
        ("Thạc sĩ Trần Thị Bảo nói chuyện ở Trường THPT Bông Súng", False, False),
        ("Em Trần Thị Bảo, 14 tuổi, kể chuyện mình", False, True),
    ],
)
def test_pupils_tell_no_detail_and_organisers_no_child(text, of_pupils, of_organisers):
    assert (bool(problem_of(text)), bool(problem_of_organiser(text))) == (of_pupils, of_organisers)


def test_a_link_with_a_name_is_neither_sent_nor_shown_and_the_desk_may_mend_it(client_for):
    page = make_challenge()
    school = client_for(make_user(organisation=make_organisation(name="Trường THPT Bông Súng")))
    desk = client_for(make_user(is_superuser=True, is_staff=True))
    response = send(school, page, title=f"Clip của {NAMED}")
    assert response.status_code == 400 and "title" in response.context["form"].errors
    assert not ChallengeLink.objects.exists()
    send(school, page)
    ChallengeLink.objects.update(title=f"Clip của {NAMED}")  # sent before there was a check
    assert decide(desk, page, "hien").status_code == 400
    assert NAMED not in client_for().get(page.address).text
    assert decide(desk, page, "hien", title="Clip của một bạn").status_code == 302
    assert ChallengeLink.objects.get().is_shown
    ChallengeLink.objects.update(state="sent", title=f"Clip của {NAMED}")
    assert decide(desk, page, "khong", reason="Có tên học sinh.").status_code == 302, "it can be declined as it is"


def test_an_entry_and_its_author_are_checked_where_they_are_typed(client_for):
    contest = make_contest()
    school = school_client(client_for)
    at = f"/bao-cao-vien/cuoc-thi/nop/{contest.slug}/"
    for field in ("title", "about", "alt", "tools"):
        response = school.post(at, ENTRY | {field: NAMED})
        assert response.status_code == 422 and list(response.context["form"].errors) == [field]
    assert not Entry.objects.exists()
    school.post(at, ENTRY | {"about": "Trường THCS Sen Trắng có một câu lạc bộ."})
    entry = Entry.objects.get()
    for name, status in ((NAMED, 422), ("Trần Thị Bảo", 422), ("Mực Tím", 302)):  # a name beside the school
        assert step(school, entry, "them-tac-gia", **AUTHOR | {"subject": name}).status_code == status
    assert [author.shown_as for author in entry.authors.all()] == ["Mực Tím"]


def test_a_contest_and_an_event_name_no_child(client_for):
    desk = client_for(make_user(is_superuser=True, is_staff=True))
    contest = make_contest()
    for changed in ({"summary": NAMED}, {"title": NAMED}):
        response = desk.post(f"/admin/cuoc-thi/edit/{contest.pk}/", form_of(contest, **changed))
        assert response.status_code == 200 and list(response.context["form"].errors) == list(changed)
    assert not Contest.objects.filter(title=NAMED).exists() and not Contest.objects.filter(summary=NAMED).exists()
    for field in ("title", "summary", "directions", "audience"):
        assert desk.post("/admin/su-kien/new/", FORM | {field: f"Gặp {NAMED}"}).status_code == 200
    assert not Event.objects.exists()
    assert desk.post("/admin/su-kien/new/", FORM | {"summary": "Lớp 9A2 đón ThS. Trần Thị Bảo."}).status_code == 302


def test_results_with_a_name_are_stopped():
    contest = make_contest(days=(-30, -10))
    entry = make_entry(contest, state=Entry.State.SHORTLISTED, prize="nhat", is_hung=True)
    assert "personal" not in {finding.code for finding in findings(contest)}
    Entry.objects.filter(pk=entry.pk).update(title=NAMED)
    assert "personal" in {finding.code for finding in findings(contest)}
