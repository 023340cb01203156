"""Lay a small PDF over a corner of a PDF's first page. Runs in the sandbox."""

import base64
import io
from pathlib import Path
from typing import Any

import pikepdf

from ..limits import Profile

POINTS = 72 / 25.4  # in a millimetre
CORNERS = ("top-left", "top-right", "bottom-right", "bottom-left")  # clockwise


def clean(
    source: Path,
    target: Path,
    profile: Profile | None,
    layer: str,
    corner: str,
    size: list[float],
    margin: float,
    lang: str,
) -> dict[str, Any]:
    """Write `source` with the PDF `layer` (base64), which is `size` mm wide and high, `margin` mm inside the cut.

    `corner` is one of the page as it is shown. `lang` becomes the document's language.
    """
    with pikepdf.open(source) as sheet, pikepdf.open(io.BytesIO(base64.b64decode(layer))) as mark:
        page = sheet.pages[0]
        quarters = int(page.obj.get("/Rotate", page.rotation)) // 90 % 4
        vertical, horizontal = CORNERS[(CORNERS.index(corner) - quarters) % 4].split("-")
        unit = POINTS / float(page.obj.get("/UserUnit", 1))
        width, height = (side * unit for side in (size if quarters % 2 == 0 else size[::-1]))
        left, bottom, right, top = (float(value) for value in page.trimbox)
        x = left + margin * unit if horizontal == "left" else right - margin * unit - width
        y = bottom + margin * unit if vertical == "bottom" else top - margin * unit - height
        page.add_overlay(mark.pages[0], pikepdf.Rectangle(x, y, x + width, y + height))
        sheet.Root.Lang = pikepdf.String(lang)
        sheet.save(target, deterministic_id=True)
    return {}
