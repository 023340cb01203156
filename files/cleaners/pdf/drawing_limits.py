"""Refuse PDFs whose pages cost a viewer unbounded CPU time or memory.

Every page is rendered once, small and without its photos. A drawing that does not end breaks the limits of CPU time
and memory of this child (limits.BUDGETS["pdf"]), and the gate refuses the file. pdfium cuts three things short that
other viewers do not; they have limits of their own: the unpacked size of a stream, glyphs of Type 3 fonts, tiles of
a pattern.
"""

from __future__ import annotations

import io
import zlib
from contextlib import suppress

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, Object, ObjectStreamMode, Pdf, Stream, StreamDecodeLevel

from ..errors import Rejected
from ..limits import PDF_MAX_LETTER_BYTES, PDF_MAX_PICTURE_PIXELS, PDF_MAX_STREAM_BYTES

BROKEN = "broken_pdf"
_SMALL_BYTES = 64 * 1024  # a stream up to this size with one filter is not measured: Flate unpacks it to 64 MiB at most
_SIDE = 200  # pixels, longer side of a rendered page


def check_drawing(pdf: Pdf) -> None:
    """Raise Rejected("broken_pdf") for what breaks a limit of this module; render every page.

    A page that pdfium cannot render is not judged here.
    """
    for item in pdf.objects:
        if _is_type3(item):
            _check_letters(item)
        if not isinstance(item, Stream) or item.get("/Subtype") == Name.Image:
            continue
        if len(item.read_raw_bytes()) > _SMALL_BYTES or len(_filters(item)) > 1:
            _check_size(item)
        _check_tiles(item)
    with pypdfium2.PdfDocument(_without_photos(pdf)) as document:
        for number in range(len(document)):
            with suppress(pypdfium2.PdfiumError):
                page = document[number]
                page.render(scale=min(_SIDE / max(*page.get_size(), 1), 1), may_draw_forms=False)
                page.close()


def _without_photos(pdf: Pdf) -> bytes:
    """The pages of `pdf` as a document in which every image is one pixel, so that decoding photos is not measured."""
    with Pdf.new() as copy:
        copy.pages.extend(pdf.pages)
        for item in copy.objects:
            if isinstance(item, Stream) and item.get("/Subtype") == Name.Image:
                for key in ("/SMask", "/Mask", "/DecodeParms", "/Decode", "/ImageMask"):
                    if key in item:
                        del item[key]
                item.Width, item.Height, item.BitsPerComponent, item.ColorSpace = 1, 1, 8, Name.DeviceGray
                item.write(b"\0")
        out = io.BytesIO()
        copy.save(
            out,
            compress_streams=False,
            stream_decode_level=StreamDecodeLevel.none,
            object_stream_mode=ObjectStreamMode.disable,
        )
    return out.getvalue()


def _check_size(stream: Stream) -> None:
    """Raise Rejected above PDF_MAX_STREAM_BYTES; a Flate stream is not unpacked further than that."""
    data = stream.read_raw_bytes()
    for name in _filters(stream):
        if name != Name.FlateDecode:
            data = stream.read_bytes()  # within RLIMIT_AS
            break
        try:
            data = zlib.decompressobj().decompress(data, PDF_MAX_STREAM_BYTES + 1)
        except zlib.error:
            return  # reported by the code that reads the stream
    if len(data) > PDF_MAX_STREAM_BYTES:
        raise Rejected(BROKEN)


def _filters(stream: Stream) -> list[Object]:
    filters = stream.get("/Filter")
    return list(filters) if isinstance(filters, Array) else [] if filters is None else [filters]


def _check_letters(font: Object) -> None:
    """Raise Rejected for a Type 3 font with a glyph above PDF_MAX_LETTER_BYTES, or one that shows text in such a font.

    The glyph of a Type 3 font is a drawing, repeated for each letter of a text.
    """
    fonts = _dictionary(_dictionary(font, "/Resources"), "/Font").values()
    others = any(_is_type3(other) and other.objgen != font.objgen for other in fonts)
    for letter in _dictionary(font, "/CharProcs").values():
        if not isinstance(letter, Stream):
            continue
        _check_size(letter)
        if len(letter.read_bytes()) > PDF_MAX_LETTER_BYTES:
            raise Rejected(BROKEN)
        if others and any(pikepdf.parse_content_stream(letter, "Tj TJ ' \"")):
            raise Rejected(BROKEN)


def _dictionary(item: Object, key: str) -> Object:
    value = item.get(key)
    return value if isinstance(value, Dictionary) else Dictionary()


def _is_type3(item: Object) -> bool:
    return isinstance(item, Dictionary) and item.get("/Subtype") == Name.Type3


def _check_tiles(pattern: Stream) -> None:
    """Raise Rejected for a pattern whose tiles are finer than the dots of any printer."""
    if "/XStep" not in pattern or "/YStep" not in pattern:
        return
    try:
        across, down = abs(float(pattern["/XStep"])), abs(float(pattern["/YStep"]))
        own = [float(value) for value in pattern.get("/Matrix", [1, 0, 0, 1, 0, 0])]
        scale = abs(own[0] * own[3] - own[1] * own[2])
    except (TypeError, ValueError, IndexError, pikepdf.PdfError):
        raise Rejected(BROKEN) from None
    square = across * down * scale  # area of one tile in square points
    if 0 < square * PDF_MAX_PICTURE_PIXELS < 72 * 72:  # more tiles per square inch than a picture may have pixels
        raise Rejected(BROKEN)
