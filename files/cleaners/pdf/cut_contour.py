"""Find the trim box and the die line of a PDF page, and make its picture transparent outside them.

A die line is a path stroked in a spot colour named CutContour, which plotters cut along (docs/domain.md C.3).
Runs in the sandbox child.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pikepdf
from pikepdf import Name
from PIL import Image, ImageDraw

SPOT = "cutcontour"
STEPS = 24  # straight pieces that replace one Bézier curve
FINER = 4  # the mask is drawn so many times larger, then shrunk, for smooth edges
MOST_POINTS = 20_000  # of all outlines of a page; with more there is no die line

#: Errors that malformed page content causes here; such a page is drawn without a die line.
_ODD = (pikepdf.PdfError, ArithmeticError, AttributeError, IndexError, NotImplementedError, TypeError, ValueError)

Point = tuple[float, float]
Box = tuple[float, float, float, float]  # left, bottom, right, top in points


def trim_box(page: pikepdf.Page) -> Box | None:
    """The page's trim box; None when it is malformed, smaller than 1 pt or outside the crop box."""
    try:
        left, bottom, right, top = (float(value) for value in page.trimbox)
        outer = [float(value) for value in page.cropbox]
    except (ArithmeticError, TypeError, ValueError):
        return None
    left, right, bottom, top = min(left, right), max(left, right), min(bottom, top), max(bottom, top)
    inside = outer[0] - 1 <= left < right <= outer[2] + 1 and outer[1] - 1 <= bottom < top <= outer[3] + 1
    return (left, bottom, right, top) if inside and right - left >= 1 and top - bottom >= 1 else None


def trim_box_of(source: Path, number: int) -> Box | None:
    """trim_box() of page `number` (from 0) of the file `source`."""
    with pikepdf.open(source) as pdf:
        return trim_box(pdf.pages[number])


def cut_out(picture: Image.Image, source: Path, number: int) -> Image.Image:
    """`picture` (trimmed page `number`, from 0, of `source`), transparent outside its die line if it has one."""
    with pikepdf.open(source) as pdf:
        page = pdf.pages[number]
        box = trim_box(page)
        outlines = _outlines(page) if box else []
        turned = _turned(page)
    if box is None or not outlines:
        return picture
    mask = _mask(outlines, box, picture.size, turned)
    least, most = cast(tuple[int, int], mask.getextrema())
    if most == 0 or least == 255:  # the outline lies beside the page, or around all of it
        return picture
    picture = picture.convert("RGB")
    picture.putalpha(mask)
    return picture


def _turned(page: pikepdf.Page) -> int:
    """How far viewers turn the page, in degrees clockwise."""
    try:
        return int(page.obj.get("/Rotate", 0)) % 360
    except _ODD:
        return 0


def _mask(outlines: list[list[Point]], box: Box, size: tuple[int, int], turned: int) -> Image.Image:
    """A mask of `size` pixels: white inside the outlines, black outside."""
    left, bottom, right, top = box
    lying = turned in {90, 270}
    width, height = (size[1], size[0]) if lying else size
    across, down = width * FINER / (right - left), height * FINER / (top - bottom)
    mask = Image.new("L", (width * FINER, height * FINER), 0)
    draw = ImageDraw.Draw(mask)
    for outline in outlines:
        draw.polygon([((x - left) * across, (top - y) * down) for x, y in outline], fill=255)
    return mask.rotate(-turned, expand=True).resize(size, Image.Resampling.LANCZOS)


def _outlines(page: pikepdf.Page) -> list[list[Point]]:
    """The paths stroked in the spot colour as polygons in points; [] without any, or when the content is malformed."""
    outlines: list[list[Point]] = []
    pen = _Pen()
    try:
        spaces = page.obj.get("/Resources", pikepdf.Dictionary()).get("/ColorSpace", pikepdf.Dictionary())
        spots = {name for name, space in spaces.items() if _is_spot(space)}
        if not spots:
            return []
        for step in pikepdf.parse_content_stream(page):
            operands, name = step.operands, str(step.operator)
            if name == "CS":
                pen.cutting = str(operands[0]) in spots
            elif name in _OTHER_COLOURS:
                pen.cutting = False
            elif name in _STROKES:
                outlines += pen.lines if pen.cutting else []
                pen.lines = []
            elif name in _ENDS:
                pen.lines = []
            else:
                pen.move(name, operands)
            if sum(map(len, outlines)) + sum(map(len, pen.lines)) > MOST_POINTS:
                return []
    except _ODD:
        return []
    return [line for line in outlines if len(line) > 2]


_OTHER_COLOURS = {"G", "RG", "K"}
_STROKES = {"S", "s", "B", "B*", "b", "b*"}
_ENDS = {"f", "F", "f*", "n"}


def _is_spot(space: Any) -> bool:
    return isinstance(space, pikepdf.Array) and space[0] == Name.Separation and str(space[1]).lower() == f"/{SPOT}"


class _Pen:
    """The current path, in points of the page, as the operators m, l, c, v, y, re and cm, q, Q change it."""

    def __init__(self) -> None:
        self.matrix = pikepdf.Matrix()
        self.cutting = False
        self.kept: list[tuple[pikepdf.Matrix, bool]] = []
        self.lines: list[list[Point]] = []

    def move(self, name: str, operands: Any) -> None:
        if name == "q":
            self.kept.append((self.matrix, self.cutting))
        elif name == "Q" and self.kept:
            self.matrix, self.cutting = self.kept.pop()
        elif name == "cm":
            self.matrix = pikepdf.Matrix(*(float(value) for value in operands)) @ self.matrix
        elif name in {"m", "l", "c", "v", "y", "re"}:
            self._draw(name, [float(value) for value in operands])

    def _draw(self, name: str, numbers: list[float]) -> None:
        if name == "re":
            x, y, width, height = numbers
            corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
            self.lines.append([self.matrix.transform(corner) for corner in corners])
            return
        points = [self.matrix.transform((x, y)) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]
        if name == "m":
            self.lines.append(points)
        elif name == "l":
            self.lines[-1] += points
        else:
            start = self.lines[-1][-1]
            first = start if name == "v" else points[0]
            self.lines[-1] += _curve(start, first, points[-1] if name == "y" else points[-2], points[-1])


def _curve(start: Point, first: Point, second: Point, end: Point) -> list[Point]:
    """A Bézier curve as STEPS straight pieces, without its start."""
    line = []
    for step in range(1, STEPS + 1):
        t = step / STEPS
        weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
        corners = (start, first, second, end)
        x, y = (sum(weight * corner[axis] for weight, corner in zip(weights, corners, strict=True)) for axis in (0, 1))
        line.append((x, y))
    return line
