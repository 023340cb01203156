"""Read print facts of a PDF: resolution of the coarsest picture, and whether all fonts are embedded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Matrix, Name, Object, Page, Pdf, Stream

from ..limits import PDF_MAX_DPI

MAX_DEPTH = 4  # levels of form XObjects within form XObjects
MAX_INSTRUCTIONS = 200_000  # read per content stream; pictures after them are not measured
_FILES = ("/FontFile", "/FontFile2", "/FontFile3")


def resolution(pdf: Pdf, *, pages: int = 10) -> int | None:
    """Dots per inch of the coarsest picture on the first `pages`, as placed; None without pictures.

    Pictures of less than 64 × 64 pixels (rules, patterns) do not count, nor do those above PDF_MAX_DPI.
    """
    coarsest = min((dpi for page in pdf.pages[:pages] for dpi in _of_page(page)), default=None)
    return round(coarsest) if coarsest else None


def _of_page(page: Page) -> Iterator[float]:
    unit = float(page.obj.get("/UserUnit", 1))
    try:
        yield from _walk(page, page.resources, Matrix(unit, 0, 0, unit, 0, 0), 0)
    except (pikepdf.PdfError, ValueError, TypeError, AttributeError, KeyError, ZeroDivisionError):
        return  # malformed content is not measured


def _walk(content: Any, resources: Object, matrix: Matrix, depth: int) -> Iterator[float]:
    stack, images = [], resources.get("/XObject", Dictionary())
    for count, step in enumerate(pikepdf.parse_content_stream(content, "q Q cm Do")):
        if count > MAX_INSTRUCTIONS:
            return
        operands = step.operands
        match str(step.operator):
            case "q":
                stack.append(matrix)
            case "Q":
                matrix = stack.pop() if stack else matrix
            case "cm":
                matrix = Matrix(*(float(value) for value in operands)) @ matrix
            case "Do":
                yield from _drawn(images.get(str(operands[0])), resources, matrix, depth)


def _drawn(item: Object | None, resources: Object, matrix: Matrix, depth: int) -> Iterator[float]:
    if not isinstance(item, Stream):
        return
    if item.get("/Subtype") == Name.Form and depth < MAX_DEPTH:
        own = item.get("/Matrix")
        inner = Matrix(*(float(value) for value in own)) @ matrix if isinstance(own, Array) else matrix
        yield from _walk(item, item.get("/Resources", resources), inner, depth + 1)
    if item.get("/Subtype") != Name.Image or item.get("/ImageMask", False):
        return
    width, height = int(item.get("/Width", 0)), int(item.get("/Height", 0))
    across = (matrix.a**2 + matrix.b**2) ** 0.5  # points that the picture's width takes on the page
    down = (matrix.c**2 + matrix.d**2) ** 0.5
    if min(width, height) >= 64 and across > 0 and down > 0:
        dpi = min(width / across, height / down) * 72
        if dpi <= PDF_MAX_DPI:
            yield dpi


def fonts_embedded(pdf: Pdf) -> bool | None:
    """True when every font is embedded, False when one is missing, None without text. Type 3 fonts do not count."""
    fonts = [item for item in pdf.objects if isinstance(item, Dictionary) and item.get("/Type") == Name.Font]
    judged = [_is_embedded(font) for font in fonts if font.get("/Subtype") not in {Name.Type3, Name.Type0}]
    return all(judged) if judged else None


def _is_embedded(font: Object) -> bool:
    descriptor = font.get("/FontDescriptor")
    return isinstance(descriptor, Dictionary) and any(key in descriptor for key in _FILES)
