"""Figures in the JSON API (docs/api.md): those of reporting/figures.py that everybody may read."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, StreamingHttpResponse
from ninja import Router, Schema

from base.spreadsheets.writer import csv_response
from reporting.figures import Row, public_reading, public_rows
from schools.access import current_season

router = Router(tags=["so-lieu"])


class FigureOut(Schema):
    """One figure. `added` is what the last seven days brought."""

    key: str
    name: str
    definition: str
    unit: str
    confirmed_by: str
    number: int
    out_of: int | None
    added: int | None


class FiguresOut(Schema):
    """The figures of the current season as of `as_of`; none while no season runs."""

    season: str | None
    as_of: date | None
    items: list[FigureOut]


@router.get("/", response=FiguresOut, summary="Figures of the campaign")
def figures(request: HttpRequest) -> dict[str, Any]:
    """The public figures, each with its definition."""
    season = current_season()
    if season is None:
        return {"season": None, "as_of": None, "items": []}
    reading = public_reading(season)
    return {
        "season": season.name,
        "as_of": reading.last_day,
        "items": [_figure_out(row) for row in public_rows(reading)],
    }


@router.get("/csv/", summary="The same as CSV", response={200: None})
def figures_csv(request: HttpRequest) -> StreamingHttpResponse:
    """One row a figure."""
    season = current_season()
    rows = public_rows(public_reading(season)) if season else []
    head = ["Số liệu", "Định nghĩa", "Giá trị", "Đơn vị", "Trong 7 ngày"]
    return csv_response(
        "so-lieu.csv",
        head,
        (
            [
                str(row.figure.name),
                str(row.figure.definition),
                row.value.number,
                str(row.figure.unit),
                "" if row.value.added is None else row.value.added,
            ]
            for row in rows
        ),
    )


def _figure_out(row: Row) -> dict[str, Any]:
    figure, value = row.figure, row.value
    return {
        "key": figure.key,
        "name": str(figure.name),
        "definition": str(figure.definition),
        "unit": str(figure.unit),
        "confirmed_by": str(figure.confirmed_by),
        "number": value.number,
        "out_of": value.out_of,
        "added": value.added,
    }
