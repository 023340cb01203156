"""Files a curious attacker makes by hand: nested, looping, lying about their size, hiding words where few look."""

import base64
import io
import struct
import subprocess
import tempfile
import zipfile
import zlib
from functools import cache
from pathlib import Path

from openpyxl import Workbook
from pikepdf import Array, Dictionary, Name, StreamDecodeLevel
from PIL import Image

from files.intake.sandbox import ffmpeg_path
from tests.files import sample_files as make
from tests.files.sample_files import CANARY

RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def gif_beyond_its_screen() -> bytes:
    """A screen of one pixel and a frame of 72 million."""
    out = io.BytesIO()
    Image.new("P", (9000, 8000)).save(out, "GIF")
    data = bytearray(out.getvalue())
    data[6:10] = struct.pack("<HH", 1, 1)
    return bytes(data)


def page_with(key: str, value: object) -> bytes:
    return make.pdf(edit=lambda document: document.pages[0].obj.__setitem__(key, value))


def photo_pdf(filters: list[str], packed: bytes, place: str = "100 0 0 80") -> bytes:
    """A page with one picture, in `place`, whose bytes are `packed` by `filters`."""

    def draw(document):
        picture = document.make_stream(
            b"", Type=Name.XObject, Subtype=Name.Image, Width=64, Height=64, BitsPerComponent=8
        )
        picture.ColorSpace = Name.DeviceRGB
        picture.write(packed, filter=Array([Name(filter_name) for filter_name in filters]))
        document.pages[0].Resources = Dictionary(XObject=Dictionary(Im0=picture))
        document.pages[0].Contents = document.make_stream(f"q {place} 0 0 cm /Im0 Do Q".encode())

    return make.pdf(edit=draw)


HUGE_BLEED = (
    ("/MediaBox", [-(10**7), -(10**7), 10**7, 10**7]),
    ("/BleedBox", [-(10**7), -(10**7), 10**7, 10**7]),
    ("/TrimBox", [0, 0, 200, 100]),
)
PHOTO = make.picture(exif=make.exif(), comment=CANARY)
ASCII85_PHOTO = base64.a85encode(PHOTO) + b"~>"


def jpeg2000() -> bytes:
    """With a uuid box, where cameras and programs put EXIF."""
    out = io.BytesIO()
    make.pixels().save(out, "JPEG2000")
    body = b"JpgTiffExif->JP2" + CANARY.encode()
    return out.getvalue() + struct.pack(">I4s", 8 + len(body), b"uuid") + body


def packed_contents() -> bytes:
    """Instructions under an array of filters, as Quartz and ReportLab write them."""

    def write(document):
        stream = document.make_stream(b"")
        packed = base64.a85encode(zlib.compress(b"0 0 0 rg 10 10 50 50 re f")) + b"~>"
        stream.write(packed, filter=Array([Name.ASCII85Decode, Name.FlateDecode]))
        document.pages[0].Contents = stream

    return make.pdf(edit=write)


def old_thumbnail(document) -> None:
    small = document.make_stream(CANARY.encode(), Width=8, Height=8, BitsPerComponent=8, ColorSpace=Name.DeviceGray)
    document.pages[0].Thumb = small


def parts_from_elsewhere(document) -> None:
    form = document.make_stream(b"q Q", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 1, 1]))
    form.Ref = Dictionary(F=CANARY, Page=0)
    outside = document.make_stream(b"", F=Dictionary(FS=Name.URL, F=f"http://x/{CANARY}"))
    document.pages[0].Resources = Dictionary(XObject=Dictionary(F0=form, F1=outside))


def deep_object(document) -> None:
    value = Dictionary(S=Name.JavaScript, JS=CANARY)
    for _ in range(60):
        value = Dictionary(K=value)
    document.Root.Deep = value


def page_tree(depth: int, *, loop: bool = False) -> bytes:
    """Nodes within nodes down to one page; `loop` leads back to the first."""
    bodies = [b"<</Type/Catalog/Pages 2 0 R>>"]
    for number in range(2, depth + 2):
        parent = b"" if number == 2 else b"/Parent %d 0 R" % (number - 1)
        child = 2 if loop and number == depth + 1 else number + 1
        bodies.append(b"<</Type/Pages/Count 1/Kids[%d 0 R]%s>>" % (child, parent))
    bodies.append(b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 99 99]>>" % (depth + 1))
    return written(bodies)


def written(bodies: list[bytes], trailer: bytes = b"") -> bytes:
    """A PDF of these objects, its table and its trailer right."""
    out, offsets = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(bodies, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    at = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = trailer.replace(b"HERE", b"%d" % at)
    return bytes(out) + b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, trailer, at)


