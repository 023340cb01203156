"""A unit that has closed: its accounts lose all rights the day after, and it leaves the figures of the season."""

from datetime import date

import pytest
from django.core.management import call_command
from django.urls import reverse

from schools import members
from schools.coverage import queries, rollups
from schools.models import Claim
from tests.factories import asset_row, make_organisation, make_user
from tests.media_library.small_library import make_library
from tests.schools.register import make_member, make_reviewer, make_season, make_unit
from tests.schools.test_school_admin import declare
from users.models import Organisation

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00"), pytest.mark.world("assets")]
LIBRARY, OWN_SET = "/vi/kho-tai-lieu/", "/truong/bo-cua-toi/"
NOTICE = "Bấm tải, đăng nhập bằng tài khoản của trường"
TODAY = date(2026, 11, 18)


def offered(client, asset):
    """What schools alone are offered: their set, a file for schools, a basket to save, their area."""
    return {
        "set": OWN_SET in client.get(LIBRARY).text,
        "file": NOTICE not in client.get(f"{LIBRARY}{asset.slug}/").text,
        "basket": 'name="ten"' in client.get(f"{LIBRARY}gio/?m={asset.code}").text,
        "area": client.get("/tai-khoan/")["Location"] == "/truong/",
    }


@pytest.mark.slow
def test_nothing_is_offered_to_a_school_that_has_closed(client_for, clock):
    make_library()
    asset = asset_row("TR-01", access="schools")
    school, union = make_organisation(), make_organisation("Đoàn phường", "union")
    teacher, member, partner = (client_for(make_user(organisation=owner)) for owner in (school, union, None))
    everything, nothing = (
        dict.fromkeys(("set", "file", "basket", "area"), True),
        dict.fromkeys(("set", "file", "basket", "area"), False),
    )
    Organisation.objects.update(active_until=TODAY)
    assert offered(teacher, asset) == everything
    assert offered(member, asset) == everything | {"set": False}
    assert offered(partner, asset) == nothing
    clock.move_to("2026-11-19 00:01")
    assert offered(teacher, asset) == offered(member, asset) == nothing
    assert "chưa gắn với trường" in teacher.get("/tai-khoan/cua-toi/").text


def figures(client):
    """What the authority sees: units on the board and in its list, claims that wait."""
    board, units = client.get(reverse("units_admin:board")), client.get(reverse("units_admin:units"))
    queue = client.get(reverse("units_admin:queue"))
    listed = units.context["rows"].paginator.count, units.context["reminder"]
    return board.context["total"].units, listed[0], board.context["waiting"], queue.context["rows"].paginator.count


PAGES = ("/truong/", "/truong/viec/C01/", "/truong/bo-cua-toi/", "/bao-cao-vien/", "/bao-cao-vien/cuoc-thi/")


@pytest.mark.slow
def test_a_unit_that_closes_within_the_season_stops_and_leaves_the_figures(client_for):
    """The authority writes the last day into the register; the next request of the unit has no rights."""
    season = make_season()
    unit, other = make_unit("Trường A"), make_unit("Trường B")
    claims = [declare(unit), declare(other)]
    rollups.rebuild(season)
    authority, teacher = client_for(make_reviewer()), client_for(make_member(unit, is_lead=True))
    colleague = client_for(make_member(other))
    _invitation, code = members.invite(unit, by=None)
    assert figures(authority) == (2, 2, 2, 2)
    for page in PAGES:
        assert teacher.get(page).status_code == 200, page
    address = f"/admin/truong-hoc/danh-sach/edit/{unit.pk}/"
    fields = {"name": unit.name, "code": unit.code, "level": "thcs", "ward": unit.ward, "students": "1", "staff": "1"}
    wrong = authority.post(address, fields | {"active_from": "2026-11-18", "active_until": "2026-11-17"})
    assert "active_until" in wrong.context["form"].errors and teacher.get("/truong/").status_code == 200
    saved = authority.post(address, fields | {"active_until": "2026-11-17"})
    assert saved.status_code == 302, saved.context["form"].errors
    for page in PAGES:
        assert teacher.get(page).status_code == 403, page
        assert colleague.get(page).status_code == 200, page
    assert "17-11-2026" in teacher.get("/truong/").text, "the refusal says why"
    filed = {"link": "https://truong.example/bai", "viec": "gui"}
    assert teacher.post("/truong/viec/C01/", filed).status_code == 403
    assert client_for().get(f"/truong/loi-moi/{code}/").status_code == 410
    assert figures(authority) == (1, 1, 1, 1)
    assert authority.get(reverse("units_admin:claim", args=[claims[0].uuid])).status_code == 200, "history stays"
    authority.post(address, fields | {"active_until": ""})
    assert teacher.get("/truong/").status_code == 200 and figures(authority) == (2, 2, 2, 2)
    assert Claim.objects.get(pk=claims[0].pk).state == "declared"


@pytest.mark.parametrize(
    ("dates", "counted"),
    [
        ({"active_until": TODAY}, True),
        ({"active_until": date(2026, 11, 17)}, False),
        ({"active_until": date(2026, 10, 5)}, False),
        ({"active_from": date(2026, 12, 31)}, True),
        ({"active_from": date(2027, 1, 1)}, False),
    ],
)
def test_who_counts_in_a_season_today(dates, counted):
    season = make_season()
    make_unit(**dates)
    assert queries.Scope(season, ("school",)).units().exists() == counted


def test_the_figures_follow_at_midnight(client_for, clock):
    season = make_season()
    make_unit("Trường A"), make_unit("Trường B", active_until=TODAY)
    rollups.rebuild(season)
    authority = client_for(make_reviewer())
    assert figures(authority)[:2] == (2, 2)
    clock.move_to("2026-11-19 00:05")
    call_command("roll_up_coverage")
    assert figures(authority)[:2] == (1, 1)


def test_a_season_that_is_over_counts_who_was_there_on_its_last_day(clock):
    season = make_season()
    make_unit("Trường A", active_until=date(2026, 12, 31)), make_unit("Trường B", active_until=date(2026, 12, 30))
    clock.move_to("2027-02-01 09:00")
    assert [unit.name for unit in queries.Scope(season, ("school",)).units()] == ["Trường A"]
