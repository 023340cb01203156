"""Remove metadata from JPEG, PNG, GIF and WebP without re-encoding: keep only the parts that draw the picture.

Parses the container itself, so that a truncated file, a wrong checksum or trailing data is found even where decoders
ignore it. Each function returns the kept bytes; they equal the input when there was nothing to remove.
Raises Rejected("broken_picture").
"""

import re
import struct
import zlib
from collections.abc import Iterator

from .errors import Rejected
from .limits import JPEG_MAX_SCANS, MAX_FRAMES, MAX_ICC_BYTES

BROKEN = "broken_picture"

_JPEG_KEPT = {0xC4, 0xDB, 0xDD, 0xCC, 0xDC, 0xDF, *range(0xC0, 0xD0)} - {0xC8}
_SCAN = 0xDA  # start of scan
_JPEG_SCAN_END = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_PNG_KEPT = {
    b"IHDR",
    b"PLTE",
    b"IDAT",
    b"IEND",
    b"tRNS",
    b"cHRM",
    b"gAMA",
    b"iCCP",
    b"sBIT",
    b"sRGB",
    b"cICP",
    b"bKGD",
    b"pHYs",
    b"acTL",
    b"fcTL",
    b"fdAT",
}
#: Longest body of a kept chunk, in bytes (PNG 3rd edition, 11.3). Longer ones are dropped, critical ones refused.
_PNG_LONGEST = {
    b"IHDR": 13,
    b"PLTE": 768,
    b"IEND": 0,
    b"tRNS": 256,
    b"cHRM": 32,
    b"gAMA": 4,
    b"sBIT": 4,
    b"sRGB": 1,
    b"cICP": 4,
    b"bKGD": 6,
    b"pHYs": 9,
    b"acTL": 8,
    b"fcTL": 26,
}
_WEBP_LENGTHS = {b"VP8X": 18, b"ANIM": 14}  # whole chunks, in bytes
_WEBP_KEPT = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"}
_GIF_LENGTHS = (8, 19)  # bytes of a whole graphic control and loop extension; others are dropped
_GIF_APPLICATIONS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")
#: EXIF block with the single entry Orientation = %c, written when the orientation must stay.
_ORIENTATION = (
    b"Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00%c\x00\x00\x00\x00\x00\x00"
)


def strip(data: bytes, kind: str) -> bytes:
    """`data` without metadata and trailing data; `kind` is JPEG, PNG, GIF or WEBP."""
    try:
        return _STRIPPERS[kind](data)
    except (IndexError, struct.error) as error:
        raise Rejected(BROKEN) from error


def strip_jpeg(data: bytes, orientation: int = 1) -> bytes:
    """Keep frame, tables, scans, JFIF header, Adobe marker and ICC profile. `orientation` ≠ 1 is written as EXIF."""
    parts = [b"\xff\xd8"]
    if orientation != 1:
        body = _ORIENTATION.replace(b"%c", bytes([orientation]))
        parts.append(b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body)
    scans, profile = 0, {}
    for marker, segment in _segments(data):
        scans += marker == _SCAN
        if scans > JPEG_MAX_SCANS:
            raise Rejected(BROKEN)
        if marker == 0xE2 and segment[4:16] == b"ICC_PROFILE\x00":
            profile[segment[16]] = segment
            parts.append(segment)
        elif marker in _JPEG_KEPT or marker == _SCAN or _is_needed_application(marker, segment[4:]):
            parts.append(_SHORTER.get(marker, bytes)(segment))
    if not scans:
        raise Rejected(BROKEN)
    if not is_profile(b"".join(profile[number][18:] for number in sorted(profile))):
        parts = [part for part in parts if part[4:16] != b"ICC_PROFILE\x00" or part[1] != 0xE2]
    return b"".join([*parts, b"\xff\xd9"])


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """(marker, bytes with the marker) of each segment up to the end marker; a scan with its coded data.

    Raises Rejected where a segment is cut off or does not begin with a marker.
    """
    at = 2
    while True:
        while data[at] == 0xFF and data[at + 1] == 0xFF:
            at += 1  # fill bytes are allowed before a marker
        if data[at] != 0xFF:
            raise Rejected(BROKEN)
        marker = data[at + 1]
        if marker == 0xD9:
            return
        end = at + 2 + struct.unpack_from(">H", data, at + 2)[0]
        if end > len(data) or end < at + 4:
            raise Rejected(BROKEN)
        if marker == _SCAN:
            match = _JPEG_SCAN_END.search(data, end)
            if not match:
                raise Rejected(BROKEN)
            end = match.start()
        yield marker, data[at:end]
        at = end


def _is_needed_application(marker: int, body: bytes) -> bool:
    prefix = {0xE0: b"JFIF\x00", 0xEE: b"Adobe"}.get(marker)
    return prefix is not None and body.startswith(prefix) and len(body) >= 12


def _without_thumbnail(segment: bytes) -> bytes:
    """The JFIF header without its thumbnail, which may show what was cropped from the picture."""
    if len(segment) <= 18 and segment[16:18] in {b"", b"\x00\x00"}:
        return segment
    return segment[:2] + b"\x00\x10" + segment[4:16] + b"\x00\x00"


