"""JSON API of coverage, events and figures: what the public pages show, nothing of a person or a single school."""

import csv
import io
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from activities.models import Event, Speaker
from campaign.models import Season
from media_library.models import DownloadDay
from reporting.figures import FIGURES
from schools.coverage import rollups
from schools.coverage.public import shown
from tests.factories import asset_row, make_organisation
from tests.schools.register import make_unit
from tests.schools.test_school_admin import declare

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00"), pytest.mark.world("school")]
API = "/api/v1/"


def table(response):
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


@pytest.fixture
def season():
    """Twenty-four schools of one ward, of which one has declared something."""
    season = Season.objects.get(is_current=True)
    units = [make_unit(f"Trường {n}", ward="Phường Thử") for n in range(24)]
    declare(units[0], "C13", state="confirmed", number=7)
    rollups.rebuild(season)
    return season


def test_coverage_is_what_the_public_page_shows_and_names_no_school(client, season):
    figures = shown(season)
    read = client.get(f"{API}do-phu/").json()
    assert read["season"] == season.name and read["as_of"] == "2026-11-18"
    assert read["total"] == {
        "label": "",
        "units": figures.total.units,
        "at_least": figures.total.at_least,
        "percent": figures.total.percent,
    }
    assert [bar["label"] for bar in read["wards"]] == [bar.label for bar in figures.wards]
    assert read["wards"][-1]["percent"] is None, "one of 24 would be told"
    assert "Trường 0" not in client.get(f"{API}do-phu/").text
    rows = table(client.get(f"{API}do-phu/csv/"))
    assert len(rows) == 2 + len(figures.levels) + len(figures.wards)
    assert rows[1][2:4] == [str(figures.total.units), str(figures.total.at_least)]


def test_without_a_season_coverage_and_figures_are_empty(client, monkeypatch):
    for module in ("reporting.api", "schools.coverage.api"):
        monkeypatch.setattr(f"{module}.current_season", lambda: None)
    assert client.get(f"{API}do-phu/").json() | {"as_of": None} == {
        "season": None,
        "starts_on": None,
        "ends_on": None,
        "as_of": None,
        "total": None,
        "levels": [],
        "wards": [],
    }
    assert client.get(f"{API}so-lieu/").json() == {"season": None, "as_of": None, "items": []}
    assert len(table(client.get(f"{API}so-lieu/csv/"))) == len(table(client.get(f"{API}do-phu/csv/"))) == 1


def make_event(title, **values):
    return Event.objects.create(title=title, starts_at=timezone.now() + timedelta(days=1), place="Hội trường", **values)


def test_events_are_those_of_the_agenda_without_the_people(client):
    open_one = make_event("Tập huấn giáo viên", audience="Giáo viên")
    open_one.speakers.add(Speaker.objects.create(name="Người Nói", email="noi@example.org", phone="0900000000"))
    hidden, cancelled = make_event("Họp kín", is_public=False), make_event("Đã hủy", cancelled_at=timezone.now())
    make_event("Sân khấu", kind="drama")
    read = client.get(f"{API}su-kien/").json()
    assert read["total"] == 2 and {item["title"] for item in read["items"]} == {"Tập huấn giáo viên", "Sân khấu"}
    assert [item["title"] for item in client.get(f"{API}su-kien/?loai=drama").json()["items"]] == ["Sân khấu"]
    one = client.get(f"{API}su-kien/{open_one.uuid}/")
    assert one.json()["calendar"].endswith(f"{open_one.uuid}.ics") and "Người Nói" not in one.text + str(read)
    for key in (hidden.uuid, cancelled.uuid, uuid4()):
        assert client.get(f"{API}su-kien/{key}/").status_code == 404
    for query, field in (("loai=khong-co", "loai"), ("limit=51", "limit"), ("offset=-1", "offset")):
        refused = client.get(f"{API}su-kien/?{query}")
        assert (refused.status_code, refused.json()["fields"]) == (400, [field])


def downloads(organisations, *, day):
    asset = asset_row("P-1", name="Poster")
    for organisation in organisations:
        DownloadDay.objects.create(
            day=day, asset=asset, version=asset.current_version, organisation=organisation, way="file", n=2
        )


def test_figures_are_public_only_where_no_few_units_come_to_light(client):
    units = [make_organisation(f"Đơn vị {n}") for n in range(5)]
    downloads(units[:4], day=date(2026, 11, 17))
    few = {item["key"]: item for item in client.get(f"{API}so-lieu/").json()["items"]}
    assert few["downloads-files"]["number"] == few["downloads-files"]["added"] == 8
    assert set(few) == {"downloads-files", "downloads-kits"}, "four units are no group; figures of staff stay inside"


def test_what_a_week_added_is_told_of_five_units_or_more(client):
    units = [make_organisation(f"Đơn vị {n}") for n in range(5)]
    downloads(units, day=date(2026, 11, 8))
    many = {item["key"]: item for item in client.get(f"{API}so-lieu/").json()["items"]}
    assert (many["downloads-units"]["number"], many["downloads-units"]["added"]) == (5, None)
    rows = {row[0]: row[2:] for row in table(client.get(f"{API}so-lieu/csv/"))[1:]}
    names = {figure.key: str(figure.name) for figure in FIGURES}
    assert rows[names["downloads-units"]] == ["5", "đơn vị", ""]
    assert rows[names["downloads-files"]] == ["10", "lượt", "0"]


@pytest.mark.parametrize("path", ["do-phu/", "su-kien/", "so-lieu/", "tai-lieu/", "bai/"])
def test_an_unchanged_answer_is_304_and_the_same_in_every_readers_language(client, season, path):
    first = client.get(API + path)
    again = client.get(API + path, headers={"If-None-Match": first["ETag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    assert client.get(API + path, headers={"Accept-Language": "en"}).json() == first.json()
    assert client.post(API + path).status_code == 405
