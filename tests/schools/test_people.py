"""Codes on paper, letters, hand-over, bulk invitations: whoever holds a code gets in once, nobody else."""

import re

import pytest
from django.utils import timezone

from schools import members, tasks
from schools.models import Invitation, Membership
from tests.factories import make_user
from tests.letters import delivered
from tests.schools.register import make_member, make_reviewer, make_season, make_unit
from users.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00")]
ACCOUNT = {"full_name": "Trần Thị Hạnh", "email": "hanh@truong.example", "password": "chim-se-tren-mai-ngoi"}


def test_a_code_makes_one_account_once(client_for):
    make_season()
    unit = make_unit()
    invitation, code = members.invite(unit, by=make_reviewer(), is_lead=True)
    assert code not in str(Invitation.objects.values()) and invitation.secret_hash != code
    visitor = client_for()
    assert "Không có mã này" in visitor.post("/truong/ma/", {"code": "7F3K-9QXM-2H4N"}).content.decode()
    assert "Mã có 12 chữ và số, bạn đã gõ 3" in visitor.post("/truong/ma/", {"code": "abc"}).content.decode()
    typed = f"{code[:4]}-{code[4:8]} {code[8:]}".lower()
    address = visitor.post("/truong/ma/", {"code": typed})["Location"]
    for password in ("12345", f"{unit} 2026/2027"):
        weak = visitor.post(address, ACCOUNT | {"password": password})
        assert weak.status_code == 422 and not User.objects.filter(email=ACCOUNT["email"]).exists()
    assert visitor.post(address, ACCOUNT)["Location"] == "/truong/"
    assert visitor.get("/truong/").status_code == 200
    user = User.objects.get(email=ACCOUNT["email"])
    assert Membership.objects.get().is_lead and user.organisation.unit == unit and user.given_name == "Hạnh"
    assert visitor.post(address, ACCOUNT)["Location"] == "/truong/"  # pressed twice
    late = client_for().post(address, ACCOUNT | {"email": "khac@truong.example"})
    assert late.status_code == 410 and User.objects.filter(organisation=unit.organisation).count() == 1


@pytest.mark.parametrize("name", ["\u200b\u2060", "\u3164 \u3164", "\u200e\u00ad"])
def test_a_name_that_shows_nothing_is_none(client_for, name):
    _invitation, code = members.invite(make_unit(), by=None)
    response = client_for().post(f"/truong/loi-moi/{code}/", ACCOUNT | {"full_name": name})
    assert response.status_code == 422 and "Bạn ghi họ và tên giúp nhé." in response.text
    client_for().post(f"/truong/loi-moi/{code}/", ACCOUNT | {"full_name": "សុខ\u200bា"})
    assert User.objects.get(email=ACCOUNT["email"]).full_name == "សុខ\u200bា", "Khmer words have such signs between them"


@pytest.mark.parametrize("change", [{"revoked_at": "now"}, {"expires_at": "now"}])
def test_closed_codes_say_so(client_for, change):
    invitation, code = members.invite(make_unit(), by=None)
    Invitation.objects.filter(pk=invitation.pk).update(**dict.fromkeys(change, timezone.now()))
    response = client_for().post(f"/truong/loi-moi/{code}/", ACCOUNT)
    assert response.status_code == 410 and not User.objects.filter(email=ACCOUNT["email"]).exists()


def test_a_printed_code_outlives_a_new_secret_key_while_the_old_one_is_named(client_for, settings):
    _invitation, code = members.invite(make_unit(), by=None)
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another-key-of-the-same-site-" + "x" * 40
    assert client_for().get(f"/truong/loi-moi/{code}/").status_code == 404
    settings.SECRET_KEY_FALLBACKS = [old]
    assert client_for().get(f"/truong/loi-moi/{code}/").status_code == 200


def test_accounts_that_may_not_join(client_for):
    unit = make_unit()
    for user, reason in ((make_reviewer(), "cơ quan quản lý"), (make_member(make_unit("Trường khác")), "đơn vị khác")):
        _invitation, code = members.invite(unit, by=None)
        response = client_for(user).post(f"/truong/loi-moi/{code}/")
        assert response.status_code == 409 and reason in response.text
        assert not members.members_of(unit).filter(user=user).exists()
    owner = make_user("hanh@truong.example")
    _invitation, code = members.invite(unit, by=None, email=owner.email)
    stranger = client_for(make_user()).get(f"/truong/loi-moi/{code}/").content.decode()
    assert "đã có tài khoản" in stranger
    assert client_for().post(f"/truong/loi-moi/{code}/", ACCOUNT)["Location"].startswith("/tai-khoan/dang-nhap/")
    assert client_for(owner).post(f"/truong/loi-moi/{code}/")["Location"] == "/truong/"