def _strip_png(data: bytes) -> bytes:
    chunks, at, kind = [data[:8]], 8, b""
    while kind != b"IEND":
        length, kind = struct.unpack_from(">I4s", data, at)
        end = at + 12 + length
        if end > len(data) or zlib.crc32(data[at + 4 : end - 4]) != struct.unpack_from(">I", data, end - 4)[0]:
            raise Rejected(BROKEN)
        if (kind == b"IHDR") != (at == 8):
            raise Rejected(BROKEN)
        if kind in _PNG_KEPT and length <= _PNG_LONGEST.get(kind, length) and _is_clean_colour(kind, data[at:end]):
            chunks.append(data[at:end])
        elif not kind[0] & 0x20:
            raise Rejected(BROKEN)  # an unknown or oversized critical chunk
        at = end
    return b"".join(chunks)


def _is_clean_colour(kind: bytes, chunk: bytes) -> bool:
    """False for an iCCP chunk without a valid ICC profile; True for every other chunk."""
    if kind != b"iCCP":
        return True
    _name, _zero, packed = chunk[8:-4].partition(b"\0")
    unpacker = zlib.decompressobj()
    try:
        profile = unpacker.decompress(packed[1:], MAX_ICC_BYTES + 1)
    except zlib.error:
        return False
    return unpacker.eof and not unpacker.unused_data and is_profile(profile)


def is_profile(data: bytes) -> bool:
    """Whether `data` is an ICC profile with no data after it (ICC.1, 7.2); decoders would pass such data on."""
    if not 132 <= len(data) <= MAX_ICC_BYTES or data[36:40] != b"acsp":
        return False
    size, count = struct.unpack_from(">I", data)[0], struct.unpack_from(">I", data, 128)[0]
    if size not in range(len(data) - 3, len(data) + 1) or 132 + 12 * count > size:  # some programs pad it to four bytes
        return False
    tags = [struct.unpack_from(">4sII", data, 132 + 12 * place) for place in range(count)]
    return all(start >= 132 and start + length <= size for _kind, start, length in tags)


def _strip_gif(data: bytes) -> bytes:
    flags = data[10]
    at = 13 + (3 << (flags & 7) + 1 if flags & 0x80 else 0)
    blocks, frames = [data[:at]], 0
    while data[at] != 0x3B:
        start = at
        if data[at] == 0x2C:
            frames += 1
            at += 10 + (3 << (data[at + 9] & 7) + 1 if data[at + 9] & 0x80 else 0) + 1
            keep = True
        elif data[at] == 0x21:
            label = data[at + 1]
            keep = label == 0xF9 or (label == 0xFF and data[at + 3 : at + 14] in _GIF_APPLICATIONS)
            at += 2
        else:
            raise Rejected(BROKEN)
        while data[at]:
            at += data[at] + 1
        at += 1
        if keep and (data[start] == 0x2C or at - start in _GIF_LENGTHS):
            blocks.append(data[start:at])
        if frames > MAX_FRAMES:
            raise Rejected("too_many_pixels", limit=50)
    return b"".join([*blocks, b";"])


def _strip_webp(data: bytes) -> bytes:
    size = struct.unpack_from("<I", data, 4)[0] + 8
    if size > len(data):
        raise Rejected(BROKEN)
    chunks, frames = [], 0
    for kind, chunk in _riff_chunks(data, 12, size):
        frames += kind == b"ANMF"
        if len(chunk) != _WEBP_LENGTHS.get(kind, len(chunk)):
            raise Rejected(BROKEN)
        if kind == b"ICCP" and not is_profile(chunk[8 : 8 + struct.unpack_from("<I", chunk, 4)[0]]):
            continue
        if kind == b"VP8X":
            chunk = chunk[:8] + bytes([chunk[8] & ~0x0C]) + chunk[9:]  # clears the flags for EXIF and XMP
        if kind in _WEBP_KEPT:
            chunks.append(chunk)
    if frames > MAX_FRAMES:
        raise Rejected("too_many_pixels", limit=50)
    body = b"WEBP" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _riff_chunks(data: bytes, at: int, end: int) -> Iterator[tuple[bytes, bytes]]:
    """(kind, whole chunk with its padding) between two offsets."""
    while at + 8 <= end:
        kind, length = struct.unpack_from("<4sI", data, at)
        stop = at + 8 + length + (length & 1)
        if at + 8 + length > end:
            raise Rejected(BROKEN)
        chunk = data[at:stop]
        yield kind, chunk if len(chunk) == stop - at else chunk + b"\x00"
        at = stop


#: Segments cut to their defined length: JFIF without thumbnail, Adobe marker (12 bytes), DNL (2 bytes: the height).
_SHORTER = {
    0xE0: _without_thumbnail,
    0xEE: lambda segment: b"\xff\xee\x00\x0e" + segment[4:16],
    0xDC: lambda segment: b"\xff\xdc\x00\x04" + segment[4:6],
}
_STRIPPERS = {"JPEG": strip_jpeg, "PNG": _strip_png, "GIF": _strip_gif, "WEBP": _strip_webp}
