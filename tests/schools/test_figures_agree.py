"""One figure, everywhere the same: home page, board, queue, export, public page and reports ask the same function."""

import csv
import io
import re

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from media_library.kits import builder, publishing
from media_library.models import DownloadDay, DownloadEvent
from media_library.recall.reach import reach
from media_library.statistics import daily, figures
from schools.admin.shared import waiting_in
from schools.coverage import public, queries, rollups
from schools.models import Certificate, Claim, Progress
from tests.factories import make_asset, make_organisation, make_user
from tests.media_library.prints import make_kit, make_poster
from tests.media_library.small_library import make_library
from tests.schools.register import make_reviewer, make_season, make_unit
from tests.schools.test_school_admin import declare
from tools.devserver.state import ROOT

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00"), pytest.mark.world("assets")]


def words(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def csv_rows(response):
    return list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))


def test_what_waits_and_who_takes_part_is_one_number(client_for):
    """Claims of a closed season wait nowhere; the percentage is that of the exact count, as on the board."""
    make_season("Mùa cũ", items={"CU": {"label": "Việc của mùa cũ", "wants_link": True}}, is_current=False)
    season = make_season()
    for number in range(39):
        unit = make_unit(f"Trường {number:02d}", is_pioneer=number in {1, 38})
        if number < 33:
            declare(unit)
        if number < 5:
            declare(unit, "CU")
    rollups.rebuild(season)
    reviewer = make_reviewer()
    desk = client_for(reviewer)
    waiting = waiting_in(reviewer, queries.Scope(season, ("school",))).count()
    board, listed = desk.get(reverse("units_admin:board")), desk.get(reverse("units_admin:queue"))
    assert waiting == board.context["waiting"] == listed.context["rows"].paginator.count == 33
    assert "33 việc của đơn vị chờ xác nhận" in words(desk.get("/admin/trang-chu/so-lieu/"))
    high = {"cap": "thpt"}
    assert desk.get(reverse("units_admin:board"), high).context["waiting"] == 0
    assert desk.get(reverse("units_admin:queue"), high).context["rows"].paginator.count == 0

    export = csv_rows(desk.get(reverse("units_admin:export"), {"dang": "csv"}))
    state = export[0].index("Trạng thái")
    declared = {row[0] for row in export[1:] if row[state] == "Đã khai"}
    started = Progress.objects.filter(season=season, declared__gt=0).count()
    assert started == board.context["total"].started == len(declared) == 33
    assert board.context["not_started"] == 39 - started
    public = client_for().get("/vi/do-phu/")
    assert f"{started * 100 // 39}% trong 39 trường" in words(public) and "76%" not in words(public)
    assert "Trường 01" in words(public) and "Trường 38" not in words(public), "no pioneer that has declared nothing"


