"""One figure, everywhere the same: home page, board, queue, export, public page and reports ask the same function."""

import csv
import io
import re

import pytest
from django.urls import reverse

from media_library.kits import builder, publishing
from media_library.models import DownloadDay, DownloadEvent
from media_library.recall.reach import reach
from media_library.statistics import daily, figures
from schools.admin.shared import waiting_in
from schools.coverage import queries, rollups
from schools.models import Progress
from tests.factories import make_asset, make_organisation, make_user
from tests.media_library.prints import make_kit, make_poster
from tests.media_library.small_library import make_library
from tests.schools.register import make_reviewer, make_season, make_unit
from tests.schools.test_school_admin import declare

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00"), pytest.mark.world("assets")]


def words(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def csv_rows(answer):
    return list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))


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
    assert "33 việc của đơn vị chờ xác nhận" in words(desk.get("/admin/"))
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


def test_a_zip_is_one_kit_its_files_are_files_and_a_school_is_one_school(client, client_for):
    """Counted apart by the one function that the report, its export and the reach before a recall ask."""
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
    found = figures.totals(DownloadDay.objects.all())
    assert found == {"files": 1, "in_kits": 3 * members, "kits": 3, "units": 1}
    desk = client_for(make_user(is_superuser=True, is_staff=True))
    report = reverse("library_downloads")
    for group, name, wanted in (
        ("bo", kit.code, (0, 3 * members, 3, 1)),
        ("truong", "Trường Sen", (1, 2 * members, 2, 1)),
    ):
        head, *rows = csv_rows(desk.get(report, {"theo": group, "export": "csv"}))
        (row,) = [row for row in rows if row[0] == name]
        columns = [head.index(word) for word in ("Tệp tải riêng", "Tệp nằm trong bộ", "Bộ ZIP", "Đơn vị khác nhau")]
        assert tuple(int(row[column]) for column in columns) == wanted, group
    assert "Bộ ZIP" in words(desk.get(report, {"theo": "bo"})) and "Bộ ZIP" not in words(desk.get(report))
    shown = reach(poster)
    assert (shown.holders, shown.copies, [one.code for one in shown.kits]) == (1, 4, [kit.code])
    fields = {"action": "withdraw", "reason": "In sai số.", "version": poster.current_version_id}
    first = words(desk.post(reverse("asset_files", args=[poster.pk]), fields))
    assert "Gõ số đơn vị đã tải (1)" in first and kit.code in first
