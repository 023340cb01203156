"""manage.py first_day on a database just migrated: what a visitor meets before and after, and what it refuses to do."""

import pytest
from django.core.cache import cache
from django.core.management import CommandError
from django.db.migrations.recorder import MigrationRecorder
from wagtail.models import Page

from campaign.models import Outlet
from home.models import HomePage
from tests.factories import make_user
from tests.home.first_day import WHO, first_day, link_in
from users.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.world("empty")]
WELCOME = "Welcome to your new Wagtail site"


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


@pytest.mark.slow
def test_a_visitor_meets_wagtail_before_and_the_campaign_after(client):
    assert WELCOME in client.get("/vi/").text
    output = first_day(**WHO)
    page = client.get("/vi/")
    assert page.status_code == 200 and "Wagtail" not in page.text
    assert 'href="tel:111"' in page.text
    assert "trang chủ" in output and "113 và 111" in output
    assert "Đặt mật khẩu mới" in client.get(link_in(output), follow=True).text


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({}, "--email và --name"),
        ({"email": WHO["email"]}, "--email và --name"),
        (WHO | {"email": "không phải thư"}, "--email:"),
        (WHO | {"name": "x" * 200}, "--name:"),
        (WHO | {"email": "TRUONG@toasoan.example"}, "không phải quản trị viên"),
        (WHO | {"outlet": "x" * 200}, "--outlet:"),
        ({"new_link": True}, "đang chờ đặt mật khẩu"),
    ],
)
@pytest.mark.slow
def test_what_cannot_be_done_is_said_and_nothing_is_written(client, arguments, words):
    make_user("truong@toasoan.example")
    with pytest.raises(CommandError) as refused:
        first_day(**arguments)
    assert words in str(refused.value)
    assert User.objects.count() == 1 and not HomePage.objects.exists() and not Outlet.objects.exists()
    assert WELCOME in client.get("/vi/").text


def test_other_peoples_pages_are_left_alone(client):
    Page.get_first_root_node().add_child(instance=Page(title="Trang của ai đó", slug="cua-ai"))
    with pytest.raises(CommandError, match="Trang của ai đó"):
        first_day(**WHO)
    assert WELCOME in client.get("/vi/").text and not User.objects.exists()


def test_tables_come_before_the_first_day():
    MigrationRecorder.Migration.objects.filter(app="campaign").delete()
    with pytest.raises(CommandError, match="migrate"):
        first_day(**WHO)
    assert not User.objects.exists()