@pytest.mark.slow
def test_the_public_page_states_no_percentage_that_the_board_does_not_have(client_for):
    """18 of 21 are 86 % on the board: neither 71 %, of the fifteen that they are rounded to, nor another figure."""
    season = make_season()
    for number in range(61):
        level, ward = ("thcs" if number < 21 else "thpt"), ("phường Một" if number % 2 else "phường Hai")
        unit = make_unit(f"Trường {number:02d}", level=level, ward=ward)
        if number < 18 or 21 <= number < 46:
            declare(unit)
    rollups.rebuild(season)
    board = client_for(make_reviewer()).get(reverse("units_admin:board")).context
    bars = [board["total"], *board["levels"], *board["wards"]]
    shares = {bar.started * 100 // bar.units for bar in bars}
    page = words(client_for().get("/vi/do-phu/"))
    stated = {int(number) for number in re.findall(r"(\d+)%", page)}
    assert stated and stated <= shares and 86 in {round(bar.started * 100 / bar.units) for bar in bars}
    assert "từ 15 trường trở lên" in page


def test_every_screen_export_and_public_page_says_the_same_of_a_season(client_for):
    """Board, its printed form, home panel, seasons, lists, export, public pages, and the archive after the closing."""
    season = make_season("Mùa Một")
    units = [make_unit(f"Trường {n:02d}", ward="phường Một" if n < 13 else "phường Hai") for n in range(26)]
    for number, unit in enumerate(units[:7] + units[13:20]):
        declare(unit, "C01", **({"state": "confirmed", "confirmed_on": "2026-11-03"} if number < 6 else {}))
        if number < 5:
            declare(unit, "C04", state="returned")
    rollups.rebuild(season)
    desk, visitor = client_for(make_reviewer("standing_office")), client_for()
    total = queries.total_of(queries.Scope(season, ("school",)))
    assert (total.units, total.started, total.declared, total.confirmed) == (26, 14, 19, 6)
    board = desk.get(reverse("units_admin:board"))
    printed = desk.get(reverse("units_admin:printed"))
    sentence = f"Đã khai 19/{total.total} lượt việc ({total.percent}%), xác nhận 6."
    for page in (board, printed, desk.get("/admin/trang-chu/so-lieu/")):
        assert sentence in words(page)
    for page in (board, printed):
        assert "14/26 đơn vị đã khai" in words(page) and "Còn 12 đơn vị chưa bắt đầu." in words(page)
    ((_season, of_season),) = desk.get(reverse("units_admin:seasons")).context["found"]
    for part in ("levels", "wards"):
        rows = board.context[part]
        assert sum(row.units for row in rows) == total.units and sum(row.started for row in rows) == total.started
        assert sum(row.declared for row in rows) == total.declared
    assert of_season == total and sum(row.declared for row in board.context["items"]) == total.declared
    assert (board.context["weeks"][-1].declared, board.context["weeks"][-1].confirmed) == (19, 6)
    for state, number in {"chua-bat-dau": 12, "can-bo-sung": board.context["returned"], "du": total.complete}.items():
        listed = desk.get(reverse("units_admin:units"), {"trang-thai": state})
        assert listed.context["rows"].paginator.count == number, state
    head, *rows = csv_rows(desk.get(reverse("units_admin:export"), {"dang": "csv"}))
    states = [row[head.index("Trạng thái")] for row in rows]
    assert len(rows) == total.total and len(rows) - states.count(Claim.State.TODO.label) == total.declared
    assert states.count(Claim.State.CONFIRMED.label) == total.confirmed
    assert "53% trong 26 trường" in words(visitor.get("/vi/do-phu/")) and total.started * 100 // total.units == 53
    assert public.front_page_part("vi")["total"].percent == public.public_figures(season)["total"].percent == 53

    desk.post(reverse("units_admin:close_season", args=[season.slug]), {"ten": "Mùa Một"})
    archive = desk.get(reverse("units_admin:archive", args=[season.slug]))
    assert archive.context["number"] == 26
    frozen = archive.context["rows"].object_list
    assert sum(unit["declared"] for unit in frozen) == 19 and sum(unit["confirmed"] for unit in frozen) == 6
    assert Certificate.objects.count() == sum(unit["confirmed"] > 0 for unit in frozen) == 6
    book = io.BytesIO(b"".join(desk.get(reverse("units_admin:archive_export", args=[season.slug])).streaming_content))
    sheet = list(load_workbook(book).active.values)
    at = sheet[0].index("Trạng thái")
    assert [row[at] for row in sheet[1:]].count(Claim.State.CONFIRMED.label) == 6 and len(sheet) - 1 == total.total


def test_one_module_adds_downloads_up():
    """Who sums the daily counts elsewhere counts a ZIP once for each of its files; the order of a table may."""
    counts = {}
    for folder in ("activities", "home", "media_library", "partners", "reporting", "schools"):
        for path in (ROOT / folder).rglob("*.py"):
            if number := len(re.findall(r"Sum\(\"(?:n|packages)\"", path.read_text())):
                counts[path.relative_to(ROOT).as_posix()] = number
    assert counts == {"media_library/statistics/figures.py": 3, "media_library/admin/reports/downloads.py": 1}


@pytest.mark.slow
def test_a_zip_is_one_kit_its_files_are_files_and_a_school_is_one_school(client, client_for, clock):
    """Counted apart by the one function that reports, their export, the home page and the reach before a recall ask."""
    make_library()
    poster, other = make_poster("P-A4-01"), make_asset("A-02")
    kit = make_kit([poster, other])
    version = publishing.publish(kit, changelog="Bản đầu.")
    assert builder.build(version.pk) == "ready"
    archive, file = version.archives.get(variant="full"), poster.current_version.files.first()
    school = make_organisation("Trường Sen")
    member = client_for(make_user(organisation=school))
    for address in (archive.get_absolute_url(), archive.get_absolute_url(), file.get_absolute_url()):
        member.get(address)
    client.get(archive.get_absolute_url())
    daily.rebuild()
    members = archive.files.count()
    assert members == 3 and DownloadEvent.objects.count() == 3 * members + 1
    totals = figures.totals(DownloadDay.objects.all())
    assert totals == {"files": 1, "in_kits": 3 * members, "kits": 3, "units": 1}
    desk = client_for(make_user(is_superuser=True, is_staff=True))
    report = reverse("library_downloads")
    for group, name, expected in (
        ("bo", kit.code, (0, 3 * members, 3, 1)),
        ("truong", "Trường Sen", (1, 2 * members, 2, 1)),
    ):
        head, *rows = csv_rows(desk.get(report, {"theo": group, "export": "csv"}))
        (row,) = [row for row in rows if row[0] == name]
        columns = [head.index(word) for word in ("Tệp tải riêng", "Tệp nằm trong bộ", "Bộ ZIP", "Đơn vị khác nhau")]
        assert tuple(int(row[column]) for column in columns) == expected, group
    assert "Bộ ZIP" in words(desk.get(report, {"theo": "bo"})) and "Bộ ZIP" not in words(desk.get(report))
    overview = desk.get("/admin/reports/kho/")
    assert [figure.get("value") for figure in overview.context["figures"][:3]] == [1, 1, 3]
    week = overview.context["weeks"][-1]
    assert (week["files"], week["kits"], week["schools"]) == (1, 3, 1)
    assert all(group["total"] == 1 for group in overview.context["groups"])
    by_asset = {row["asset"].code: (row["files"], row["in_kits"]) for row in overview.context["assets"]}
    assert by_asset == {"P-A4-01": (1, 6), "A-02": (0, 3)}
    result = reach(poster)
    assert (result.holders, result.copies, [one.code for one in result.kits]) == (1, 4, [kit.code])
    fields = {"action": "withdraw", "reason": "In sai số.", "version": poster.current_version_id}
    first = words(desk.post(reverse("asset_files", args=[poster.pk]), fields))
    assert "Gõ số đơn vị đang giữ (1)" in first and kit.code in first
    clock.move_to("2026-11-25 09:00")  # the home page says the last whole week
    home = client_for(make_user(is_superuser=True, is_staff=True)).get("/admin/trang-chu/so-lieu/")
    assert "1 tệp tải riêng, 3 bộ ZIP, 1 đơn vị khác nhau" in words(home)
