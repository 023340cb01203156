"""Coverage of the schools in the JSON API (docs/api.md): the figures of the public page, none of a single school."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.http import HttpRequest, StreamingHttpResponse
from ninja import Field, Router, Schema

from base.day import today
from base.spreadsheets.writer import csv_response
from campaign.models import Season
from schools.access import current_season
from schools.coverage.public import PublicBar, Shown, shown

router = Router(tags=["do-phu"])


class BarOut(Schema):
    """A group of schools. At least `at_least` of `units` take part; `percent` is null where it would single one out."""

    label: str
    units: int
    at_least: int
    percent: int | None = Field(None, description="of the exact count, rounded down")


class CoverageOut(Schema):
    """The current season; everything is null or empty while none runs or too few schools are registered."""

    season: str | None
    starts_on: date | None
    ends_on: date | None
    as_of: date
    total: BarOut | None
    levels: list[BarOut]
    wards: list[BarOut]


def _read() -> tuple[Season | None, Shown]:
    season = current_season()
    return season, shown(season) if season else Shown()


@router.get("/", response=CoverageOut, summary="Schools that take part, by level and ward")
def coverage(request: HttpRequest) -> dict[str, Any]:
    """The figures of /vi/do-phu/."""
    season, figures = _read()
    return {
        "season": season.name if season else None,
        "starts_on": season.starts_on if season else None,
        "ends_on": season.ends_on if season else None,
        "as_of": today(),
        "total": _bar(figures.total) if figures.total else None,
        "levels": [_bar(bar) for bar in figures.levels],
        "wards": [_bar(bar) for bar in figures.wards],
    }


@router.get("/csv/", summary="The same as CSV", response={200: None})
def coverage_csv(request: HttpRequest) -> StreamingHttpResponse:
    """One row a group."""
    head = ["Nhóm", "Tên", "Số trường", "Hưởng ứng, từ", "Tỉ lệ (%)"]
    return csv_response("do-phu.csv", head, _rows(_read()[1]))


def _bar(bar: PublicBar) -> dict[str, Any]:
    return {"label": str(bar.label), "units": bar.units, "at_least": bar.at_least, "percent": bar.percent}


def _rows(figures: Shown) -> Iterator[list[Any]]:
    groups = (
        ("Toàn thành phố", [figures.total] if figures.total else []),
        ("Cấp học", figures.levels),
        ("Xã, phường", figures.wards),
    )
    for name, bars in groups:
        for bar in bars:
            percent = "" if bar.percent is None else bar.percent
            yield [name, str(bar.label), bar.units, bar.at_least, percent]
