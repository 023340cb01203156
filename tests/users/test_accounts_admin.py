"""Accounts in the administration: whole names, first passwords by letter, lost second factors; administrators only."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.management import CommandError, call_command
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from tests.factories import make_user
from tests.letters import write_letters
from users.models import Organisation, User
from users.roles import Role, grant, sync_roles

pytestmark = pytest.mark.django_db
SECRET = "mot-cau-rat-dai-1"
NEW = {"email": "Thu.Ngan@baocantho.example", "full_name": " Lê  Thị Ngân ", "password1": SECRET, "password2": SECRET}


@pytest.fixture
def reporter():
    sync_roles([("bao-thu", "Báo Thử")])
    user = make_user("phongvien@thu.example")
    grant(user, Role.REPORTER, "bao-thu")
    return user


def test_an_administrator_makes_an_account_and_a_reporter_does_not(client_for, reporter):
    admin = client_for(make_user("quan.tri@thu.example", is_superuser=True))
    form = admin.get("/admin/users/new/").content.decode()
    assert 'name="full_name"' in form and 'name="first_name"' not in form and ">None<" not in form
    assert admin.post("/admin/users/new/", NEW).status_code == 302
    user = User.objects.get(email="thu.ngan@baocantho.example")
    assert (user.full_name, user.given_name) == ("Lê Thị Ngân", "Ngân")
    offices = {"Quản trị": "Quản trị", "Cán bộ phụ trách, Trường A": "Cán bộ phụ trách", "Lê Hạnh (demo)": "Hạnh"}
    for number, (name, called) in enumerate(offices.items()):
        admin.post("/admin/users/new/", NEW | {"email": f"so-{number}@thu.example", "full_name": name})
        assert User.objects.get(email=f"so-{number}@thu.example").given_name == called, "letters greet with it"
    again = admin.post("/admin/users/new/", NEW | {"email": "THU.NGAN@baocantho.example"})
    assert "Địa chỉ này đã có tài khoản." in again.text, "in whichever letters"
    answer = admin.post(f"/admin/users/edit/{reporter.pk}/", values(reporter, email="Thu.Ngan@baocantho.example"))
    assert "Địa chỉ này đã có tài khoản." in answer.text and User.objects.filter(email__iexact=user.email).get() == user
    assert 'name="full_name"' in admin.get(f"/admin/users/edit/{user.pk}/").content.decode()
    other = client_for(reporter).post("/admin/users/new/", NEW | {"email": "khac@baocantho.example"})
    assert other.status_code in {302, 403} and not User.objects.filter(email="khac@baocantho.example").exists()


def test_people_keep_their_own_whole_name(client_for, reporter):
    client = client_for(reporter)
    page = client.get("/admin/account/").content.decode()
    assert 'name="name-full_name"' in page and "first_name" not in page
    assert 'name="avatar-' not in page, "pictures come in through the upload gate"
    other = Organisation.objects.create(name="Sở khác", kind="authority")
    facts = {"full_name": " Ngô  Văn  An", "given_name": "An", "organisation": other.pk, "is_superuser": "on"}
    facts |= {"email": "khac@thu.example", "groups": [1]}
    fields = [
        field
        for tab in client.get("/admin/account/").context["panels_by_tab"].values()
        for panel in tab
        for field in panel.get_form()
    ]
    sent = {field.html_name: "" if field.value() is None else field.value() for field in fields}
    response = client.post("/admin/account/", sent | {f"name-{name}": value for name, value in facts.items()} | facts)
    assert response.status_code == 302
    before, email = reporter.groups.get(), reporter.email
    reporter.refresh_from_db()
    assert reporter.full_name == "Ngô Văn An" and reporter.organisation is None and not reporter.is_superuser
    assert reporter.groups.get() == before and reporter.email == email


def test_the_list_of_accounts_goes_by_given_names(client_for):
    admin = client_for(make_user("quan.tri@thu.example", is_superuser=True, full_name="Zê Zung", given_name="Zung"))
    for full, given in (("An Chi", "Chi"), ("Trần Bình", "Bình"), ("Bùi Bình", "Bình")):
        make_user(full_name=full, given_name=given)
    listed = [user.full_name for user in admin.get("/admin/users/").context["page_obj"]]
    assert listed == ["Bùi Bình", "Trần Bình", "An Chi", "Zê Zung"]


def test_who_gets_an_account_chooses_the_password_by_a_letter(client_for, client, mailoutbox):
    chief = make_user("quan.tri@thu.example", is_superuser=True)
    UserProfile.objects.create(user=chief, preferred_language="en")  # the newsroom's letters are Vietnamese
    admin = client_for(chief)
    blank = NEW | {"password1": "", "password2": ""}
    assert "gets a letter with a link" in admin.get("/admin/users/new/").text
    assert admin.post("/admin/users/new/", blank).status_code == 302
    write_letters()
    letter = mailoutbox[0]
    assert len(mailoutbox) == 1 and letter.to == ["thu.ngan@baocantho.example"] and "tự đặt mật khẩu" in letter.body
    assert not User.objects.get(email=letter.to[0]).has_usable_password()
    form = client.get(re.search(r"https?://[^/]+(/\S+)", letter.body)[1])
    assert client.post(form["Location"], {"password1": SECRET, "password2": SECRET}).status_code == 302
    assert User.objects.get(email=letter.to[0]).check_password(SECRET)
    client.post("/tai-khoan/quen-mat-khau/", {"email": letter.to[0]})
    write_letters()
    assert "đặt lại mật khẩu" in mailoutbox[1].body, "who has one is told of the change"
    admin.post("/admin/users/new/", NEW | {"email": "khac@baocantho.example"})
    assert User.objects.get(email="khac@baocantho.example").check_password(SECRET)
    write_letters()
    assert len(mailoutbox) == 2


def enrol(user):
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)


def values(user, **changed):
    return {"email": user.email, "full_name": user.full_name, "is_active": "on"} | changed


def test_an_administrator_removes_a_lost_second_factor_and_the_history_says_so(client_for, reporter):
    chief = make_user("quan.tri@thu.example", is_superuser=True)
    admin, address = client_for(chief), f"/admin/users/edit/{reporter.pk}/"
    assert "drop_second_factor" not in admin.get(address).text, "there is none yet"
    for user in (reporter, chief):
        enrol(user)
    assert "drop_second_factor" in admin.get(address).text
    admin.post(address, values(reporter))
    assert Authenticator.objects.filter(user=reporter).count() == 2, "unasked"
    client_for(reporter).post(address, values(reporter, drop_second_factor="on"))
    own = f"/admin/users/edit/{chief.pk}/"
    assert "drop_second_factor" not in admin.get(own).text
    admin.post(own, values(chief, drop_second_factor="on"))
    assert Authenticator.objects.count() == 4, "neither a reporter nor one's own"
    assert admin.post(address, values(reporter, drop_second_factor="on")).status_code == 302
    assert set(Authenticator.objects.values_list("user", flat=True)) == {chief.pk}
    entry = ModelLogEntry.objects.get(action="users.drop_second_factor")
    assert (entry.object_id, entry.user) == (str(reporter.pk), chief)


def test_who_runs_the_server_lets_the_last_administrator_in(capsys):
    enrol(make_user("quan.tri@thu.example", is_superuser=True))
    with pytest.raises(CommandError, match="Không có tài khoản la@"):
        call_command("drop_second_factor", "la@thu.example")
    call_command("drop_second_factor", "Quan.Tri@thu.example")
    assert not Authenticator.objects.exists() and "Đã xóa" in capsys.readouterr().out
    call_command("drop_second_factor", "quan.tri@thu.example")
    assert "không có gì để xóa" in capsys.readouterr().out
