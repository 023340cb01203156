"""Cleaning keeps pixels, colours and print boxes; a file from which nothing has to go keeps its bytes."""

import io
import zipfile
from decimal import Decimal

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image

from files.cleaners.filenames import declared_extension, display_name
from files.intake.accept import UploadRejected, accept_upload
from tests.files import sample_files as make
from tests.files.sample_files import CANARY, H264

pytestmark = pytest.mark.corpus


def accept(profile, content, name="a"):
    """(facts, cleaned bytes)"""
    with accept_upload(profile, io.BytesIO(content), name=name) as accepted:
        return accepted, accepted.file.read()


#: How a camera stores an upright picture for each EXIF orientation (TIFF 6.0, tag 274).
STORED = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize(
    ("profile", "kind"), [("image", "JPEG"), ("library", "JPEG"), ("image", "PNG"), ("image", "WEBP")]
)
def test_picture_stays_upright(profile, kind, orientation):
    """All eight orientations end with the bright corner where the camera saw it (Discourse tests the same eight)."""
    stored = make.pixels().transpose(STORED[orientation]) if orientation > 1 else make.pixels()
    out = io.BytesIO()
    stored.save(out, kind, exif=make.exif(orientation))
    facts, data = accept(profile, out.getvalue())
    with Image.open(io.BytesIO(data)) as picture:
        assert picture.size == (facts.width, facts.height) == (64, 48)
        assert 0x0112 not in picture.getexif() and "exif" not in picture.info
        grey = picture.convert("L")
        assert grey.getpixel((60, 4)) > 200 and grey.getpixel((4, 4)) < 80 and grey.getpixel((60, 44)) < 80


@pytest.mark.parametrize(
    "content",
    [
        make.picture(),
        make.picture(progressive=True, icc_profile=make.icc()),
        make.picture(icc_profile=make.icc(), quality=95),
        make.picture("PNG", icc_profile=make.icc()),
        make.picture("PNG", "I;16"),
        make.picture("PNG", "P", transparency=0),
        make.picture("WEBP", icc_profile=make.icc(), lossless=True),
    ],
    ids=["jpeg", "jpeg progressive icc", "jpeg icc", "png icc", "png 16", "png palette", "webp icc"],
)
def test_library_keeps_the_very_bytes_of_a_bare_picture(content):
    """With its colour profile. Other kinds: test_intake.py, UNTOUCHED."""
    facts, data = accept("library", content)
    assert data == content and facts.sha256 == facts.original_sha256


@pytest.mark.parametrize(
    "make_content",
    [
        lambda: make.picture(exif=make.exif(6)),
        lambda: make.picture("HEIF"),
        make.turned,
        make.id3_art,
        lambda: make.pdf(edit=lambda d: d.docinfo.__setitem__("/Author", CANARY)),
        lambda: make.office(parts={"docProps/core.xml": make.core_properties()}),
    ],
    ids=["jpeg", "heic", "mov", "mp3", "pdf", "docx"],
)
def test_a_cleaned_file_passes_again_unchanged(make_content):
    _, once = accept("library", make_content())
    _, twice = accept("library", once)
    assert twice == once


def test_stripped_jpeg_keeps_its_pixels_bit_for_bit():
    content = make.picture(exif=make.exif(), icc_profile=make.icc(), comment=CANARY)
    facts, data = accept("library", content)
    assert facts.sha256 != facts.original_sha256
    with Image.open(io.BytesIO(content)) as before, Image.open(io.BytesIO(data)) as after:
        assert before.tobytes() == after.tobytes()
        assert after.info["icc_profile"] == make.icc()


def test_newsroom_picture_keeps_its_colours():
    _, data = accept("image", make.picture(icc_profile=make.icc(), exif=make.exif()))
    with Image.open(io.BytesIO(data)) as picture:
        assert picture.info["icc_profile"] == make.icc()
    facts, data = accept("image", make.picture(mode="CMYK"))
    with Image.open(io.BytesIO(data)) as picture:
        assert picture.mode == "RGB" and facts.colour_space == "RGB"
    assert accept("library", make.picture(mode="CMYK"))[0].colour_space == "CMYK"
    _, data = accept("image", make.picture("PNG", "P", transparency=0))
    with Image.open(io.BytesIO(data)) as picture:
        assert picture.convert("RGBA").getextrema()[3][0] == 0


def print_file(document):
    """An A4 poster with 3 mm bleed, as a print shop sends it."""
    page = document.pages[0]
    mm = 72 / 25.4
    page.MediaBox = Array([0, 0, 230 * mm, 317 * mm])
    page.BleedBox = Array([7 * mm, 7 * mm, 223 * mm, 310 * mm])
    page.TrimBox = Array([10 * mm, 10 * mm, 220 * mm, 307 * mm])
    page.obj.Contents = document.make_stream(b"0 0 0 1 k 0 0 100 100 re f")
    intent = document.make_stream(b"\x00" * 128, N=4)
    document.Root.OutputIntents = Array(
        [
            Dictionary(
                Type=Name.OutputIntent, S=Name.GTS_PDFX, OutputConditionIdentifier="FOGRA39", DestOutputProfile=intent
            )
        ]
    )
    document.docinfo["/GTS_PDFXVersion"] = "PDF/X-4"
    document.docinfo["/Creator"] = CANARY


