"""Previews: contained, never enlarged, and None where there is nothing to see."""

import io

import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image

from media_library.derivatives.previews import make_preview
from tests.factories import busy_bytes
from tests.files import sample_files as make
from tests.files.sample_files import H264


@pytest.mark.parametrize(
    ("content", "media_type", "size"),
    [
        (lambda: make.picture(size=(3000, 1500)), "image/jpeg", (1200, 600)),
        (lambda: make.picture(size=(64, 48)), "image/jpeg", (64, 48)),
        (lambda: make.picture(mode="CMYK"), "image/jpeg", (64, 48)),
        (lambda: make.picture("PNG", "P", transparency=0), "image/png", (64, 48)),
        (lambda: make.picture("PNG", "I;16"), "image/png", (64, 48)),
        (lambda: make.picture("AVIF"), "image/avif", (64, 48)),
        (make.animation, "image/gif", (32, 32)),
        (lambda: make.pdf(2, size=(595, 842)), "application/pdf", (848, 1200)),
        (lambda: make.media("mp4", *H264), "video/mp4", (64, 48)),
        (make.turned, "video/mp4", (48, 64)),
    ],
)
def test_preview(tmp_path, content, media_type, size):
    path = tmp_path / "file"
    path.write_bytes(content())
    preview = make_preview(path, media_type)
    data, width, height = preview.picture, preview.width, preview.height
    assert len(preview.lookalike_hash) == 32
    with Image.open(io.BytesIO(data), formats=["WEBP"]) as picture:
        assert picture.size == (width, height)
        assert abs(width - size[0]) <= 1 and abs(height - size[1]) <= 1


def test_a_busy_print_is_light_enough_for_a_phones_first_view(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(busy_bytes(2400, 3400, grain=24).read())
    preview = make_preview(path, "image/jpeg")
    assert len(preview.picture) <= 60_000  # P7
    assert max(preview.width, preview.height) >= 600 and abs(preview.width / preview.height - 2400 / 3400) < 0.01


#: a circle of 40 points round (50, 50) after the matrix
CIRCLE = "40 0 m 40 22 22 40 0 40 c -22 40 -40 22 -40 0 c -40 -22 -22 -40 0 -40 c 22 -40 40 -22 40 0 c h"


def printed(content=b"", *, size=(100, 100), trim=(10, 10, 90, 90), **keys):
    """A red page with trim and bleed boxes; `content` is drawn on it, with the spot colours /Cut and /Fold at hand."""

    def edit(document):
        [page] = document.pages
        tint = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[0, 1, 0, 0], N=1)
        spots = {"Cut": "/CutContour", "Fold": "/Fold"}
        spaces = {
            name: Array([Name.Separation, Name(spot), Name.DeviceCMYK, document.make_indirect(tint)])
            for name, spot in spots.items()
        }
        page.Resources = Dictionary(ColorSpace=Dictionary(**spaces))
        page.Contents = document.make_stream(b"1 0 0 rg 0 0 %d %d re f " % size + content)
        page.BleedBox, page.TrimBox = page.MediaBox, Array(trim)
        for name, value in keys.items():
            page[f"/{name}"] = value

    return make.pdf(size=size, edit=edit)


def drawn(folder, content):
    (folder / "file").write_bytes(content)
    with Image.open(io.BytesIO(make_preview(folder / "file", "application/pdf").picture)) as picture:
        picture.load()
    return picture


@pytest.mark.parametrize("odd", [{"Rotate": Name.Odd}, {"Resources": Dictionary(ColorSpace=Dictionary(Cut=Array([])))}])
def test_a_page_that_is_written_oddly_is_drawn_without_its_die_line(tmp_path, odd):
    path = tmp_path / "file"
    path.write_bytes(printed(b"/Cut CS 1 SCN 1 0 0 1 50 50 cm " + CIRCLE.encode() + b" S", **odd))
    assert make_preview(path, "application/pdf").picture


def test_a_print_is_drawn_as_it_is_when_it_has_been_cut(tmp_path):
    """Without its bleed; a sticker round, as its die line is; another spot colour cuts nothing."""
    sheet = drawn(tmp_path, printed(size=(100, 200), trim=(10, 20, 90, 180)))
    assert sheet.mode == "RGB" and sheet.size == (600, 1200)
    lying = drawn(tmp_path, printed(size=(100, 200), trim=(10, 20, 90, 180), Rotate=90))
    assert lying.size == sheet.size[::-1]
    assert drawn(tmp_path, printed(b"q /Fold CS 1 SCN 20 20 60 60 re S Q")).mode == "RGB"
    assert drawn(tmp_path, printed(b"q /Cut CS 1 SCN 10 10 80 80 re S Q")).mode == "RGB"  # cut along the trim
    assert drawn(tmp_path, printed(b"q /Cut CS 1 SCN 10 10 l 20 c S Q")).mode == "RGB"  # nonsense harms nothing

    line = f"q 1 0 0 1 50 50 cm /Cut CS 1 SCN {CIRCLE} S Q".encode()
    sticker = drawn(tmp_path, printed(line))
    assert sticker.mode == "RGBA" and sticker.width == sticker.height
    side, alpha = sticker.width, sticker.getchannel("A")
    assert [alpha.getpixel((x, x)) for x in (1, side // 10, side // 4, side // 2)] == [0, 0, 255, 255]
    assert sum(alpha.histogram()[128:]) / side**2 == pytest.approx(3.1416 / 4, abs=0.01)
    red, green, blue, _alpha = sticker.getpixel((side // 2, side // 4))
    assert red > 200 and green < 60 and blue < 60

    half = "q 1 0 0 1 50 50 cm /Cut CS 1 SCN -40 -40 80 40 re S Q"  # the lower half …
    for turned, corner in ((0, (0, 1)), (90, (0, 0)), (180, (0, 0)), (270, (1, 0))):
        picture = drawn(tmp_path, printed(half.encode(), Rotate=turned))
        alpha = picture.getchannel("A")
        there = [(x, y) for x in (0, 1) for y in (0, 1) if alpha.getpixel((10 + x * (side - 20), 10 + y * (side - 20)))]
        assert len(there) == 2 and corner in there, turned  # … goes round with the page


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"xin", "text/plain"),
        (make.archive({"a.txt": b"x"}), "application/zip"),
        (b"%PDF-1.7 nonsense", "application/pdf"),
        (b"noise", "image/png"),
    ],
)
def test_no_preview(tmp_path, content, media_type):
    path = tmp_path / "file"
    path.write_bytes(content)
    assert make_preview(path, media_type) is None
