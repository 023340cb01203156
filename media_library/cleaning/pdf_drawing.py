"""Drawings that never end: instructions packed a thousandfold, forms that draw forms that draw forms, endless tiles.

Nothing in them runs, yet every reader's viewer would. What a page draws is weighed without drawing it.
"""

from __future__ import annotations

import zlib
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from media_library.cleaning.pdf_calls import Fonts, drawn_by
from media_library.cleaning.rejection import Rejected
from media_library.limits import (
    PDF_MAX_DEPTH,
    PDF_MAX_DRAWN_BYTES,
    PDF_MAX_PICTURE_PIXELS,
    PDF_MAX_STREAM_BYTES,
)

BROKEN = "broken_pdf"
_SMALL_BYTES = 64 * 1024  # packed once; Flate makes at most a thousand times as much of it, which harms nobody
_CALL_BYTES = 100  # what calling a form costs a viewer at least, in bytes of instructions


def check_drawing(pdf: Pdf) -> None:
    """Raise Rejected("broken_pdf") for a document that no viewer could draw in a reasonable time."""
    for item in pdf.objects:
        if isinstance(item, Stream) and item.get("/Subtype") != Name.Image:
            if len(item.read_raw_bytes()) > _SMALL_BYTES or len(_filters(item)) > 1:
                _check_size(item)
            _check_tiles(item)
    known: dict[Any, int] = {}
    for number, page in enumerate(pdf.pages):
        contents = page.obj.get("/Contents")
        streams = list(contents) if isinstance(contents, Array) else [contents]
        body = b"\n".join(_unpacked(one) for one in streams if isinstance(one, Stream))
        resources = page.obj.get("/Resources", Dictionary())
        if _weight(body, resources, {}, known, (), number) > PDF_MAX_DRAWN_BYTES:
            raise Rejected(BROKEN)


def _weight(
    body: bytes, resources: Object, fonts: Fonts, known: dict[Any, int], path: tuple[Any, ...], page: int
) -> int:
    """Bytes of instructions a viewer works through for `body`, everything it calls counted as often as it is called.

    `fonts`: the Type 3 fonts that may be set where `body` begins; `known`: weights of what was weighed already;
    `path`: what is being drawn, for a viewer stops where it would begin again; `page`: the number of the page, whose
    resources a form without its own borrows.
    """
    total = len(body)
    for called, times in drawn_by(body, resources, fonts):
        place, own = called.drawing.objgen, called.resources
        key = (place, None if isinstance(own, Dictionary) else page, frozenset(called.fonts))
        if place in path:
            continue
        if len(path) > PDF_MAX_DEPTH:
            raise Rejected(BROKEN)
        if key not in known:
            inner = own if isinstance(own, Dictionary) else resources
            known[key] = _weight(_unpacked(called.drawing), inner, called.fonts, known, (*path, place), page)
        total += times * (known[key] + _CALL_BYTES)
    return min(total, PDF_MAX_DRAWN_BYTES + 1)


def _unpacked(stream: Stream) -> bytes:
    """The stream's bytes as a viewer reads them; Rejected when they are more than any viewer should get of one."""
    _check_size(stream)
    return stream.read_bytes()


def _check_size(stream: Stream) -> None:
    """Without unpacking all of it: a packed gigabyte would cost seconds and the memory of this child."""
    data = stream.read_raw_bytes()
    for name in _filters(stream):
        if name != Name.FlateDecode:
            data = stream.read_bytes()  # within RLIMIT_AS
            break
        try:
            data = zlib.decompressobj().decompress(data, PDF_MAX_STREAM_BYTES + 1)
        except zlib.error:
            return  # whoever reads it says what is broken
    if len(data) > PDF_MAX_STREAM_BYTES:
        raise Rejected(BROKEN)


def _filters(stream: Stream) -> list[Object]:
    filters = stream.get("/Filter")
    return list(filters) if isinstance(filters, Array) else [] if filters is None else [filters]


def _check_tiles(pattern: Stream) -> None:
    """A pattern whose tiles are finer than the dots of any printer."""
    if "/XStep" not in pattern or "/YStep" not in pattern:
        return
    try:
        across, down = abs(float(pattern["/XStep"])), abs(float(pattern["/YStep"]))
        own = [float(value) for value in pattern.get("/Matrix", [1, 0, 0, 1, 0, 0])]
        scale = abs(own[0] * own[3] - own[1] * own[2])
    except (TypeError, ValueError, IndexError, pikepdf.PdfError):
        raise Rejected(BROKEN) from None
    square = across * down * scale  # of one tile, in points
    if 0 < square * PDF_MAX_PICTURE_PIXELS < 72 * 72:  # an inch would hold more tiles than a picture may have pixels
        raise Rejected(BROKEN)