def test_the_person_in_charge_invites_hands_over_and_leaves(client_for, django_capture_on_commit_callbacks):
    unit = make_unit()
    hanh = make_member(unit, is_lead=True, full_name="Cô Hạnh")
    lead = client_for(hanh)
    with django_capture_on_commit_callbacks(execute=True):
        lead.post("/truong/nguoi/", {"email": "tam@truong.example"})
    link = re.search(r"/truong/loi-moi/\w+/", delivered()[0].body)[0]
    visitor = client_for()
    visitor.post(link, ACCOUNT | {"full_name": "Thầy Tâm"})
    tam = User.objects.get(email="tam@truong.example")  # the address of the letter, not the one that was typed
    member = Membership.objects.get(user=tam)
    assert not member.is_lead and visitor.post("/truong/nguoi/", {"email": "x@truong.example"}).status_code == 403
    invitation, _code = members.invite(unit, by=hanh, email="lan@truong.example")
    for client, status, is_open in ((visitor, 403, True), (lead, 302, False)):
        assert client.post(f"/truong/nguoi/loi-moi/{invitation.uuid}/thu-hoi/").status_code == status
        invitation.refresh_from_db()
        assert (invitation.revoked_at is None) == is_open
    own = Membership.objects.get(user=hanh)
    assert "bàn giao cho đồng nghiệp trước" in lead.post(f"/truong/nguoi/{own.pk}/thoi/", follow=True).content.decode()
    User.objects.filter(pk=tam.pk).update(is_active=False)
    assert lead.post(f"/truong/nguoi/{member.pk}/ban-giao/").status_code == 409, (
        "who cannot sign in is in charge of nothing"
    )
    User.objects.filter(pk=tam.pk).update(is_active=True)
    lead.post(f"/truong/nguoi/{member.pk}/ban-giao/")
    lead.post(f"/truong/nguoi/{own.pk}/thoi/")
    assert lead.get("/truong/").status_code == 403 and visitor.get("/truong/").status_code == 200
    assert list(members.members_of(unit).values_list("user", "is_lead")) == [(tam.pk, True)]
    assert Membership.objects.get(pk=own.pk).ended_by == hanh  # the history stays


@pytest.mark.parametrize("who", ["the person", "the authority"])
def test_the_last_person_of_a_unit_does_not_leave_with_one_press(client_for, who):
    """A page asks before anybody leaves; where nobody would be left, a box has to be ticked as well."""
    make_season()
    unit = make_unit()
    hanh = make_member(unit, is_lead=True, full_name="Cô Hạnh")
    make_member(unit, full_name="Thầy Tâm", is_active=False)  # cannot sign in: nobody to hand over to
    member = Membership.objects.get(user=hanh)
    client, address = {
        "the person": (client_for(hanh), f"/truong/nguoi/{member.pk}/thoi/"),
        "the authority": (client_for(make_reviewer()), f"/admin/truong-hoc/don-vi/{unit.uuid}/nguoi/{member.pk}/thoi/"),
    }[who]
    listed = client.get("/truong/nguoi/" if who == "the person" else f"/admin/truong-hoc/don-vi/{unit.uuid}/")
    assert f'href="{address}"' in listed.text and f'action="{address}"' not in listed.text
    asked = client.get(address)
    assert asked.status_code == 200 and asked.context["last"] and 'name="chac"' in asked.text
    assert client.post(address).status_code == 422 and client_for(hanh).get("/truong/").status_code == 200
    assert client.post(address, {"chac": "on"}).status_code == 302
    assert client_for(hanh).get("/truong/").status_code == 403
    listed = client_for(make_reviewer()).get("/admin/truong-hoc/tai-khoan/")
    assert list(listed.context["rows"]) == [unit], "the authority sees that nobody is left who can sign in"
    assert client_for(make_reviewer("youth_union")).get(address).status_code == 404