def test_print_pdf_keeps_boxes_and_output_intent():
    facts, data = accept("library", make.pdf(2, edit=print_file))
    assert (facts.pages, facts.trim_width_mm, facts.trim_height_mm, facts.bleed_mm) == (
        2,
        Decimal("210.0"),
        Decimal("297.0"),
        Decimal("3.0"),
    )
    assert (facts.colour_space, facts.output_condition) == ("CMYK", "FOGRA39")
    with pikepdf.open(io.BytesIO(data)) as document:
        assert document.Root.OutputIntents[0].DestOutputProfile.read_bytes() == b"\x00" * 128
        assert dict(document.docinfo.items()) == {"/GTS_PDFXVersion": "PDF/X-4"}
        assert float(document.pages[0].trimbox[2]) == pytest.approx(220 * 72 / 25.4, abs=0.01)


def test_an_output_intent_makes_no_colours_of_a_screen_printable():
    def claimed(document):
        print_file(document)
        document.pages[0].obj.Contents = document.make_stream(b"1 0 0 rg 0 0 100 100 re f")

    facts, _data = accept("library", make.pdf(edit=claimed))
    assert (facts.colour_space, facts.output_condition) == ("RGB", "FOGRA39")
    plain, _data = accept("library", make.pdf())
    assert plain.output_condition == ""


@pytest.mark.parametrize("identifier", ["X" * 5000, "FOGRA\n39\x00", 7])
def test_an_odd_printing_condition_is_cut_to_what_people_read(identifier):
    def odd(document):
        print_file(document)
        document.Root.OutputIntents[0].OutputConditionIdentifier = identifier

    facts, _data = accept("library", make.pdf(edit=odd))
    assert facts.output_condition == ("X" * 60 if identifier == "X" * 5000 else "7" if identifier == 7 else "FOGRA39")


def test_pdf_keeps_its_links_to_the_web():
    def link(document):
        for address in ("https://baocantho.com.vn/", "file:///etc/passwd"):
            annotation = Dictionary(
                Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=Dictionary(S=Name.URI, URI=address)
            )
            annotations = list(document.pages[0].get("/Annots", Array()))
            document.pages[0].Annots = Array([*annotations, document.make_indirect(annotation)])

    _, data = accept("library", make.pdf(edit=link))
    with pikepdf.open(io.BytesIO(data)) as document:
        first, second = document.pages[0].Annots
        assert str(first.A.URI) == "https://baocantho.com.vn/" and "/A" not in second


def test_older_revisions_of_a_pdf_are_gone():
    secret = make.pdf(edit=lambda d: d.make_indirect(Dictionary(Name=CANARY)))
    marker = secret.replace(b"%%EOF", b"%%EOF\n9 0 obj\n(" + CANARY.encode() + b")\nendobj\n%%EOF")
    _, data = accept("library", marker)
    assert CANARY.encode() not in data


def test_clip_facts():
    facts, data = accept("partner", make.turned())
    assert (facts.width, facts.height, facts.extension, facts.has_audio) == (48, 64, "mp4", True)
    assert facts.duration_ms == pytest.approx(1000, abs=100)
    assert data.index(b"moov") < data.index(b"mdat"), "a browser starts before the file has come whole"
    facts, _ = accept("partner", make.media("mp4", *H264[:4], sound=False))
    assert facts.has_audio is False
    facts, _ = accept("library", make.sound())
    assert facts.has_audio is True and facts.duration_ms == 100


def test_office_parts_stay_and_names_go():
    content = make.office(
        parts={
            "docProps/core.xml": make.core_properties(),
            "docProps/thumbnail.jpeg": make.picture(),
            "word/styles.xml": b"<styles/>",
        }
    )
    _, data = accept("library", content)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.namelist()[0] == "[Content_Types].xml"
        assert "docProps/thumbnail.jpeg" not in archive.namelist()
        assert archive.read("word/styles.xml") == b"<styles/>"


def test_zip_members_are_cleaned_one_by_one():
    _, data = accept(
        "library",
        make.archive({"__MACOSX/._a.jpg": b"x", "lớp/ảnh.jpg": make.picture(exif=make.exif()), "a.txt": b"xin"}),
    )
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert sorted(archive.namelist()) == ["a.txt", "lớp/ảnh.jpg"]
        assert b"Exif" not in archive.read("lớp/ảnh.jpg") and archive.read("a.txt") == b"xin"
    with pytest.raises(UploadRejected, match=r"chay\.js"):
        accept("library", make.archive({"tốt.txt": b"xin", "chay.js": b"alert(1)"}))


def test_utf16_text_becomes_utf8():
    assert accept("library", "\ufeffCần Thơ\r\n".encode("utf-16-be"), "a.txt")[1] == "Cần Thơ\r\n".encode()


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("Kho\u0302ng mo\u0323\u0302t mi\u0300nh.pdf", "Không một mình.jpg"),
        ("../../etc/passwd", "passwd.jpg"),
        ("C:\\Users\\Lan\\ảnh lớp.png", "ảnh lớp.jpg"),
        ("ảnh\u202egnp.exe", "ảnhgnp.jpg"),
        ("a\x00b\nc.jpg", "ab c.jpg"),
        ("", "tep.jpg"),
        ("...", "tep.jpg"),
        ("🎉.png", "🎉.jpg"),
        ("Bản v1.2", "Bản v1.2.jpg"),
        (None, "tep.jpg"),
    ],
)
def test_display_name(given, shown):
    assert display_name(given, "jpg") == shown


def test_a_very_long_name_is_cut():
    assert len(display_name("ộ" * 10_000 + ".pdf", "pdf")) == 150
    assert declared_extension("a" * 30_000 + ".TXT") == "txt" and declared_extension(".htaccess") == ""
