"""Two people at the same moment, on two connections: one waits; no change is lost, made twice or inserted meanwhile."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from base.errors import DecidedMeanwhile, WrongState
from schools import members, season_close
from schools.claims import transitions
from schools.models import Certificate, ChecklistItem, Claim, ImportRun, Membership, Message, PrintOrder, Unit
from schools.printed import orders
from schools.register import importer
from tests.factories import make_user
from tests.schools.print_rows import make_order, make_run
from tests.schools.register import make_member, make_reviewer, make_season, make_unit
from users.models import User

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.clock("2026-11-18 09:00")]
POLLS = 400


def while_open(first, second, then=lambda: None):
    """Run `first` and keep its transaction open until `second`, on another connection, waits for it, then run `then` in
    it; returns the results of `first` and `second`. Fails when `second` goes through without waiting."""
    results = {}

    def other():
        try:
            results["second"] = second()
        except Exception as error:
            results["second"] = error
        finally:
            connection.close()

    thread = threading.Thread(target=other)
    with transaction.atomic():
        results["first"] = first()
        thread.start()
        for _poll in range(POLLS):
            thread.join(timeout=0.05)
            if not thread.is_alive() or waits():
                break
        assert thread.is_alive(), "the second did not wait"
        then()
    thread.join()
    return results["first"], results["second"]


def waits():
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted)")
        return cursor.fetchone()[0]


def test_nothing_slips_into_a_season_that_is_being_closed(client_for):
    season = make_season("Mùa Một")
    unit = make_unit()
    member = client_for(make_member(unit))
    sent = {"viec": "gui", "link": "https://truong.example/bai"}
    close, response = while_open(
        lambda: season_close.close(season, by=None),
        lambda: member.post("/truong/viec/C01/", sent, headers={"Accept": "application/json"}),
    )
    assert response.status_code == 409
    assert not Claim.objects.submitted().exists() and set(close.data["units"][0]["states"].values()) == {"todo"}


def test_a_decision_waits_for_the_end_of_the_season_and_then_changes_nothing():
    season = make_season("Mùa Một")
    unit, authority, second = make_unit(), make_reviewer("standing_office"), make_reviewer("standing_office")
    item = ChecklistItem.objects.first()
    claim = Claim.objects.create(unit=unit, item=item, state="declared", declared_at="2026-11-02T08:00+07:00")
    _close, decided = while_open(
        lambda: season_close.close(season, by=None), lambda: transitions.decide([claim], "confirmed", by=authority)
    )
    claim.refresh_from_db()
    assert isinstance(decided, WrongState) and "đã chốt" in str(decided)
    assert claim.state == "declared" and not Certificate.objects.exists()
    Claim.objects.filter(pk=claim.pk).update(state="confirmed", recheck="due", decided_by=authority)
    with pytest.raises(WrongState, match="đã chốt"):
        transitions.recheck(Claim.objects.get(), passed=False, by=second, note="Ảnh mờ.")


def test_the_same_list_applied_by_two_people_at_once_is_written_once():
    values = {"code": "T-01", "name": "Trường A", "kind": "school", "level": "thcs", "ward": "phường A"}
    row = {
        "line": 2,
        "code": "T-01",
        "name": "Trường A",
        "action": "add",
        "reason": "",
        "values": values,
        "changes": [],
    }
    one, two = (ImportRun.objects.create(file_name=f"{name}.xlsx", rows=[row]) for name in ("a", "b"))
    first, second = while_open(lambda: importer.apply(one, ["school"]), lambda: importer.apply(two, ["school"]))
    assert (first["added"], second["added"], second["same"]) == (1, 0, 1) and Unit.objects.count() == 1


def test_two_invitations_at_once_stay_within_the_limit(client_for, monkeypatch):
    monkeypatch.setattr(members, "MAX_PEOPLE", 3)
    unit = make_unit()
    lead = client_for(make_member(unit, is_lead=True))
    make_member(unit)
    _first, response = while_open(
        lambda: members.invite(unit, by=None, email="tam@truong.example"),
        lambda: lead.post("/truong/nguoi/", {"email": "lan@truong.example"}, follow=True),
    )
    assert "tối đa 3 tài khoản" in response.text and unit.invitations.get().email == "tam@truong.example"


def test_of_two_who_join_at_once_the_first_is_in_charge(client_for):
    unit, users = make_unit(), [make_user() for _ in range(2)]
    codes = [members.invite(unit, by=None, email=user.email) for user in users]
    first, second = (client_for(user) for user in users)
    responses = while_open(
        lambda: first.post(f"/truong/loi-moi/{codes[0][1]}/"), lambda: second.post(f"/truong/loi-moi/{codes[1][1]}/")
    )
    assert [response.status_code for response in responses] == [302, 302]
    assert list(members.members_of(unit).values_list("user", "is_lead")) == [(users[0].pk, True), (users[1].pk, False)]


def test_an_invitation_that_is_sent_anew_while_the_old_one_is_taken_revokes_it(client_for):
    """Both go through the unit first; in opposite order each would wait for the other."""
    unit, user = make_unit(), make_user()
    _invitation, code = members.invite(unit, by=None, email=user.email)
    client = client_for(user)
    _locked, response = while_open(
        lambda: members.lock(unit),
        lambda: client.post(f"/truong/loi-moi/{code}/"),
        lambda: members.invite(unit, by=None, email=user.email),
    )
    assert response.status_code == 410 and "đã được thu hồi" in response.text
    assert not members.members_of(unit).exists() and unit.invitations.open().count() == 1


def test_an_account_that_two_units_invite_joins_the_first(client_for):
    """And once it has left that one, the second."""
    one, two, user = make_unit(), make_unit("Trường khác"), make_user()
    codes = [members.invite(unit, by=None, email=user.email)[1] for unit in (one, two)]
    first, second = client_for(user), client_for(user)
    joined, refused = while_open(
        lambda: first.post(f"/truong/loi-moi/{codes[0]}/"), lambda: second.post(f"/truong/loi-moi/{codes[1]}/")
    )
    assert (joined.status_code, refused.status_code) == (302, 409) and "đang thuộc đơn vị khác" in refused.text
    member = Membership.objects.get()
    assert (member.unit, member.user) == (one, user)
    _ended, joined = while_open(
        lambda: members.end(member, by=user), lambda: second.post(f"/truong/loi-moi/{codes[1]}/")
    )
    user.refresh_from_db()
    assert joined.status_code == 302 and user.organisation == two.organisation


def test_of_two_who_type_one_code_at_once_one_gets_an_account(client_for):
    """A printed code that is photographed in the staff room."""
    unit = make_unit()
    _invitation, code = members.invite(unit, by=None)

    def take(name):
        sent = {"full_name": "Trần Thị Hạnh", "email": f"{name}@truong.example", "password": "chim-se-tren-mai-ngoi"}
        return client_for().post(f"/truong/loi-moi/{code}/", sent)

    first, second = while_open(lambda: take("hanh"), lambda: take("lan"))
    assert (first.status_code, second.status_code) == (302, 410)
    assert list(User.objects.filter(organisation=unit.organisation).values_list("email")) == [("hanh@truong.example",)]


def test_a_unit_is_handed_over_once_and_only_to_who_is_still_there(client_for):
    unit = make_unit()
    first = make_member(unit, is_lead=True)
    own = Membership.objects.get(user=first)
    one, two = (Membership.objects.get(user=make_member(unit)) for _ in range(2))
    lead = client_for(first)
    _done, response = while_open(
        lambda: members.hand_over(unit, one, by=first), lambda: lead.post(f"/truong/nguoi/{two.pk}/ban-giao/")
    )
    assert response.status_code == 409 and str(one.user) in response.text
    assert list(members.members_of(unit).filter(is_lead=True)) == [one]
    lead = client_for(one.user)
    with transaction.atomic():
        members.hand_over(unit, own, by=one.user)
    lead = client_for(first)
    _done, response = while_open(
        lambda: (Unit.objects.select_for_update().get(pk=unit.pk), members.end(two, by=first)),
        lambda: lead.post(f"/truong/nguoi/{two.pk}/ban-giao/"),
    )
    assert response.status_code == 409 and list(members.members_of(unit).filter(is_lead=True)) == [own]


def test_who_has_ended_a_membership_first_stands_in_the_books(client_for):
    """And whoever works for another unit by now keeps the rights there."""
    unit, other = make_unit(), make_unit("Trường khác")
    first, member = make_member(unit), Membership.objects.get(user=make_member(unit))
    second = client_for(make_member(unit))

    def ended_and_gone_elsewhere():
        members.end(member, by=first)
        members.join(members.invite(other, by=None, email=member.user.email)[0], User.objects.get(pk=member.user_id))

    _done, response = while_open(ended_and_gone_elsewhere, lambda: second.post(f"/truong/nguoi/{member.pk}/thoi/"))
    member.refresh_from_db()
    assert response.status_code == 302 and member.ended_by == first
    assert User.objects.get(pk=member.user_id).organisation == other.organisation


def test_a_reminder_pressed_twice_is_one(client_for):
    make_season()
    make_unit(contact_email="a@truong.example")
    authority = client_for(make_reviewer())
    for _twice in range(2):
        authority.post("/admin/truong-hoc/loi-nhan/", {"loi": "Tuần này ưu tiên C12."})
    assert Message.objects.count() == 1
    authority.post("/admin/truong-hoc/loi-nhan/", {"loi": "Tuần này ưu tiên C13."})
    assert Message.objects.count() == 2


def test_copies_are_promised_once_and_no_more_than_there_are():
    """One order answered by two, two orders of the last copies, and a unit that gives up while it is answered."""
    first, second = make_reviewer("standing_office"), make_reviewer("standing_office")
    run, unit, queryset = make_run(stock=30), make_unit(), PrintOrder.objects.all()
    order = make_order(run, unit, 20)

    def agree(row, by):
        return orders.agree(queryset, row.uuid, 20, remark="", by=by)

    _agreed, response = while_open(lambda: agree(order, first), lambda: agree(order, second))
    assert isinstance(response, DecidedMeanwhile) and response.by == first
    rest = [make_order(run, make_unit(code=f"T-{number}"), 20) for number in range(2)]
    run.refresh_from_db()
    assert run.stock == 10
    type(run).objects.update(stock=30)
    _agreed, response = while_open(lambda: agree(rest[0], first), lambda: agree(rest[1], second))
    assert isinstance(response, ValidationError) and "còn 10 bản" in str(response)
    _refused, response = while_open(
        lambda: orders.refuse(queryset, order.uuid, remark="Không đến nhận", by=first),
        lambda: orders.cancel(unit, order.uuid, by=None),
    )
    run.refresh_from_db()
    assert isinstance(response, WrongState) and run.stock == 30, "the copies return once"


def test_the_same_order_sent_twice_at_once_is_one():
    run, unit = make_run(), make_unit()
    one, two = while_open(*(lambda: orders.ask(unit, run, 5, note="", by=None) for _twice in range(2)))
    assert one == two == PrintOrder.objects.get()
