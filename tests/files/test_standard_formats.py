"""A good file of every kind and size of docs/domain.md C.3 comes in and fits its profile: the gate refuses none."""

import io

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image

from files.intake.accept import accept_upload
from files.models import StoredFile
from media_library.catalogue.requirements import gaps
from media_library.models import AssetFile
from tests.files import sample_files as make
from tests.media_library.prints import sheet_pdf

pytestmark = pytest.mark.corpus

MM = 72 / 25.4


def sheet(width, height, bleed, dpi=300, *, pages=1, spot=False):
    """A press sheet: trim and bleed box, CMYK, one picture of `dpi`; `spot` adds a path to be cut in its own colour."""
    document = pikepdf.open(sheet_pdf(width, height, bleed))
    side = 25  # mm
    pixels = round(dpi * side / 25.4)
    picture = document.make_stream(
        bytes(pixels * pixels * 4),
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=pixels,
        Height=pixels,
        ColorSpace=Name.DeviceCMYK,
        BitsPerComponent=8,
    )
    page = document.pages[0]
    drawing = f"q {side * MM:.2f} 0 0 {side * MM:.2f} 20 20 cm /P Do Q"
    page.obj.Resources = Dictionary(XObject=Dictionary(P=picture))
    if spot:
        tint = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[0, 1, 0, 0], N=1)
        page.obj.Resources.ColorSpace = Dictionary(
            Cut=Array([Name.Separation, Name("/CutContour"), Name.DeviceCMYK, document.make_indirect(tint)])
        )
        drawing += " /Cut CS 1 SCN 20 20 60 60 re S"
    page.obj.Contents = document.make_stream(drawing.encode())
    for _more in range(pages - 1):
        document.pages.append(document.pages[0])
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def picture(width, height, kind="PNG", mode="RGB"):
    """Of this size and little else: a slope of colours, which packs fast."""
    out, fast = io.BytesIO(), {"PNG": {"compress_level": 1}, "WEBP": {"method": 0}}.get(kind, {})
    Image.linear_gradient("L").resize((width, height)).convert(mode).save(out, kind, **fast)
    return out.getvalue()


def clip(width, height, suffix="mp4", seconds="0.5"):
    fast = ("-vf", f"scale={width}:{height}", "-r", "25", "-preset", "ultrafast", "-pix_fmt", "yuv420p")
    return make.media(suffix, *fast, "-c:v", "libx264", "-c:a", "aac", "-af", "volume=3dB", seconds=seconds)


#: name → (kind, role, file name, maker)
FILES = {
    "poster A3": ("poster", "print", "p.pdf", lambda: sheet(297, 420, 3)),
    "poster A2": ("poster", "print", "p.pdf", lambda: sheet(420, 594, 3, 250)),
    "poster A1": ("poster", "print", "p.pdf", lambda: sheet(594, 841, 3, 200)),
    "poster A4 for the copier": ("poster", "school-print", "p.pdf", lambda: make.pdf(size=(595, 842))),
    "banner 3 m": ("banner", "print", "b.pdf", lambda: sheet(3000, 1000, 20, 100)),
    "banner 4 m": ("banner", "print", "b.pdf", lambda: sheet(4000, 1000, 20, 100)),
    "standee 60 × 160": ("standee", "print", "s.pdf", lambda: sheet(600, 1600, 10, 150)),
    "standee 80 × 180": ("standee", "print", "s.pdf", lambda: sheet(800, 1800, 10, 150)),
    "standee 80 × 200": ("standee", "print", "s.pdf", lambda: sheet(800, 2000, 10, 150)),
    "bookmark": ("bookmark", "print", "d.pdf", lambda: sheet(50, 150, 2)),
    "bookmarks, ten on A4": ("bookmark", "school-print", "d.pdf", lambda: make.pdf(2, size=(595, 842))),
    "round sticker": ("sticker", "print", "s.pdf", lambda: sheet(60, 60, 2, spot=True)),
    "square sticker": ("sticker", "print", "s.pdf", lambda: sheet(200, 200, 2, spot=True)),
    "decal": ("decal", "print", "d.pdf", lambda: sheet(500, 300, 2, 150, spot=True)),
    "cards, duplex": ("teaching-prop", "print", "t.pdf", lambda: sheet(210, 297, 0, pages=2)),
    "LED clip": ("video", "screen", "led.mp4", lambda: clip(1920, 1080)),
    "light clip": ("video", "light", "nhe.mp4", lambda: clip(1280, 720)),
    "upright clip": ("video", "screen", "doc.mp4", lambda: clip(1080, 1920)),
    "clip from a cutting program": ("video", "screen", "goc.mov", lambda: clip(1920, 1080, "mov")),
    "captions": ("video", "text", "phu-de.vtt", lambda: "WEBVTT\n\n00:00.000 --> 00:02.000\nGọi 111".encode()),
    "radio": ("audio", "audio", "phat-thanh.mp3", make.mp3),
    "wallpaper, phone": ("wallpaper", "screen", "n.png", lambda: picture(1080, 2400)),
    "wallpaper, newer phone": ("wallpaper", "screen", "n.jpg", lambda: picture(1170, 2532, "JPEG")),
    "wallpaper, school's old PC": ("wallpaper", "screen", "n.jpg", lambda: picture(1366, 768, "JPEG")),
    "wallpaper, full HD": ("wallpaper", "screen", "n.png", lambda: picture(1920, 1080)),
    "wallpaper, QHD": ("wallpaper", "screen", "n.jpg", lambda: picture(2560, 1440, "JPEG")),
    "slides": ("slide", "editable", "bai.pptx", lambda: make.office("pptx")),
    "slides as 16 : 9 PDF": ("slide", "screen", "bai.pdf", lambda: make.pdf(12, size=(960, 540))),
    "slides as 4 : 3 PDF": ("slide", "screen", "bai.pdf", lambda: make.pdf(12, size=(720, 540))),
    "avatar frame": ("avatar-frame", "social", "khung.png", lambda: picture(1080, 1080, "PNG", "RGBA")),
    "cover": ("cover", "social", "bia.png", lambda: picture(1640, 720)),
    "cover of a group": ("cover", "social", "bia.jpg", lambda: picture(1640, 856, "JPEG")),
    "cover of a channel": ("cover", "social", "bia.jpg", lambda: picture(2560, 1440, "JPEG")),
    "post picture": ("infographic", "social", "bai.webp", lambda: picture(1080, 1350, "WEBP")),
    "link picture": ("infographic", "social", "bai.png", lambda: picture(1200, 630)),
    "post text": ("post-text", "text", "bai.txt", lambda: "Gọi 111, miễn phí, cả ngày lẫn đêm.".encode()),
    "brand kit": (
        "brand-kit",
        "source",
        "bo.zip",
        lambda: make.archive({"logo/logo.png": picture(800, 800, "PNG", "RGBA"), "huong-dan.pdf": make.pdf(3)}),
    ),
    "lesson": ("slide", "editable", "giao-an.docx", lambda: make.office()),
}


@pytest.mark.usefixtures("little_work")
@pytest.mark.parametrize("case", FILES)
def test_a_good_file_comes_in_and_fits(case):
    kind, role, name, content = FILES[case]
    with accept_upload("library", io.BytesIO(content()), name=name) as accepted:
        facts = {field: getattr(accepted, field) for field in StoredFile.FACTS}
        file = AssetFile(role=role, language="vi", label=case, stored=StoredFile(**facts))
        assert gaps(kind, file) == []
