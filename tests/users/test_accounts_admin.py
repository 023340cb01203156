"""Accounts in the administration: whole names, made through the form, by administrators only."""

import pytest

from tests.factories import make_user
from users.models import User
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
    made = User.objects.get(email="thu.ngan@baocantho.example")
    assert (made.full_name, made.given_name) == ("Lê Thị Ngân", "Ngân")
    assert 'name="full_name"' in admin.get(f"/admin/users/edit/{made.pk}/").content.decode()
    other = client_for(reporter).post("/admin/users/new/", NEW | {"email": "khac@baocantho.example"})
    assert other.status_code in {302, 403} and not User.objects.filter(email="khac@baocantho.example").exists()


def test_people_keep_their_own_whole_name(client_for, reporter):
    client = client_for(reporter)
    page = client.get("/admin/account/").content.decode()
    assert 'name="name-full_name"' in page and "first_name" not in page
