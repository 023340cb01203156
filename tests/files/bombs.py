"""Small files that are endless work: for the gate, for the worker, or for the reader who would open them."""

import struct
import zlib
from dataclasses import replace
from functools import cache

import pytest
from pikepdf import Array, Dictionary, Name, StreamDecodeLevel

from files import limits
from tests.files import sample_files as make
from tests.files.sample_files import CANARY, H264

#: What the cleaner of one file, and each program it starts, may compute: half of what a form has in all.
CPU_SECONDS = 5


def limit_by_cpu(monkeypatch: pytest.MonkeyPatch) -> None:
    """Measure children by their own computing alone: the kernel ends one after CPU_SECONDS of it ("undecodable").

    No clock on the wall ends one earlier, nor the scanner, so that a busy machine changes no answer.
    """
    monkeypatch.setattr(limits, "REQUEST_SECONDS", 600)
    monkeypatch.setattr(limits, "REQUEST_SCAN_SECONDS", 600)
    for tool, budget in limits.BUDGETS.items():
        measured = replace(budget, wall_seconds=600, cpu_seconds=min(budget.cpu_seconds, CPU_SECONDS))
        monkeypatch.setitem(limits.BUDGETS, tool, measured)


PNG = make.picture("PNG")


def png_of(*chunks: tuple[bytes, bytes]) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + b"".join(make.png_chunk(kind, body) for kind, body in chunks)


def png_with(*chunks: tuple[bytes, bytes]) -> bytes:
    """A good PNG with these chunks behind its header."""
    return PNG[:33] + b"".join(make.png_chunk(kind, body) for kind, body in chunks) + PNG[33:]


def blown_up(megabytes: int, fill: bytes, start: bytes = b"") -> bytes:
    """What zlib would make of `start` and so many million bytes of `fill`, in a blink: one packed million repeated.

    The checksum of so many equal bytes is reckoned, not read off (RFC 1950, 9).
    """
    million, length, byte = fill * 1_000_000, megabytes * 1_000_000, fill[0]
    packer = zlib.compressobj(9)
    head = packer.compress(start) + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(million) + packer.flush(zlib.Z_FULL_FLUSH)
    end, (high, low) = packer.flush(), divmod(zlib.adler32(start), 65_536)
    high, low = high + length * low + byte * length * (length + 1) // 2, low + length * byte
    check = high % 65_521 << 16 | low % 65_521
    return head + block * megabytes + end[:-4] + struct.pack(">I", check)


def words_that_unpack_to_a_library() -> bytes:
    """400 MB of XMP in 400 KB of iTXt."""
    packed = blown_up(400, b"A", CANARY.encode())
    return png_with((b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + packed))


def colours_that_unpack_to_a_library() -> bytes:
    return png_with((b"iCCP", b"a\0\0" + blown_up(400, b"A")))


def hundred_thousand_remarks() -> bytes:
    return png_with(*[(b"tEXt", b"a\0" + CANARY.encode())] * 100_000)


def frames_that_are_not_there() -> bytes:
    """An APNG that promises ten thousand pictures and has one."""
    return png_with((b"acTL", struct.pack(">II", 10_000, 0)))


def film_of_large_frames(frames: int = 100, side: int = 2000) -> bytes:
    """An APNG of a few packed kilobytes a frame, each of four million pixels."""
    packed, number = zlib.compress(bytes(side * 3 + 1) * side, 9), 0
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)), (b"acTL", struct.pack(">II", frames, 0))]
    for frame in range(frames):
        chunks.append((b"fcTL", struct.pack(">IIIIIHHBB", number, side, side, 0, 0, 1, 10, 0, 0)))
        number += 1
        if frame:
            chunks.append((b"fdAT", struct.pack(">I", number) + packed))
            number += 1
        else:
            chunks.append((b"IDAT", packed))
    return png_of(*chunks, (b"IEND", b""))


def picture_of_many_passes(scans: int = 2000) -> bytes:
    """A progressive JPEG whose last scan comes again and again: nine million pixels, each touched every time."""
    picture = make.picture(size=(3000, 3000), progressive=True, quality=30)
    last = picture[picture.rindex(b"\xff\xda") : -2]
    return picture[:-2] + last * scans + b"\xff\xd9"