def table_in_a_circle() -> bytes:
    return written([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 0/Kids[]>>"], b"/Prev HERE")


@cache
def contents_bomb(mebibytes: int = 3000) -> bytes:
    """A page whose instructions are three gigabytes of blanks: one packed mebibyte, repeated, packed once more."""
    blanks, packer = b" " * 1024 * 1024, zlib.compressobj(9)
    first = packer.compress(blanks) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(blanks) + packer.flush(zlib.Z_FULL_FLUSH)
    once = first + again * (mebibytes - 1) + b"\x03\x00" + bytes(4)  # nobody gets as far as the checksum

    def write(document):
        stream = document.make_stream(b"")
        stream.write(zlib.compress(once, 1), filter=Array([Name.FlateDecode, Name.FlateDecode]))
        document.pages[0].Contents = stream

    return make.pdf(edit=write, compress_streams=False, stream_decode_level=StreamDecodeLevel.none)


def relations(text: str, encoding: str = "utf-8") -> bytes:
    head = f'<?xml version="1.0" encoding="{encoding}"?>'
    return make.office(
        parts={"word/_rels/settings.xml.rels": f"{head}<Relationships>{text}</Relationships>".encode(encoding)}
    )


def words(text: str, encoding: str = "utf-8") -> bytes:
    head = f'<?xml version="1.0" encoding="{encoding}"?>'
    return make.office(parts={"word/footer1.xml": f'{head}<w:d xmlns:w="w">{text}</w:d>'.encode(encoding)})


def drawing(inner: str, encoding: str = "utf-8", attributes: str = "") -> bytes:
    head = f'<?xml version="1.0" encoding="{encoding}"?>'
    svg = f'{head}<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"{attributes}>{inner}</svg>'
    return make.office("pptx", {"ppt/media/hinh.svg": svg.encode(encoding)})


def zip_with_two_stories() -> bytes:
    """The directory and the member's own head disagree on how the bytes are packed."""
    data = bytearray(make.archive({"a.txt": b"x" * 500}))
    data[8:10] = struct.pack("<H", 0)
    return bytes(data)


@cache
def clip_with_words_between_pictures() -> bytes:
    """Dashcams write the place into the SEI of each frame."""
    with tempfile.TemporaryDirectory() as folder:
        plain, subtitled = Path(folder) / "a.mp4", Path(folder) / "b.mp4"
        plain.write_bytes(make.media("mp4", *make.H264))
        note = f"h264_metadata=sei_user_data=086f3693-b7b3-4f2c-9653-21492feee5b8+{CANARY}"
        command = [ffmpeg_path(), "-v", "error", "-nostdin", "-y", "-i", str(plain), "-c", "copy", "-bsf:v", note]
        subprocess.run([*command, str(subtitled)], check=True, timeout=60)
        return subtitled.read_bytes()


def clip_that_boasts() -> bytes:
    """The header promises weeks, the pictures last a second."""
    data = bytearray(make.media("mp4", *make.H264))
    at = data.index(b"mvhd") + 4
    data[at + 16 : at + 20] = struct.pack(">I", 0xFFFFFFF0)
    at = data.index(b"mdhd") + 4
    data[at + 16 : at + 20] = struct.pack(">I", 0x7FFFFFF0)
    return bytes(data)


def clip_with_a_link_outside() -> bytes:
    """The sound's and picture's bytes are said to lie in another file."""
    return make.media("mov", *make.H264).replace(b"url \x00\x00\x00\x01", b"url \x00\x00\x00\x00")


def sound_of_years() -> bytes:
    """A sample a second: half a megabyte lasts six days."""
    rate, samples = 1, bytes(512 * 1024)
    form = struct.pack("<HHIIHH", 1, 1, rate, rate, 1, 8)
    body = b"WAVEfmt " + struct.pack("<I", len(form)) + form + b"data" + struct.pack("<I", len(samples)) + samples
    return b"RIFF" + struct.pack("<I", len(body)) + body


def picture_as_a_dot() -> bytes:
    """A photo drawn smaller than an atom: its resolution would not fit into any column."""
    return photo_pdf(["/DCTDecode"], make.picture(), ".0000001 0 0 .0000001")


HIDDEN_HTML = b"<!doctype html><script>alert(1)</script>"


def jpeg_with(marker: int, body: bytes) -> bytes:
    """A JPEG with one more segment behind its first two bytes."""
    data = make.picture()
    return data[:2] + struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body + data[2:]


def gif_with(extension: bytes) -> bytes:
    """A moving GIF with one more extension block behind its head."""
    data = make.animation()
    start = 13 + (3 << (data[10] & 7) + 1 if data[10] & 0x80 else 0)
    return data[:start] + extension + data[start:]


def gif_block(body: bytes) -> bytes:
    return b"".join(bytes([len(part)]) + part for part in (body[at : at + 255] for at in range(0, len(body), 255)))


def webp_with(kind: bytes, body: bytes) -> bytes:
    data = make.animation("WEBP")
    chunk = kind + struct.pack("<I", len(body)) + body + b"\0" * (len(body) & 1)
    return data[:4] + struct.pack("<I", len(data) - 8 + len(chunk)) + data[8:] + chunk


def wav_with_a_long_format(body: bytes) -> bytes:
    data = make.sound()
    size = 16 + len(body)
    return (
        b"RIFF"
        + struct.pack("<I", len(data) - 8 + len(body))
        + data[8:16]
        + struct.pack("<I", size)
        + data[20:36]
        + (body + data[36:])
    )


def not_a_profile() -> bytes:
    """What an ICC profile is not, as long as one."""
    return HIDDEN_HTML.ljust(400, b" ")


def printers_program(document) -> None:
    """A PostScript XObject: a printer runs it, a screen shows nothing."""
    program = document.make_stream(CANARY.encode(), Type=Name.XObject, Subtype=Name.PS)
    form = document.make_stream(b"q Q", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 1, 1]))
    form.Subtype2, form.PS = Name.PS, document.make_stream(CANARY.encode())
    document.pages[0].Resources = Dictionary(XObject=Dictionary(P0=program, F0=form))


