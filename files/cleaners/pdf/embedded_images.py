"""Remove metadata (camera, location) from the JPEG and JPEG 2000 images inside a PDF."""

import struct
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from ..errors import Rejected
from ..limits import PDF_MAX_PICTURE_PIXELS
from ..metadata import strip_jpeg

BROKEN = "broken_pdf"
_TOLD = (b"Exif\x00", b"ns.adobe.com/xap", b"Photoshop 3.0\x00")
#: Boxes of a JPEG 2000 file that draw the picture (ISO 15444-1, annex I); uuid and xml boxes hold EXIF and XMP.
_JP2_KEPT = {b"jP  ", b"ftyp", b"jp2h", b"jp2c"}


def clean_picture(stream: Stream) -> int:
    """Remove the metadata of the image in `stream`; 1 when something was removed, else 0. Raises Rejected."""
    if stream.get("/Subtype") == Name.Image:
        _check_pixels(stream)
    filters = _filters(stream)
    if filters[-1:] not in (["/DCTDecode"], ["/JPXDecode"]):
        return 0
    packed = stream.read_raw_bytes()
    raw = _unpacked(stream, filters[:-1], packed) if filters[1:] else packed
    cleaned = _jp2(raw) if filters[-1] == "/JPXDecode" else _jpeg(raw)
    if cleaned == raw:
        return 0
    parameters = stream.get("/DecodeParms")
    own = parameters[len(filters) - 1] if isinstance(parameters, Array) and len(parameters) == len(filters) else None
    own = parameters if isinstance(parameters, Dictionary) and not filters[1:] else own
    stream.write(cleaned, filter=Name(filters[-1]), decode_parms=own if isinstance(own, Dictionary) else None)
    return 1


def _check_pixels(stream: Stream) -> None:
    """Raise Rejected above PDF_MAX_PICTURE_PIXELS: decoding would fill the memory of a reader's device."""
    try:
        pixels = int(stream.get("/Width", 0)) * int(stream.get("/Height", 0))
    except (TypeError, ValueError):
        raise Rejected(BROKEN) from None
    if not 0 <= pixels <= PDF_MAX_PICTURE_PIXELS:
        raise Rejected("too_many_pixels", limit=PDF_MAX_PICTURE_PIXELS // 1_000_000)


def _filters(stream: Stream) -> list[str]:
    """Names of the filters, outermost first; /Filter is a name or an array."""
    value = stream.get("/Filter")
    return [str(name) for name in value] if isinstance(value, Array) else [str(value)] if value is not None else []


def _unpacked(stream: Stream, filters: list[str], packed: bytes) -> bytes:
    """The image without its outer `filters`, e.g. ASCII85 as older programs write it."""
    with pikepdf.new() as scratch:
        outer = scratch.make_stream(b"")
        parameters = stream.get("/DecodeParms")
        outer.write(packed, filter=Array([Name(name) for name in filters]))
        if isinstance(parameters, Array) and any(isinstance(parameter, Dictionary) for parameter in parameters):
            raise Rejected(BROKEN)  # predictors are not used around image data
        try:
            return outer.read_bytes()
        except pikepdf.PdfError as error:
            raise Rejected(BROKEN) from error


def _jpeg(raw: bytes) -> bytes:
    try:
        return strip_jpeg(raw)
    except (Rejected, IndexError, struct.error):
        if any(word in raw for word in _TOLD):
            raise Rejected(BROKEN) from None
        return raw


def _jp2(raw: bytes) -> bytes:
    """Only the boxes that draw the picture; a bare codestream stays as it is."""
    if raw[4:8] != b"jP  ":
        return raw
    return b"".join(box for kind, box in _boxes(raw) if kind in _JP2_KEPT)


def _boxes(raw: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at + 8 <= len(raw):
        length, kind = struct.unpack_from(">I4s", raw, at)
        if length == 1 and at + 16 <= len(raw):
            length = struct.unpack_from(">Q", raw, at + 8)[0]
        end = len(raw) if length == 0 else at + length
        if end > len(raw) or (length and length < 8):
            raise Rejected(BROKEN)
        yield kind, raw[at:end]
        at = end
