"""Jurors mark blind, once entries have closed, and no work of the own school."""

from datetime import timedelta

import pytest

from activities.contests import marking
from activities.models import Contest, Entry, Juror, Mark
from schools import members
from schools.models import Membership
from tests.activities.contest_rows import make_contest, make_entry, marks, seat
from tests.factories import make_organisation, make_user
from tests.schools.register import make_unit
from users.models import User
from users.roles import grant, sync_roles

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00")]


def test_jurors_mark_each_work_twice_and_none_of_the_own_school(client_for, clock):
    contest = make_contest(days=(-30, -1))
    home = make_organisation("Trường B")
    own, other = make_entry(contest, home), make_entry(contest)
    teacher, second, third = seat(contest, organisation=home), seat(contest), seat(contest)
    at = f"/bao-cao-vien/giam-khao/{contest.slug}"
    client = client_for(teacher.user)
    assert own.code not in client.get(f"{at}/").text and other.code in client.get(f"{at}/").text
    for response in (client.get(f"{at}/bai/{own.code}/"), client.post(f"{at}/bai/{own.code}/", marks(contest, 10))):
        assert response.status_code == 403 and "Không chấm bài của đơn vị mình" in response.text
    assert client.get(f"{at}/hinh/{own.files.get().uuid}/").status_code == 403
    assert client.get(f"{at}/tep/{own.files.get().uuid}/").status_code == 403
    for wrong in (11, -1, "", "x"):
        assert client.post(f"{at}/bai/{other.code}/", marks(contest, wrong)).status_code == 422
    foreign = make_entry(make_contest(days=(-30, -1)))
    assert client.get(f"{at}/").context["left_count"] == 1, "neither the own one nor one of another contest"
    assert client.get(f"{at}/bai/{foreign.code}/").status_code == 404
    client.post(f"{at}/bai/{other.code}/", marks(contest, 8))
    assert client.get(f"{at}/").context["left_count"] == 0, "what is marked waits no more"
    client_for(second.user).post(f"{at}/bai/{other.code}/", marks(contest, 4))
    late = client_for(third.user)
    assert other.code not in late.get(f"{at}/").text
    assert late.post(f"{at}/bai/{other.code}/", marks(contest, 5)).status_code == 409
    assert client.post(f"{at}/bai/{other.code}/", marks(contest, 7)).status_code == 302, "one's own mark may change"
    assert sorted(Mark.objects.values_list("total", flat=True)) == [40, 70]
    Entry.objects.filter(pk=other.pk).update(third_mark=True)
    assert late.post(f"{at}/bai/{other.code}/", {"viec": "tranh"}).status_code == 422
    late.post(f"{at}/bai/{other.code}/", {"viec": "tranh", "ly-do": "Tôi dạy em này"})
    assert other.code in late.get(f"{at}/").text and Mark.objects.filter(total=None).count() == 1
    assert other.code in client_for(seat(contest).user).get(f"{at}/").text, "a recusal is no mark"
    stranger = client_for(make_user())
    assert stranger.get(f"{at}/").status_code == 404 and stranger.get(f"{at}/bai/{other.code}/").status_code == 404


def test_who_organises_a_contest_judges_nothing_in_it(client_for):
    """Neither who runs all contests, nor the body that began it, nor the school that holds it, nor later on."""
    sync_roles()
    host, (union, office, teacher) = make_organisation("Trường chủ nhà"), [make_user() for _person in range(3)]
    grant(union, "youth_union")
    grant(office, "standing_office")
    contest = make_contest(days=(-30, -1), host=host, started_by=union)
    entry = make_entry(contest)
    desk = client_for(office)
    at, seats = f"/admin/cuoc-thi/{contest.pk}/bai/", {"viec": "ghe", "ten": "Cô Mai"}
    for person in (office, union, make_user(organisation=host)):
        refused = desk.post(at, seats | {"thu": person.email})
        assert refused.status_code == 422 and "điều hành cuộc thi này" in refused.text
    union.groups.clear()
    assert desk.post(at, seats | {"thu": union.email}).status_code == 422, "it began the contest, and works elsewhere"
    assert not contest.jury.exists()
    assert desk.post(at, seats | {"thu": teacher.email}).status_code == 302 and contest.jury.get().user == teacher
    client, work = client_for(teacher), f"/bao-cao-vien/giam-khao/{contest.slug}/bai/{entry.code}/"
    assert client.post(work, marks(contest, 8)).status_code == 302
    grant(teacher, "education")
    for response in (client.get(work), client.post(work, marks(contest, 1))):
        assert response.status_code == 403 and "Người tổ chức không chấm bài" in response.text
    assert Mark.objects.get().total == 80