def jpeg_of(width: int, height: int) -> bytes:
    """A small JPEG that says it is this large."""
    picture = bytearray(make.picture())
    at = picture.index(b"\xff\xc0") + 5
    picture[at : at + 4] = struct.pack(">HH", height, width)
    return bytes(picture)


def jpeg_of_remarks() -> bytes:
    """Eighteen megabytes of application data before a picture of a few hundred bytes."""
    picture = make.picture()
    return picture[:2] + (b"\xff\xe1\xff\xff" + CANARY.encode().ljust(65_533, b"\0")) * 280 + picture[2:]


def larger_than_it_is(kind: str) -> bytes:
    """An AVIF or HEIC whose box of sizes says four thousand million pixels."""
    picture = bytearray(make.picture(kind))
    at = picture.index(b"ispe") + 8
    picture[at : at + 8] = struct.pack(">II", 65_535, 65_535)
    return bytes(picture)


def heic_from_elsewhere() -> bytes:
    """Its data reference is said to lie outside the file."""
    return make.picture("HEIF").replace(b"url \x00\x00\x00\x01", b"url \x00\x00\x00\x00", 1)


def gif_of_remarks(number: int = 40_000) -> bytes:
    data = make.animation()
    at = 13 + (3 << (data[10] & 7) + 1)
    return data[:at] + (b"!\xfe\xff" + b"x" * 255 + b"\0") * number + data[at:]


# --- PDFs -----------------------------------------------------------------------------------


def form(document, body: bytes, **resources: object):
    """A form XObject that draws `body` on a square of 100 points."""
    stream = document.make_stream(body)
    stream.Type, stream.Subtype, stream.BBox = Name.XObject, Name.Form, Array([0, 0, 100, 100])
    stream.Resources = Dictionary(**resources)
    return stream


def drawn_by(maker, **save: object):
    """A page that draws once what `maker(document)` returns."""

    def edit(document):
        document.pages[0].Resources = Dictionary(XObject=Dictionary(F=maker(document)))
        document.pages[0].Contents = document.make_stream(b"/F Do")

    return make.pdf(edit=edit, **save)


def forms_within_forms(depth: int = 30, width: int = 10) -> bytes:
    """Each form draws the next one ten times: 10³⁰ squares in seven kilobytes."""

    def nested(document):
        inner = form(document, b"0 0 1 1 re f")
        for _level in range(depth):
            inner = form(document, b"/F Do " * width, XObject=Dictionary(F=inner))
        return inner

    return drawn_by(nested)


def form_in_itself() -> bytes:
    """Viewers stop where a form begins again; so does the gate, and the file comes in."""

    def own(document):
        stream = document.make_indirect(form(document, b"0 0 9 9 re f /F Do"))
        stream.Resources = Dictionary(XObject=Dictionary(F=stream))
        return stream

    return drawn_by(own)


def packed_form() -> bytes:
    """900 MB of blanks in a form, packed three times over: a page's own instructions are looked at, these were not."""

    def packed(document):
        stream = form(document, b"")
        stream.write(packed_thrice(900), filter=Array([Name.FlateDecode] * 3))
        return stream

    return drawn_by(packed, compress_streams=False, stream_decode_level=StreamDecodeLevel.none)


@cache
def packed_thrice(megabytes: int) -> bytes:
    return zlib.compress(zlib.compress(blown_up(megabytes, b" "), 9), 9)


def packed_font(times: int = 1) -> bytes:
    """A font of 400 MB in 400 KB; packed three times, of 900 MB in a few hundred bytes."""

    def edit(document):
        font = document.make_stream(b"")
        body = blown_up(400, b" ") if times == 1 else packed_thrice(900)
        font.write(body, filter=Array([Name.FlateDecode] * times))
        about = Dictionary(Type=Name.FontDescriptor, FontName=Name.X, FontFile2=font)
        kind = Dictionary(Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name.X, FontDescriptor=about)
        document.pages[0].Resources = Dictionary(Font=Dictionary(F=document.make_indirect(kind)))
        document.pages[0].Contents = document.make_stream(b"BT /F 12 Tf (a) Tj ET")

    return make.pdf(edit=edit, compress_streams=False, stream_decode_level=StreamDecodeLevel.none)