def endless_picture(document) -> None:
    """Ten thousand million pixels, packed into a few bytes."""
    picture = document.make_stream(zlib.compress(bytes(1000)), Type=Name.XObject, Subtype=Name.Image)
    picture.Width, picture.Height, picture.BitsPerComponent = 100_000, 100_000, 1
    picture.ColorSpace, picture.Filter = Name.DeviceGray, Name.FlateDecode
    document.pages[0].Resources = Dictionary(XObject=Dictionary(Im0=picture))


def workbook_that_asks(part: str, body: str) -> bytes:
    return make.office("xlsx", {part: f'<?xml version="1.0"?><x xmlns="s">{body}</x>'.encode()})


@cache
def matroska(*arguments: str) -> bytes:
    """As OBS and some editors write it: H.264 and AAC in Matroska, with captions."""
    return make.media("mkv", *make.H264, *arguments)


@cache
def edited_mov(*arguments: str) -> bytes:
    """The picture begins late, as after a cut on the phone: edit lists."""
    with tempfile.TemporaryDirectory() as folder:
        plain, cut = Path(folder) / "a.mov", Path(folder) / "b.mov"
        plain.write_bytes(make.media("mov", *make.H264, *make.TAGS, seconds="3"))
        head = [ffmpeg_path(), "-v", "error", "-nostdin", "-y", "-ss", "1.3", "-i", str(plain)]
        subprocess.run([*head, "-c", "copy", *arguments, str(cut)], check=True, timeout=60)
        return cut.read_bytes()


def heic_of_three() -> bytes:
    """A burst: one file, three pictures that each say where; the second one is the one to show."""
    out = io.BytesIO()
    first, *rest = [make.pixels((64, 48 + 2 * number)) for number in range(3)]
    first.save(out, "HEIF", save_all=True, append_images=rest, primary_index=1, exif=make.exif())
    return out.getvalue()


def motion_photo() -> bytes:
    """A phone's picture with its clip behind it."""
    return make.picture(exif=make.exif(6)) + make.media("mp4", *make.H264, *make.TAGS)


def two_pictures_in_one() -> bytes:
    """MPO, as stereo cameras and phones with a gain map write it."""
    out = io.BytesIO()
    make.pixels().save(out, "MPO", save_all=True, append_images=[make.pixels((32, 24))], exif=make.exif())
    return out.getvalue()


def endless_sheet():
    """A few packed kilobytes that are a gigabyte of cells when openpyxl reads them."""
    return workbook("".join(f'<row r="{number}"><c r="A{number}"><v>1</v></c></row>' for number in range(1, 400_000)))


def merged_for_ever():
    """Seventeen thousand million cells, merged into one."""
    row = '<row r="1"><c r="A1" t="inlineStr"><is><t>code</t></is></c></row>'
    return workbook(row, '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>')


def workbook(rows, behind=""):
    """An XLSX whose sheet holds `rows`, as XML."""
    out = io.BytesIO()
    Workbook().save(out)
    with zipfile.ZipFile(out) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = f'<worksheet xmlns="{space}"><sheetData>{rows}</sheetData>{behind}</worksheet>'
    return make.archive(parts | {"xl/worksheets/sheet1.xml": sheet.encode()})