def test_the_list_of_juries_says_where_works_wait(client_for):
    """What waits comes first, with how many; a jury whose round has not begun says when it does."""
    due, later = make_contest("Đang chấm nhé", days=(-30, -1)), make_contest("Sắp chấm nhé")
    juror = seat(due).user
    Juror.objects.create(contest=later, user=juror, shown_as="Giám khảo")
    for contest in (due, later):
        make_entry(contest)
    page = client_for(juror).get("/bao-cao-vien/giam-khao/").text
    assert page.index("Đang chấm nhé") < page.index("1 bài chờ bạn chấm") < page.index("Sắp chấm nhé")
    assert "Chấm từ 28-11-2026" in page.replace("\xa0", " ")


def test_marks_wait_until_entries_have_closed_and_end_with_the_proposal(client_for):
    contest = make_contest()
    entry, juror = make_entry(contest), seat(contest)
    at = f"/bao-cao-vien/giam-khao/{contest.slug}/bai/{entry.code}/"
    client = client_for(juror.user)
    assert client.post(at, marks(contest, 5)).status_code == 409
    assert entry.code not in client.get(f"/bao-cao-vien/giam-khao/{contest.slug}/").text
    Contest.objects.update(closes_at=contest.opens_at)
    assert client.post(at, marks(contest, 5)).status_code == 302
    Contest.objects.update(state="proposed")
    assert client.post(at, marks(contest, 6)).status_code == 409


def test_an_own_work_and_a_contest_without_a_page_are_closed_to_the_juror(client_for):
    contest = make_contest(days=(-30, -1))
    juror, entry = seat(contest), make_entry(contest)
    Entry.objects.filter(pk=entry.pk).update(organisation=None, submitted_by=juror.user)
    client, at = client_for(juror.user), f"/bao-cao-vien/giam-khao/{contest.slug}/"
    assert entry.code not in client.get(at).text and client.get(f"{at}bai/{entry.code}/").status_code == 403
    Contest.objects.update(state="draft")
    assert client.get(at).status_code == 404


def test_a_school_that_changes_hands_is_asked_again_when_a_mark_is_saved(client_for):
    contest = make_contest(days=(-30, -1))
    entry, juror = make_entry(contest), seat(contest)
    opened_entry = marking.entry_for(juror, entry.code)
    juror.user.organisation = entry.organisation
    with pytest.raises(marking.OwnWork):
        marking.give(juror, opened_entry, {str(criterion.pk): 5 for criterion in contest.criteria.all()}, "")
    assert not Mark.objects.exists()


def test_a_school_that_a_juror_has_left_since_entries_were_taken_stays_the_own_one(client_for, clock):
    contest = make_contest(days=(-30, -1))
    unit = make_unit()
    entry, juror = make_entry(contest, unit.organisation), seat(contest, organisation=unit.organisation)
    member = Membership.objects.create(unit=unit, user=juror.user)
    members.end(member, by=juror.user)
    client = client_for(User.objects.get(pk=juror.user_id))
    at = f"/bao-cao-vien/giam-khao/{contest.slug}/"
    assert entry.code not in client.get(at).text
    for response in (client.get(f"{at}bai/{entry.code}/"), client.post(f"{at}bai/{entry.code}/", marks(contest, 10))):
        assert response.status_code == 403 and "Không chấm bài của đơn vị mình" in response.text
    assert not Mark.objects.exists()
    Membership.objects.update(ended_at=contest.opens_at - timedelta(days=1))  # a school of former years
    assert entry.code in client.get(at).text
    assert client.post(f"{at}bai/{entry.code}/", marks(contest, 10)).status_code == 302
