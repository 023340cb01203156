"""The map of coverage: wards from a GeoJSON that can be replaced; a schematic says so, and small groups stay hidden."""

import json

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from schools.coverage import rollups, ward_map
from schools.coverage.public import PublicBar
from tests.schools.register import make_reviewer, make_season, make_unit
from tests.schools.test_school_admin import declare

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00")]


def test_the_board_draws_every_ward_with_its_share(client_for):
    season = make_season()
    for ward in ("phường Cái Răng", "xã Chưa Có Trên Bản Đồ"):
        declare(make_unit(ward=ward))
    rollups.rebuild(season)
    html = client_for(make_reviewer()).get("/admin/truong-hoc/").content.decode()
    assert "<title>phường Cái Răng: 25%</title>" in html and "<title>xã Chưa Có Trên Bản Đồ: 25%</title>" in html
    assert "<title>phường Ninh Kiều</title>" in html, "a ward without units stays empty"
    assert "chưa phải ranh giới chính thức" in html


def test_borders_replace_the_schematic(settings, tmp_path):
    corners = [[[105.7, 10.0], [105.8, 10.0], [105.8, 10.1], [105.7, 10.1], [105.7, 10.0]]]
    second = [[[[105.8, 10.0], [105.9, 10.0], [105.9, 10.1], [105.8, 10.0]]]]
    features = [
        {
            "type": "Feature",
            "properties": {"ward": "phường A"},
            "geometry": {"type": "Polygon", "coordinates": corners},
        },
        {"properties": {"ward": "xã B"}, "geometry": {"type": "MultiPolygon", "coordinates": second}},
    ]
    file = tmp_path / "wards.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    settings.WARD_MAP_FILE = str(file)
    drawing = ward_map.ward_map([PublicBar("phường A", 40, 20, 50), PublicBar("xã B", 8, 5, None)])
    first, other = drawing.areas
    assert not drawing.is_schematic and drawing.width == 360 and 180 < drawing.height < 186
    assert (first.step, first.percent, first.short) == (3, 50, "A") and (other.step, other.percent) == (0, None)
    with_tile = ward_map.ward_map([PublicBar("xã Mới", 40, 20, 100)])
    assert with_tile.is_schematic and with_tile.areas[-1].step == 5


@pytest.mark.parametrize(
    "content", ["<svg/>", "{}", '{"features": [{"properties": {}}]}',
                '{"features": [{"properties": {"ward": "A"}, "geometry": {"type": "Point", "coordinates": [1, 2]}}]}']
)  # fmt: skip
def test_a_file_that_is_no_map_is_found_by_the_check(settings, tmp_path, content):
    file = tmp_path / "wards.geojson"
    file.write_text(content)
    settings.WARD_MAP_FILE = str(file)
    with pytest.raises(SystemCheckError, match="WARD_MAP_FILE"):
        call_command("check")


def test_a_missing_list_of_wards_is_found_by_the_check(settings, tmp_path):
    settings.WARD_LIST_FILE = str(tmp_path / "wards.txt")
    with pytest.raises(SystemCheckError, match="WARD_LIST_FILE"):
        call_command("check")


def test_the_public_map_shows_no_small_group(client):
    season = make_season()
    for number in range(20):
        unit = make_unit(f"Trường {number}", ward="phường Cái Răng")
        if number < 10:
            declare(unit)
    for ward in ("phường Tân An", "xã Vĩnh Thạnh"):
        for number in range(3):
            declare(make_unit(f"{ward} {number}", ward=ward))
    for number in range(20):
        unit = make_unit(f"Trường Khế {number}", ward="phường Cái Khế")
        if number < 2:
            declare(unit)
    for number in range(18):
        unit = make_unit(f"Trường Mít {number}", ward=("phường Ô Môn", "phường Thốt Nốt")[number % 2])
        if number < 12:
            declare(unit)
    rollups.rebuild(season)
    html = client.get("/vi/do-phu/").content.decode()
    assert "<title>phường Cái Răng: 50%</title>" in html
    assert "<title>phường Cái Khế</title>" in html, "two schools are no figure"
    assert "<title>phường Tân An</title>" in html and "Các xã, phường khác" in html
