"""The map of coverage: wards from a GeoJSON file, hatched by the share that has declared; readable without colour."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from math import cos, radians
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from django.conf import settings

from base.text import vn_slugify

WIDTH = 360.0  # of the drawing, in units of its viewBox; a phone shows them nearly as pixels
TILES, TILE_HEIGHT, GAP = 4, 52.0, 3.0  # squares in a row, for wards without a shape
ROOM_FOR_LABEL = 50.0  # width from which a shape carries its name
Point = Sequence[float]


class Figures(Protocol):
    """What a row of figures has: queries.Bar and public.PublicBar."""

    @property
    def label(self) -> str: ...

    @property
    def percent(self) -> int | None:
        """Share that has declared, None where it is not shown."""


class Shape(NamedTuple):
    """One ward of the file: its name, its outline as an SVG path, the middle and the width of its bounding box."""

    ward: str
    path: str
    x: float
    y: float
    width: float


@dataclass(frozen=True)
class Shapes:
    """All wards of a file, the height of their drawing, and whether they are a schematic instead of borders."""

    rows: tuple[Shape, ...]
    height: float
    is_schematic: bool


class Area(NamedTuple):
    """A ward on the map with its figure. `step`: 0 without a figure, 1 below a quarter … 4 below all, 5 all."""

    shape: Shape
    percent: int | None
    step: int

    @property
    def short(self) -> str:
        """The name without “phường”, “xã”; "" where it does not fit."""
        kind, _space, rest = self.shape.ward.partition(" ")
        name = rest if kind.lower() in {"phường", "xã"} else self.shape.ward
        return name if self.shape.width >= ROOM_FOR_LABEL else ""


class WardMap(NamedTuple):
    """What the template draws."""

    areas: tuple[Area, ...]
    width: float
    height: float
    is_schematic: bool


def ward_map(rows: Iterable[Figures]) -> WardMap:
    """The map with the figures of `rows`; their labels are names of wards, those of no ward are squares as well."""
    return _drawn(str(settings.WARD_MAP_FILE), tuple((row.label, row.percent) for row in rows))


@lru_cache(maxsize=32)
def _drawn(file: str, rows: tuple[tuple[str, int | None], ...]) -> WardMap:
    """The map of `file` with rows of label and percentage."""
    shapes = load(file)
    figures = {vn_slugify(label): (label, percent) for label, percent in rows}
    areas = [_area(shape, figures.pop(vn_slugify(shape.ward), (shape.ward, None))[1]) for shape in shapes.rows]
    tiles = _tiles([label for label, _percent in figures.values()], shapes.height)
    areas += [_area(shape, percent) for shape, (_label, percent) in zip(tiles, figures.values(), strict=True)]
    height = shapes.height + -(-len(tiles) // TILES) * (TILE_HEIGHT + GAP)
    return WardMap(tuple(areas), WIDTH, round(height, 1), shapes.is_schematic or bool(tiles))


def _area(shape: Shape, percent: int | None) -> Area:
    return Area(shape, percent, 0 if percent is None else min(percent // 25, 4) + 1)


def _tiles(wards: Sequence[str], top: float) -> list[Shape]:
    width = (WIDTH - GAP * (TILES - 1)) / TILES
    shapes = []
    for number, ward in enumerate(wards):
        left = number % TILES * (width + GAP)
        up = top + number // TILES * (TILE_HEIGHT + GAP) + GAP
        path = f"M{left:.1f} {up:.1f}h{width:.1f}v{TILE_HEIGHT:.1f}h-{width:.1f}z"
        shapes.append(Shape(ward, path, round(left + width / 2, 1), round(up + TILE_HEIGHT / 2, 1), width))
    return shapes


@cache
def load(file: str) -> Shapes:
    """The wards of a GeoJSON file, scaled to WIDTH. Raises ValueError, OSError for a file that is none."""
    try:
        data = json.loads(Path(file).read_text("utf-8"))
        wards = [(str(feature["properties"]["ward"]), _rings(feature["geometry"])) for feature in data["features"]]
    except (KeyError, TypeError) as error:
        raise ValueError(f"{file}: not a GeoJSON FeatureCollection of polygons with a ward each") from error
    points = [point for _ward, rings in wards for ring in rings for point in ring]
    if not points:
        return Shapes((), 0.0, bool(data.get("schematic")))
    left, right = min(x for x, _y in points), max(x for x, _y in points)
    low, high = min(y for _x, y in points), max(y for _x, y in points)
    narrow = 1.0 if data.get("schematic") else cos(radians((low + high) / 2))  # of a degree of longitude
    scale = WIDTH / ((right - left) * narrow or 1)

    def placed(point: Point) -> tuple[float, float]:
        return (point[0] - left) * narrow * scale, (high - point[1]) * scale

    rows = tuple(_shape(ward, [[placed(point) for point in ring] for ring in rings]) for ward, rings in wards)
    return Shapes(rows, round((high - low) * scale, 1), bool(data.get("schematic")))


def _rings(geometry: dict[str, Any]) -> list[list[tuple[float, float]]]:
    """All rings of a Polygon or MultiPolygon. Raises ValueError for another geometry."""
    polygons = {"Polygon": [geometry["coordinates"]], "MultiPolygon": geometry["coordinates"]}.get(geometry["type"])
    if polygons is None:
        raise ValueError(f"{geometry['type']}: a ward is a Polygon or a MultiPolygon")
    return [[(float(point[0]), float(point[1])) for point in ring] for polygon in polygons for ring in polygon]


def _shape(ward: str, rings: list[list[tuple[float, float]]]) -> Shape:
    path = "".join("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in ring) + "Z" for ring in rings)
    xs, ys = [x for ring in rings for x, _y in ring], [y for ring in rings for _x, y in ring]
    middle = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    return Shape(ward, path, round(middle[0], 1), round(middle[1], 1), max(xs) - min(xs))