def test_who_is_in_charge_follows_the_codes_and_without_anybody_each_colleague_may(client_for):
    unit, authority = make_unit(), make_reviewer()
    pair = [make_member(unit, full_name=name) for name in ("Cô Hạnh", "Thầy Tâm")]
    for user in pair:
        assert client_for(user).post("/truong/nguoi/", {"email": f"{user.pk}@truong.example"}).status_code == 302
    _invitation, code = members.invite(unit, by=None, email="lan@truong.example")
    client_for().post(f"/truong/loi-moi/{code}/", ACCOUNT | {"full_name": "Cô Lan"})
    leads = members.members_of(unit).filter(is_lead=True).values_list("user__full_name", flat=True)
    assert list(leads.all()) == ["Cô Lan"], "the first who comes by a code"
    assert client_for(pair[0]).post("/truong/nguoi/", {"email": "x@truong.example"}).status_code == 403
    page = client_for(authority).post(f"/admin/truong-hoc/don-vi/{unit.uuid}/ma-moi/").text
    code = re.search(r'class="secret">([^<]+)<', page)[1].replace("-", "")
    own = client_for(pair[1])
    assert own.post(f"/truong/loi-moi/{code}/")["Location"] == "/truong/"
    assert list(leads.all()) == ["Thầy Tâm"] and members.members_of(unit).count() == 3, "nobody has to leave"
    _invitation, code = members.invite(unit, by=pair[1], email=pair[1].email)
    assert own.post(f"/truong/loi-moi/{code}/")["Location"] == "/truong/"
    assert list(leads.all()) == ["Thầy Tâm"], "an invitation to oneself takes nothing away"


def test_a_colleagues_invitation_revokes_the_last_one_to_the_address_and_no_other(client_for, clock):
    unit = make_unit()
    lead = client_for(make_member(unit, is_lead=True))
    of_authority, _code = members.invite(unit, by=None, email="tam@truong.example", is_lead=True)
    for minute, typed in enumerate(("tam@truong.example", "Tam@Truong.example", "lan@truong.example")):
        clock.move_to(f"2026-11-18 09:0{minute}")
        assert lead.post("/truong/nguoi/", {"email": typed}).status_code == 302
    still_open = unit.invitations.open()
    assert sorted(still_open.values_list("email", "is_lead")) == [
        ("lan@truong.example", False),
        ("tam@truong.example", False),
        ("tam@truong.example", True),
    ]
    assert of_authority in still_open and unit.invitations.exclude(revoked_at=None).count() == 1


def test_a_unit_has_so_many_people_and_open_invitations(client_for, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(members, "MAX_PEOPLE", 2)
    unit = make_unit()
    lead = client_for(make_member(unit, is_lead=True))
    with django_capture_on_commit_callbacks(execute=True):
        lead.post("/truong/nguoi/", {"email": "tam@truong.example"})
        response = lead.post("/truong/nguoi/", {"email": "lan@truong.example"}, follow=True)
    assert "tối đa 2 tài khoản" in response.text
    assert [letter.to for letter in delivered()] == [["tam@truong.example"]]
    Invitation.objects.update(expires_at=timezone.now())
    assert members.invite(unit, by=None, email="lan@truong.example"), "an invitation that ended takes no place"


def test_bulk_letters_go_once_and_paper_codes_replace_each_other(client_for, django_capture_on_commit_callbacks):
    make_season()
    authority_user = make_reviewer()
    authority = client_for(authority_user)
    one, two = make_unit("Trường A", contact_email="a@truong.example"), make_unit("Trường B")
    make_member(make_unit("Trường có rồi", contact_email="c@truong.example"))
    html = authority.get("/admin/truong-hoc/tai-khoan/").content.decode()
    assert "Trường A" in html and "Trường B" in html and "Trường có rồi" not in html
    keys = [one.pk, two.pk, 10**12]
    authority.post("/admin/truong-hoc/tai-khoan/thu/", {"don-vi": keys})
    for _twice in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            tasks.mail_invitations.call([one.pk, two.pk], authority_user.pk)
    assert [letter.to for letter in delivered()] == [["a@truong.example"]]
    sheets = [
        authority.post("/admin/truong-hoc/tai-khoan/phieu/", {"don-vi": two.pk}).content.decode() for _ in range(2)
    ]
    codes = [re.search(r'class="secret">([^<]+)<', sheet)[1].replace("-", "") for sheet in sheets]
    assert client_for().get(f"/truong/loi-moi/{codes[0]}/").status_code == 410
    assert client_for().get(f"/truong/loi-moi/{codes[1]}/").status_code == 200
    union = client_for(make_reviewer("youth_union"))
    assert (
        "secret"
        not in union.post("/admin/truong-hoc/tai-khoan/phieu/", {"don-vi": one.pk}, follow=True).content.decode()
    )
