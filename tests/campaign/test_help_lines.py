"""Numbers that nobody has checked for ninety days: the administration says so, readers keep the number."""

from datetime import datetime, timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from articles.editorial.permissions import open_newsroom
from campaign.models import HELPLINE_REVIEW_DAYS, HelpLine, Outlet
from tests.factories import make_help_line, make_home, make_user
from users.roles import Role, grant

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00")]
WARNING = "Số trợ giúp chưa ai kiểm lại sau 90 ngày"


@pytest.fixture
def line():
    cache.clear()
    make_home()
    return make_help_line("111", label="Bảo vệ trẻ em", verified_by="Chị Hạnh")


@pytest.fixture
def days_later(clock):
    """Turn the clock forward to the first minute of that day in Cần Thơ, which is the evening before in UTC."""
    midnight = datetime(2026, 11, 18, 0, 1)
    return lambda days: clock.move_to((midnight + timedelta(days=days)).isoformat())


def first_page(client_for) -> str:
    return client_for(make_user(is_superuser=True)).get("/admin/").text


def test_the_alert_comes_on_the_ninety_first_day_and_goes_when_somebody_has_checked(client_for, line, days_later):
    assert HELPLINE_REVIEW_DAYS == 90
    for days, is_due in ((0, False), (90, False), (91, True), (400, True)):
        days_later(days)
        page = first_page(client_for)
        assert (WARNING in page) is is_due is line.review_due, days
    assert "111" in page and f"/admin/snippets/campaign/helpline/edit/{line.pk}/" in page and "Chị Hạnh" in page
    HelpLine.objects.update(verified_on=timezone.localdate())
    assert WARNING not in first_page(client_for)


def test_an_old_check_alarms_the_desk_and_takes_no_number_from_a_reader(client, line, days_later):
    days_later(400)
    assert 'href="tel:111"' in client.get("/vi/can-giup-do/").text


def test_a_number_that_was_never_checked_is_shown_to_nobody_and_alarms_nobody(client, client_for, line):
    make_help_line("156", label="Chưa kiểm", verified=False)
    assert "tel:156" not in client.get("/vi/can-giup-do/").text + client.get("/vi/").text
    assert WARNING not in first_page(client_for)


def test_who_may_not_mend_the_numbers_is_not_alarmed(client_for, line, days_later):
    open_newsroom(Outlet.objects.create(slug="bao", name="Báo Thử", short_name="Báo"))
    reporter = make_user()
    grant(reporter, Role.REPORTER, "bao")
    days_later(91)
    response = client_for(reporter).get("/admin/")
    assert response.status_code == 200 and WARNING not in response.text


@pytest.mark.parametrize("day", ["9999-12-31", "2026-11-19"])
def test_a_number_checked_in_the_future_would_never_become_due(client_for, line, day):
    desk, at = client_for(make_user(is_superuser=True)), f"/admin/snippets/campaign/helpline/edit/{line.pk}/"
    form = {"label": line.label, "number": "111", "order": 0, "verified_by": "Chị Hạnh"}
    response = desk.post(at, form | {"verified_on": day})
    assert response.status_code == 200 and set(response.context["form"].errors) == {"verified_on"}
    line.refresh_from_db()
    assert line.verified_on == timezone.localdate()
    assert desk.post(at, form | {"verified_on": "2026-11-17"}).status_code == 302
    assert desk.get("/admin/tro-giup/kiem-chung/").status_code == 200