def drawn_font(document, glyph: bytes, **resources: object):
    """A Type 3 font whose letter “a” is the drawing `glyph`."""
    matrix, box = Array([0.01, 0, 0, 0.01, 0, 0]), Array([0, 0, 100, 100])
    font = Dictionary(Type=Name.Font, Subtype=Name.Type3, FontBBox=box, FontMatrix=matrix)
    font.CharProcs = Dictionary(alpha=document.make_stream(b"100 0 d0 " + glyph))
    font.Encoding = Dictionary(Type=Name.Encoding, Differences=Array([97, Name.alpha]))
    font.FirstChar, font.LastChar, font.Widths = 97, 97, Array([100])
    font.Resources = Dictionary(**resources)
    return document.make_indirect(font)


def letters_that_are_drawings(strokes: int = 80_000, letters: int = 3000) -> bytes:
    """A letter of a megabyte of squares, three thousand times: six kilobytes, three thousand million bytes to draw."""

    def edit(document):
        document.pages[0].Resources = Dictionary(Font=Dictionary(F=drawn_font(document, b"0 0 1 1 re f " * strokes)))
        document.pages[0].Contents = document.make_stream(b"BT /F 12 Tf (" + b"a" * letters + b") Tj ET")

    return make.pdf(edit=edit)


def letters_within_letters(depth: int = 12, width: int = 10) -> bytes:
    """Each letter is a text in the next font; the last of them is set by a graphics state, and shown by a form."""

    def edit(document):
        font = drawn_font(document, b"0 0 1 1 re f")
        for _level in range(depth):
            font = drawn_font(document, b"BT /F 1 Tf [(" + b"a" * width + b")] TJ ET", Font=Dictionary(F=font))
        state = Dictionary(Type=Name.ExtGState, Font=Array([font, 12]))
        inner = form(document, b"BT (aaa) Tj ET")
        document.pages[0].Resources = Dictionary(ExtGState=Dictionary(G=state), XObject=Dictionary(F=inner))
        document.pages[0].Contents = document.make_stream(b"/G gs q /F Do Q")

    return make.pdf(edit=edit)


def page_of_drawn_letters() -> bytes:
    """As TeX and plotting programs make them: a page of three thousand small drawn letters, one of which asks for its
    own font again, and letters that the font does not name.
    """

    def edit(document):
        font = drawn_font(document, b"0 0 1 1 re f " * 20 + b"BT /F 1 Tf (a) Tj ET")
        font.Resources = Dictionary(Font=Dictionary(F=font))
        document.pages[0].Resources = Dictionary(Font=Dictionary(F=font))
        lines = b"".join(b"q BT /F 9 Tf 1 0 0 1 20 %d Tm (%s) ' (zz) Tj ET Q\n" % (9 * n, b"a" * 60) for n in range(50))
        document.pages[0].Contents = document.make_stream(lines)

    return make.pdf(edit=edit)


def pattern(step: float) -> bytes:
    """A page filled with tiles `step` points apart."""

    def edit(document):
        tile = document.make_stream(b"0 0 1 1 re f")
        tile.Type, tile.PatternType, tile.PaintType, tile.TilingType = Name.Pattern, 1, 1, 1
        tile.BBox, tile.XStep, tile.YStep, tile.Resources = Array([0, 0, step, step]), step, step, Dictionary()
        document.pages[0].Resources = Dictionary(Pattern=Dictionary(P=tile))
        document.pages[0].Contents = document.make_stream(b"/Pattern cs /P scn 0 0 5000 5000 re f")

    return make.pdf(edit=edit, size=(5000, 5000))


