"""After manage.py first_day: the campaign's front pages, roles, and a link that makes the administrator, once."""

import re
from html import unescape

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.core.management import CommandError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import GroupPagePermission, Page, Site, Workflow

from campaign.models import HelpLine, Outlet
from home.first_day import HOMES, INDEXES
from home.models import HomePage
from tests.factories import totp_code
from tests.home.first_day import WHO, first_day, link_in
from users.models import RoleGroup, User
from users.roles import ROLES, Role

pytestmark = [pytest.mark.django_db, pytest.mark.world("opening")]
PASSWORD = "chín con vịt lội qua kênh xáng 47"
LOGIN, SECOND = "/tai-khoan/dang-nhap/", "/tai-khoan/hai-lop/"


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


def set_password(address, password=PASSWORD):
    """The answer to the form behind the link, sent by a browser of its own."""
    browser = Client()
    form = browser.get(address, follow=True)
    assert form.status_code == 200
    return browser.post(form.redirect_chain[-1][0], {"password1": password, "password2": password}, follow=True)


def test_every_language_has_its_front_page_with_the_numbers(client):
    for language, (_title, intro) in HOMES.items():
        page = client.get(f"/{language}/")
        assert page.status_code == 200 and "Wagtail" not in page.text
        assert BeautifulSoup(page.content, "html.parser").html["lang"] == language
        assert intro in unescape(page.text)
        assert 'href="tel:113"' in page.text and 'href="tel:111"' in page.text
    assert client.get("/")["Location"] == "/vi/"
    assert client.get("/vi/can-giup-do/").context["checked_on"] is not None
    assert "Báo và Phát thanh, Truyền hình Cần Thơ" in client.get("/vi/").text
    assert list(Site.objects.values_list("site_name", flat=True)) == ["Không một mình"]
    assert set(Page.objects.filter(depth=2).values_list("slug", flat=True)) == set(HOMES)


def test_nothing_on_the_first_front_pages_leads_nowhere(client):
    for language in HOMES:
        page = BeautifulSoup(client.get(f"/{language}/").content, "html.parser")
        paths = {link["href"].partition("#")[0] for link in page.select("a[href^='/']")}
        assert len(paths) > 10
        assert not {path: status for path in paths if path and (status := client.get(path).status_code) >= 400}
        for _model, slug, titles, _intro in INDEXES:
            assert titles[language] in client.get(f"/{language}/{slug}/").text


def test_roles_and_workflows_are_there_and_none_of_wagtails_groups():
    outlet = Outlet.objects.get()
    assert {(row.role, row.scope) for row in RoleGroup.objects.all()} == {
        (role.value, outlet.slug if ROLES[role].per_outlet else "") for role in Role
    }
    assert not Group.objects.filter(role=None).exists()
    named = set(Workflow.objects.values_list("name", flat=True))
    assert named == {"Tin nhanh (Báo Cần Thơ)", "Bài có trẻ em hoặc vụ việc (Báo Cần Thơ)", "Quản trị viên duyệt"}


def test_the_link_makes_the_first_administrator_once(client, settings, monkeypatch):
    monkeypatch.setattr("django.db.transaction.on_commit", lambda work, **options: work())  # within the request
    settings.STAFF_MFA_REQUIRED = True
    person = User.objects.get()
    assert (person.email, person.full_name, person.given_name) == ("mo.dau@toasoan.example", WHO["name"], "Đầu")
    assert person.is_superuser and not person.has_usable_password()
    assert client.post(LOGIN, {"login": person.email, "password": "đoán bừa"}).status_code == 400
    address = link_in(first_day(new_link=True))
    assert "Đã đổi mật khẩu" not in set_password(address, "ngắn quá").text  # the form again: the link is still good
    assert "Đã đổi mật khẩu" in set_password(address).text
    assert "đã dùng rồi" in Client().get(address).text
    assert client.post(LOGIN, {"login": person.email, "password": PASSWORD}).status_code == 302
    asked = client.get(client.get("/admin/")["Location"])["Location"]
    assert asked.startswith(SECOND), "the second factor is still asked"
    enrol(client)
    assert client.get("/admin/").status_code == 200


def enrol(client):
    """Set up an authenticator app by the forms; its code confirms the session."""
    activate = f"{SECOND}ung-dung/bat/"
    client.post(client.get(activate)["Location"], {"password": PASSWORD})
    secret = client.get(activate).context["form"].secret
    code = totp_code(secret)
    assert client.post(activate, {"code": code}).status_code == 302
    assert client.get(f"{SECOND}ma-du-phong/").context["unused_codes"]


def test_a_lost_link_is_made_anew_until_the_password_is_set():
    lost, fresh_link = link_in(first_day(new_link=True)), link_in(first_day(new_link=True))
    assert "Đã đổi mật khẩu" in set_password(fresh_link).text
    assert "đã dùng rồi" in Client().get(lost).text
    with pytest.raises(CommandError, match="quen-mat-khau"):
        first_day(new_link=True)


def test_a_second_run_changes_nothing_and_shows_no_link():
    HelpLine.objects.filter(number="113").update(label="Tòa soạn đã sửa")
    Group.objects.create(name="Nhóm riêng")
    other = {"email": "nguoi.khac@toasoan.example", "name": "Người Khác", "outlet": "Cơ quan khác"}
    for arguments in (WHO, other, {}):
        with CaptureQueriesContext(connection) as queries:
            output = first_day(**arguments)
        changes = [query["sql"] for query in queries if re.match(r"(INSERT|UPDATE|DELETE)", query["sql"])]
        assert not changes
        assert "không có gì thay đổi" in output and "http" not in output


def test_what_is_missing_is_made_and_what_editors_made_stays(client):
    home = HomePage.objects.get(slug="vi")
    home.intro = "Lời giới thiệu của tòa soạn"
    home.save_revision().publish(skip_permission_checks=True)
    HomePage.objects.get(slug="km").delete()
    assert client.get("/km/").status_code != 200
    assert "trang chủ km" in first_day()
    assert client.get("/km/").status_code == 200
    assert GroupPagePermission.objects.filter(page__slug="km", group__role__role=Role.TRANSLATOR_KM).exists()
    assert "Lời giới thiệu của tòa soạn" in client.get("/vi/").text
