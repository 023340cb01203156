"""Small files made on the spot: pictures, documents, clips. Nobody has to review a binary fixture."""

import io
import json
import struct
import subprocess
import tempfile
import wave
import zipfile
import zlib
from functools import cache
from pathlib import Path

import pikepdf
import pillow_heif
from PIL import Image, ImageCms, PngImagePlugin

from files.intake.sandbox import ffmpeg_path

pillow_heif.register_heif_opener()

CANARY = "CANARY-Nguyen-Thi-Hoa"
GPS = {1: "N", 2: (10.0, 1.0, 58.0), 3: "E", 4: (105.0, 46.0, 52.0)}
PLACE = "+10.0328+105.7811/"


def exif(orientation: int = 1, *, gps: bool = True) -> bytes:
    block = Image.Exif()
    if orientation != 1:
        block[0x0112] = orientation
    block[0x010F] = CANARY
    if gps:
        block.get_ifd(0x8825).update(GPS)
    return block.tobytes()


def pixels(size: tuple[int, int] = (64, 48), mode: str = "RGB") -> Image.Image:
    """Left half dark, upper right corner bright: shows which way is up."""
    base = Image.new("L", size, 40)
    base.paste(230, (size[0] // 2, 0, size[0], size[1] // 2))
    return base.convert("L").convert("RGB").convert(mode) if mode not in {"I;16"} else Image.new("I;16", size, 40000)


def picture(kind: str = "JPEG", mode: str = "RGB", size: tuple[int, int] = (64, 48), **options: object) -> bytes:
    out = io.BytesIO()
    pixels(size, mode).save(out, kind, **options)
    return out.getvalue()


@cache
def noise(side: int) -> bytes:
    """A PNG that packs badly: about side² bytes, to be sent in parts."""
    out = io.BytesIO()
    Image.effect_noise((side, side), 90).save(out, "PNG", compress_level=1)
    return out.getvalue()


@cache
def icc(space: str = "sRGB") -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile(space)).tobytes()


def animation(kind: str = "GIF", frames: int = 3, size: tuple[int, int] = (32, 32)) -> bytes:
    out = io.BytesIO()
    steps = [Image.new("RGB", size, (index * 7 % 256, 10, 200)) for index in range(frames)]
    steps[0].save(out, kind, save_all=True, append_images=steps[1:], duration=100, loop=0)
    return out.getvalue()


def gif_of_equal_frames(frames: int, size: tuple[int, int]) -> bytes:
    """A moving GIF whose one picture is packed once and stands in it so many times."""
    data = picture("GIF", "P", size)
    first = 13 + (3 << (data[10] & 7) + 1)
    return data[:first] + data[first:-1] * frames + b";"


def png_chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_with(kind: bytes, body: bytes) -> bytes:
    """A PNG with one more chunk behind its header."""
    data = picture("PNG")
    return data[:33] + png_chunk(kind, body) + data[33:]


def png_bomb(width: int = 30_000, height: int = 30_000) -> bytes:
    head = png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + png_chunk(b"IDAT", zlib.compress(bytes(1000))) + png_chunk(b"IEND", b"")


def png_text() -> bytes:
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", CANARY)
    info.add_itxt("Comment", CANARY, zip=True)
    return picture("PNG", pnginfo=info)


def pdf(pages: int = 1, *, size: tuple[float, float] = (200, 100), edit=None, **save: object) -> bytes:
    """`edit(pdf)` changes the document before it is saved."""
    document = pikepdf.new()
    for number in range(pages):
        document.add_blank_page(page_size=size)
        document.pages[number].Contents = document.make_stream(b"0 0 0 rg 10 10 50 50 re f")
    if edit:
        edit(document)
    out = io.BytesIO()
    document.save(out, **save)
    return out.getvalue()


def archive(members: dict[str, bytes] | list[tuple[str | zipfile.ZipInfo, bytes]], **options: object) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, **options) as target:
        for name, data in members.items() if isinstance(members, dict) else members:
            target.writestr(name, data)
    return out.getvalue()