def sheet_of_stickers(number: int = 5000) -> bytes:
    """One drawing placed five thousand times, as a sheet of stickers or a map's symbols are."""

    def edit(document):
        sticker = form(document, b"0 0 9 9 re f " * 40)
        place = b"".join(b"q 1 0 0 1 %d %d cm /F#31 Do Q " % (index % 99, index // 99) for index in range(number))
        document.pages[0].Resources = Dictionary(XObject=Dictionary({"/F1": sticker}))
        document.pages[0].Contents = document.make_stream(place)

    return make.pdf(edit=edit)


def mask_in_itself() -> bytes:
    """A soft mask whose form asks for the same mask."""

    def edit(document):
        masked = form(document, b"/G gs 0 0 9 9 re f")
        masked.Group = Dictionary(S=Name.Transparency)
        state = document.make_indirect(Dictionary(Type=Name.ExtGState, SMask=Dictionary(S=Name.Luminosity, G=masked)))
        masked.Resources = Dictionary(ExtGState=Dictionary(G=state))
        document.pages[0].Resources = Dictionary(ExtGState=Dictionary(G=state))
        document.pages[0].Contents = document.make_stream(b"/G gs 0 0 90 90 re f")

    return make.pdf(edit=edit)


# --- clips, sounds, text, archives ----------------------------------------------------------


def clip_with(changes: dict[bytes, tuple[int, bytes]]) -> bytes:
    """An MP4 with other bytes at a place of a box: {kind of box: (bytes behind its kind, what stands there)}."""
    clip = bytearray(make.media("mp4", *H264))
    for kind, (behind, body) in changes.items():
        at = clip.index(kind) + 4 + behind
        clip[at : at + len(body)] = body
    return bytes(clip)


#: Durations of −1 and clocks of no ticks: version 0 of the boxes (ISO 14496-12, 8.2.2, 8.3.2 and 8.4.2).
def clip_before_its_beginning() -> bytes:
    return clip_with({kind: (place, b"\xff" * 4) for kind, place in ((b"mvhd", 16), (b"mdhd", 16), (b"tkhd", 20))})


def clip_without_clock() -> bytes:
    return clip_with({kind: (12, bytes(4)) for kind in (b"mvhd", b"mdhd")})


def clip_of_millions_of_samples() -> bytes:
    return clip_with({b"stsz": (8, struct.pack(">I", 0x0FFFFFFF))})


def clip_of_boxes(depth: int = 5000) -> bytes:
    """A box in a box in a box …"""
    body = b""
    for _level in range(depth):
        body = struct.pack(">I4s", 8 + len(body), b"moov") + body
    return struct.pack(">I4s", 20, b"ftyp") + b"isom\0\0\0\0isom" + body


def clip_with_luggage() -> bytes:
    body = CANARY.encode().ljust(5_000_000, b"A")
    return make.media("mp4", *H264) + struct.pack(">I4s", 8 + len(body), b"uuid") + body


def endless_matroska() -> bytes:
    """An EBML head that says it never ends."""
    return b"\x1aE\xdf\xa3" + b"\x01" + b"\xff" * 7 + b"B\x82\x88matroska" + bytes(4000)


def song_with_a_huge_cover() -> bytes:
    body = b"\0image/png\0\3\0" + CANARY.encode().ljust(15_000_000, b"A")
    frame = b"APIC" + struct.pack(">I", len(body)) + b"\0\0" + body
    size = bytes(len(frame) >> shift & 127 for shift in (21, 14, 7, 0))
    return b"ID3\3\0\0" + size + frame + make.media("mp3", "-b:a", "64k", "-id3v2_version", "0", image=False)


def song_behind_many_tags() -> bytes:
    return b"ID3\3\0\0\0\0\0\0" * 500_000 + make.mp3()


def zip_that_ends_twice() -> bytes:
    """Its remark is another archive, with a program: which of the two is meant?"""
    outer, inner = make.archive({"a.txt": b"x"}), make.archive({"evil.exe": b"MZ" + bytes(50)})
    at = outer.rindex(b"PK\5\6") + 20
    return outer[:at] + struct.pack("<H", len(inner)) + inner


def zip_of_four_gigabytes_by_its_word() -> bytes:
    data = bytearray(make.archive({"a.txt": b"x" * 100}))
    at = data.index(b"PK\1\2") + 24
    data[at : at + 4] = b"\xff" * 4
    return bytes(data)


def subtitles(number: int) -> bytes:
    return b"".join(b"%d\n00:00:00,000 --> 00:00:01,000\na\n\n" % index for index in range(1, number))
