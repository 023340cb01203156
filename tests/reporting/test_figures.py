"""“Số liệu”: sums equal to counts by hand, one number on every screen, each authority its own units."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaign.models import Season
from media_library.models import Asset, DownloadDay
from reporting.figures import FIRST, Reading, Value, rows_for
from reporting.models import Task
from schools.coverage import queries, rollups
from schools.models import ChecklistItem, Claim
from tests.factories import make_organisation, make_user
from tests.school_world import POSTER, authority
from tests.schools.register import make_season, make_unit
from tests.schools.test_school_admin import declare
from users.models import Organisation
from users.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00"), pytest.mark.world("school")]

OLD, NEW = {"confirmed_on": date(2026, 11, 5)}, {"confirmed_on": date(2026, 11, 16)}


@pytest.fixture
def season():
    """Twelve lessons confirmed (five of them this week), seven wait, ninety were sent back, four are of police."""
    season = Season.objects.get(is_current=True)
    ChecklistItem.objects.create(season=season, code="P02", label="Đi từng ngõ", number_label="Số hộ", kinds=["police"])
    declare(make_unit("Trường một"), "C13", state="confirmed", number=7, **OLD)
    declare(make_unit("Trường hai"), "C13", state="confirmed", number=5, **NEW)
    declare(make_unit("Trường ba"), "C13", number=7)
    declare(make_unit("Trường bốn"), "C13", state="returned", number=90)
    declare(make_unit("Trường đã đóng", active_until=date(2026, 11, 1)), "C13", state="confirmed", number=800, **OLD)
    declare(make_unit("Công an xã", kind="police"), "P02", state="confirmed", number=244, **NEW)
    rollups.rebuild(season)
    return season


def values(user, season, *kinds):
    rows = rows_for(Reading(user, queries.Scope(season, kinds)))
    return {row.figure.key: row.value for row in rows}


def words(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_typed_numbers_are_added_up_once_they_are_confirmed(season, client_for):
    office, education = authority(Role.STANDING_OFFICE), authority(Role.EDUCATION)
    schools = values(education, season, "school")
    assert (schools["typed-C13"].number, schools["typed-C13"].added) == (12, 5)
    assert "typed-P02" not in schools
    assert values(office, season, "school", "police")["typed-P02"].number == 244
    page = client_for(education).get(reverse("figures"))
    assert "Số tiết" in words(page) and "Số hộ" not in words(page)
    assert "2 trên 6 đơn vị đã có số được xác nhận; còn chờ xác nhận: 7." in words(page)
    rows = client_for(education).get(reverse("typed_number", args=["C13"]))
    assert [claim.number for claim in rows.context["rows"]] == [7, 7, 5]
    assert "Đã xác nhận: 12. Còn chờ xác nhận: 7." in words(rows)


def test_each_figure_is_that_of_the_page_it_links_to(season, client_for):
    poster = Asset.objects.get(code=POSTER)
    for day, number in ((date(2026, 9, 1), 77), (date(2026, 11, 2), 1234), (date(2026, 11, 17), 66)):
        version = poster.versions.first()
        DownloadDay.objects.create(day=day, asset=poster, version=version, language="vi", way="page", n=number)
    desk = client_for(authority(Role.STANDING_OFFICE))
    rows = {row.figure.key: row for row in desk.get(reverse("figures")).context["rows"]}
    board = desk.get(reverse("units_admin:board")).context
    assert rows["units-started"].value.number == board["total"].started == 5
    assert rows["units-started"].value.out_of == board["total"].units
    assert rows["items-confirmed"].value.number == board["total"].confirmed == 3
    assert rows["items-confirmed"].value.added == 2
    queue = desk.get(rows["items-waiting"].address)
    assert rows["items-waiting"].value.number == queue.context["rows"].paginator.count == 1
    report = desk.get(rows["downloads-files"].address)
    assert rows["downloads-files"].value == Value(1300, added=66)
    assert "1300" in words(report).replace(".", "") and "77" not in words(report)
    assert all(desk.get(row.address).status_code == 200 for row in rows.values())


def test_each_authority_sees_its_own_and_others_nothing(season, client_for):
    women = client_for(authority(Role.WOMENS_UNION))
    assert reverse("figures") in women.get("/admin/").content.decode(), "the menu leads there"
    keys = {row.figure.key for row in women.get(reverse("figures")).context["rows"]}
    assert "units-started" in keys and not {key for key in keys if key.startswith(("downloads", "typed"))}
    hers = women.get(reverse("typed_number", args=["P02"]), {"loai": "police"})
    assert hers.context["rows"].paginator.count == 0, "households are the police's"
    for address in (reverse("figures"), reverse("typed_number", args=["C13"])):
        assert client_for(make_user()).get(address).status_code in {302, 403, 404}
        assert client_for().get(address).status_code == 302


def test_what_does_not_exist_is_said(season, client_for):
    desk = client_for(authority(Role.EDUCATION))
    unknown = desk.get(reverse("typed_number", args=["C01"]))
    assert unknown.status_code == 404
    assert desk.get(reverse("figures"), {"mua": "khong-co"}).status_code == 404
    empty = make_season("Mùa chưa có gì", slug="mua-sau", is_current=False)
    page = desk.get(reverse("figures"), {"mua": empty.slug})
    assert page.status_code == 200
    assert {row.value.number for row in page.context["rows"]} == {0}


def test_many_units_cost_no_more_queries(season, client_for):
    desk, address = client_for(authority(Role.STANDING_OFFICE)), reverse("figures")
    desk.get(address)
    with CaptureQueriesContext(connection) as few:
        desk.get(address)
    for number in range(30):
        declare(make_unit(f"Trường thêm {number}"), "C13", state="confirmed", number=1, **NEW)
    rollups.rebuild(season)
    with CaptureQueriesContext(connection) as many:
        response = desk.get(address)
    assert len(many) == len(few)
    assert {row.figure.key: row.value.number for row in response.context["rows"]}["typed-C13"] == 42


def test_first_page_has_six_figures_that_are_those_of_their_pages(season, client_for):
    body = make_organisation("Phòng Tham mưu", kind=Organisation.Kind.CITY_POLICE)
    for days, state in ((3, "given"), (20, "working"), (3, "confirmed"), (-1, "given")):
        due = date(2026, 11, 18) - timedelta(days=days)
        Task.objects.create(season=season, title=f"Việc {days}", owner=body, due_on=due, state=state)
    Claim.objects.filter(state="declared").update(declared_on=date(2026, 11, 17))
    desk = client_for(authority(Role.STANDING_OFFICE))
    page = BeautifulSoup(desk.get("/admin/").content, "html.parser").select_one(".role-figures")
    shown = {link.span.text: (link.b.text.split(), link.find_all("small")[-1].text.split()) for link in page("a")[:-1]}
    rows = {row.figure.key: row for row in desk.get(reverse("figures")).context["rows"]}
    assert [rows[key].figure.name for key in FIRST] == [*shown] and len(shown) == 6
    assert shown["Việc chờ xác nhận"] == (["1"], ["+1", "trong", "7", "ngày"])
    assert shown["Việc được giao quá hạn"] == (["2"], ["+1", "trong", "7", "ngày"])
    late = desk.get(rows["tasks-late"].address)
    assert {task.title for task in late.context["rows"]} == {"Việc 3", "Việc 20"}
    assert all(desk.get(link["href"]).status_code == 200 for link in page("a"))
    women = BeautifulSoup(client_for(authority(Role.WOMENS_UNION)).get("/admin/").content, "html.parser")
    hers = {link.span.text: link.b.text.strip() for link in women.select(".role-figures li a")}
    assert "Đơn vị đã tải tài liệu" not in hers and hers["Việc được giao quá hạn"] == "0"
    assert "role-figures" not in client_for(make_user(Role.REPORTER)).get("/admin/").content.decode()


def test_a_unit_that_is_complete_since_this_week_is_an_addition(season):
    desk = authority(Role.EDUCATION)
    before = values(desk, season, "school")["units-complete"]
    items = ChecklistItem.objects.filter(season=season, is_active=True)
    unit = make_unit("Trường đủ việc")
    for item in items:
        if item.applies_to(unit.kind, unit.level):
            declare(unit, item.code, state="confirmed", **OLD)
    rollups.rebuild(season)
    assert values(desk, season, "school")["units-complete"] == replace(before, number=1, out_of=before.out_of + 1)
    unit.claims.filter(item__code="C13").update(confirmed_on=NEW["confirmed_on"])
    assert values(desk, season, "school")["units-complete"].added == 1