_CONTENT = "application/vnd.openxmlformats-officedocument."
_MAIN = {
    "docx": (
        "word/document.xml",
        _CONTENT + "wordprocessingml.document.main+xml",
        '<w:document xmlns:w="w"><w:body/></w:document>',
    ),
    "pptx": (
        "ppt/presentation.xml",
        _CONTENT + "presentationml.presentation.main+xml",
        '<p:presentation xmlns:p="p"/>',
    ),
    "xlsx": ("xl/workbook.xml", _CONTENT + "spreadsheetml.sheet.main+xml", "<workbook/>"),
}


def office(
    kind: str = "docx",
    parts: dict[str, bytes] | None = None,
    *,
    relationships: str = "",
    content_type: str = "",
    main: str = "",
) -> bytes:
    """The least that is a DOCX, PPTX or XLSX, with `parts` added or replaced."""
    name, declared, body = _MAIN[kind]
    types = f'<Types><Override PartName="/{name}" ContentType="{content_type or declared}"/></Types>'
    first = f'<Relationship Id="r1" Type="http://x/officeDocument" Target="{name}"/>'
    rels = f"<Relationships>{first}{relationships}</Relationships>"
    members = {"[Content_Types].xml": types.encode(), "_rels/.rels": rels.encode(), name: (main or body).encode()}
    return archive(members | (parts or {}))


def core_properties() -> bytes:
    return f'<coreProperties xmlns:dc="dc"><dc:creator>{CANARY}</dc:creator></coreProperties>'.encode()


def external(kind: str, target: str) -> str:
    relation = f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"
    return f'<Relationship Id="r9" Type="{relation}" Target="{target}" TargetMode="External"/>'


@cache
def media(suffix: str, *arguments: str, seconds: str = "1", sound: bool = True, image: bool = True) -> bytes:
    """A clip or a sound made by ffmpeg: a test picture, a tone, and `arguments` for the encoder."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / f"out.{suffix}"
        inputs = ["-f", "lavfi", "-i", f"testsrc=s=64x48:r=10:d={seconds}"] if image else []
        inputs += ["-f", "lavfi", "-i", f"sine=d={seconds}"] if sound else []
        subprocess.run(
            [ffmpeg_path(), "-v", "error", "-nostdin", "-y", *inputs, *arguments, str(target)], check=True, timeout=60
        )
        return target.read_bytes()


H264 = ("-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "aac")
TAGS = ("-metadata", f"title={CANARY}", "-metadata", f"location={PLACE}", "-metadata", f"artist={CANARY}")


@cache
def turned() -> bytes:
    """An upright iPhone clip: 64 × 48 stored, turned by a display matrix."""
    with tempfile.TemporaryDirectory() as folder:
        flat, target = Path(folder) / "flat.mov", Path(folder) / "out.mov"
        flat.write_bytes(media("mov", *H264, *TAGS))
        subprocess.run(
            [
                ffmpeg_path(),
                "-v",
                "error",
                "-nostdin",
                "-y",
                "-display_rotation",
                "90",
                "-i",
                str(flat),
                "-c",
                "copy",
                str(target),
            ],
            check=True,
            timeout=60,
        )
        return target.read_bytes()


def sound() -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as target:
        target.setparams((1, 2, 8000, 800, "NONE", ""))
        target.writeframes(bytes(1600))
    return out.getvalue()


def mp3() -> bytes:
    return media("mp3", "-b:a", "64k", "-metadata", f"title={CANARY}", image=False)


def id3_art() -> bytes:
    """ID3v2 tag with a cover picture, in front of the frames."""
    body = b"\x00image/jpeg\x00\x03\x00" + picture(exif=exif())
    frame = b"APIC" + struct.pack(">I", len(body)) + b"\x00\x00" + body
    size = len(frame)
    return (
        b"ID3\x03\x00\x00"
        + bytes([size >> 21 & 127, size >> 14 & 127, size >> 7 & 127, size & 127])
        + frame
        + media("mp3", "-b:a", "64k", "-id3v2_version", "0", image=False)
    )


def as_json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()
