"""The demo's generated files are what their labels say."""

import json
import subprocess
import zipfile
from contextlib import closing
from pathlib import Path

import docx
import imageio_ffmpeg
import pikepdf
import pptx
import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from demo.files import BuiltFile, build_asset_files, build_picture, media
from demo.files.recipes import OLDER, RECIPES
from demo.seeding.library import role_of
from files.cleaners.derive import codes as reader
from media_library.vocabulary import FileRole

pytestmark = pytest.mark.meta

CONTENT = Path(__file__).resolve().parents[2] / "demo" / "content"
SITE = "http://127.0.0.1:8123"
ASSETS = {
    row["code"]: row | {"site": SITE}
    for row in json.loads((CONTENT / "demo_content.json").read_text("utf-8"))["assets"]
}
MM = 72 / 25.4


def build(code: str, out: Path) -> dict[tuple[str, str], Path]:
    return {(item.role, item.language): item.path for item in build_asset_files(ASSETS[code], out)}


def test_every_asset_has_a_recipe():
    assert set(ASSETS) == set(RECIPES)


@pytest.mark.parametrize(
    ("code", "trim", "bleed"), [("P-A3-03", (297, 420), 3), ("B-NGANG-05", (3000, 1000), 20), ("ST-60-09", (60, 60), 2)]
)
def test_print_pdf_has_boxes_in_mm_and_only_cmyk(tmp_path, code, trim, bleed):
    files = build(code, tmp_path)
    path = files.get(("in-an", "vi")) or files[("in-be", "vi")]
    with pikepdf.open(path) as pdf:
        page = pdf.pages[0]
        size = [float(v) / MM for v in page.obj["/TrimBox"]]
        assert (size[2] - size[0], size[3] - size[1]) == pytest.approx(trim, abs=0.1)
        outer = [float(v) / MM for v in page.obj["/BleedBox"]]
        assert size[0] - outer[0] == pytest.approx(bleed, abs=0.1)
        streams = [
            page.obj,
            *(
                o
                for o in pdf.objects
                if isinstance(o, pikepdf.Stream) and (o.get("/Subtype") == "/Form" or o.get("/PatternType") == 1)
            ),
        ]
        operators = [(str(i.operator), len(i.operands)) for s in streams for i in pikepdf.parse_content_stream(s)]
        assert not [o for o in operators if o[0] in {"rg", "RG"} or (o[0] in {"scn", "sc", "SCN"} and o[1] == 3)]
        assert ("k", 4) in operators


def test_pictures_have_the_named_pixels(tmp_path):
    files = build("AV-1080-21", tmp_path)
    with Image.open(files[("khung-trong-suot", "km")]) as image:
        assert image.size == (1080, 1080)
        assert image.getchannel("A").getpixel((540, 540)) == 0
    assert build_picture("cho-noi", 600)[:2] == b"\xff\xd8"


def decode(path: Path) -> str:
    """Decode the whole clip or sound with the packaged ffmpeg; its description of the streams."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-i", str(path), "-f", "null", "-"]
    result = subprocess.run(command, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    assert "Error" not in result.stderr
    return result.stderr


@pytest.mark.parametrize("sound", [True, False])
def test_a_clip_decodes_and_lasts_as_long_as_it_was_asked_to(tmp_path, sound):
    output = decode(media.clip(tmp_path, "ngan.mp4", (320, 180), 4, 5, sound=sound))
    assert "Duration: 00:00:04" in output and "320x180" in output
    assert ("Audio: aac" in output) is sound
    assert [path.name for path in tmp_path.iterdir()] == ["ngan.mp4"], "the drawn frames are gone"


@pytest.mark.night
def test_loop_decodes_without_sound_and_its_spare_moves(tmp_path):
    files = build("LED-LOOP-16", tmp_path)
    output = decode(files[("1080p", "vi")])
    assert "1920x1080" in output and "Audio" not in output
    with Image.open(files[("du-phong", "vi")]) as gif:
        assert (gif.format, gif.size) == ("GIF", (960, 540))
        assert gif.n_frames > 10


@pytest.mark.night
def test_film_decodes_with_sound_in_both_sizes(tmp_path):
    files = build("TVC-30-14", tmp_path)
    full, light = decode(files[("1080p", "vi")]), decode(files[("720p-nhe", "vi")])
    assert "Duration: 00:00:30" in full and "1920x1080" in full and "Audio: aac" in full
    assert "1280x720" in light and "Audio: aac" in light
    assert files[("phu-de", "km")].read_text("utf-8").startswith("WEBVTT")


def test_chime_decodes_and_lasts_as_long_as_its_spec_says(tmp_path):
    files = build("PT-180-17", tmp_path)
    output = decode(files[("phat-thanh", "vi")])
    assert "Audio: mp3" in output
    assert f"Duration: 00:00:{ASSETS['PT-180-17']['spec']['duration_s']}" in output
    assert "111" in "\n".join(line.text for line in docx.Document(str(files[("kich-ban", "vi")])).paragraphs)


def test_word_and_slides_open_without_a_person_s_name(tmp_path):
    word = build("P-A4-04", tmp_path / "a4")[("sua-duoc-ten-truong", "vi")]
    assert docx.Document(str(word)).core_properties.author == ""
    deck = pptx.Presentation(str(build("SL-169-20", tmp_path / "slides")[("sua-duoc", "vi")]))
    assert len(deck.slides) == len(json.loads((CONTENT / "slides.json").read_text("utf-8"))) > 0
    assert all(slide.notes_slide.notes_text_frame.text for slide in deck.slides)
    assert deck.core_properties.author == ""


def test_archive_lists_sound_members_and_no_drawing_intake_would_refuse(tmp_path):
    archive = next(path for path in build("BK-00-23", tmp_path).values() if path.suffix == ".zip")
    with zipfile.ZipFile(archive) as kit:
        assert kit.testzip() is None
        names = kit.namelist()
    assert {"huong-dan.pdf", "hashtag.txt", "mau.txt"} <= set(names)
    assert not [name for name in names if name.endswith(".svg") or not name.isascii()]


def codes_in(path: Path) -> set[str]:
    """What the QR codes on the pages of a PDF, or in a picture, hold."""
    if path.suffix == ".pdf":
        with closing(pypdfium2.PdfDocument(path)) as sheet:
            # 150 dpi, 2,400 px at most: a code of 240 mm on a banner of 3 m has 190 px
            pages = [page.render(scale=min(150 / 72, 2400 / max(page.get_size()))).to_pil() for page in sheet]
    else:
        with Image.open(path) as image:
            pages = [image.convert("L")]
    return {code.text for page in pages for code in zxingcpp.read_barcodes(page)}


@pytest.mark.parametrize("code", ["P-A3-03", "P-A4-04"])
def test_the_code_on_a_sheet_names_its_own_version(tmp_path, code):
    """Also that of the older version, which hangs in corridors after the newer one was released."""
    codes_by_version = {}
    for file in build_asset_files(ASSETS[code], tmp_path):
        if file.format == "pdf":
            codes_by_version.setdefault(file.older, set()).update(codes_in(file.path))
    address = f"{SITE}/t/{code.lower()}"
    number = ASSETS[code]["version"].removesuffix("-demo")
    assert codes_by_version == {"": {f"{address}/v{number}/"}, OLDER[code]: {f"{address}/v{OLDER[code]}/"}}


def printed_sheets(code: str, out: Path) -> list[BuiltFile]:
    """The asset's PDFs for a press or a school's printer."""
    return [file for file in build_asset_files(ASSETS[code], out) if file.format == "pdf" and is_printed(file)]


def is_printed(file: BuiltFile) -> bool:
    return role_of(file) in {FileRole.PRINT, FileRole.SCHOOL_PRINT}


PRINTED = [
    "P-A1-01", "P-A2-02", "P-A3-03", "P-A4-04", "B-NGANG-05", "S-60160-07", "S-80180-08", "ST-60-09", "D-200-10",
    "BM-50150-11", "IG-A3-13", "GC-THE-24",
]  # fmt: skip


@pytest.mark.parametrize("code", PRINTED)
def test_every_printed_sheet_says_what_it_is(tmp_path, code):
    """QR code to the site, readable code and version, language, title, printing condition, no transparency.

    The bleed continues the drawing: on either side of the cut stands the same colour, all along the four edges.
    """
    files = printed_sheets(code, tmp_path)
    assert files
    for file in files:
        number = file.older or ASSETS[code]["version"].removesuffix("-demo")
        codes = codes_in(file.path)
        assert codes == {f"{SITE}/t/{code.lower()}/v{number}/"}, file.path.name
        read = reader.clean(file.path, tmp_path, None, "application/pdf")["codes"]
        assert set(read) == codes, "what the gate of the library reads"
        with closing(pypdfium2.PdfDocument(file.path)) as sheet:
            words = " ".join(page.get_textpage().get_text_bounded(*page.get_trimbox()) for page in sheet)
            for page in sheet:
                bleed_mm = (page.get_trimbox()[0] - page.get_mediabox()[0]) / MM
                # the path of a cutting plotter touches the cut on purpose
                assert not bleed_mm or "in-be" in file.role or jumps(page, bleed_mm) == 0, file.path.name
        assert code in words and f"v{number}" in words, file.path.name
        with pikepdf.open(file.path) as pdf:
            assert str(pdf.Root.Lang) == file.language
            assert ASSETS[code]["name_vi"] in str(pdf.docinfo["/Title"])
            (intent,) = pdf.Root.OutputIntents
            assert (intent.S, str(intent.OutputConditionIdentifier)) == ("/GTS_PDFX", "FOGRA39")
            assert not [
                key
                for thing in pdf.objects
                if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream)
                for key in ("/ca", "/CA", "/SMask", "/Group")
                if key in thing and str(thing[key]) not in {"1", "/None"}
            ]


def test_every_asset_with_printed_sheets_is_checked(tmp_path):
    """PRINTED names them all."""
    others = {code for code, row in ASSETS.items() if code not in PRINTED and "trim_mm" in row["spec"]}
    assert not others


def jumps(page, bleed_mm: float) -> float:
    """The share of points at the four cut edges whose colour differs inside and outside of the cut."""
    per_mm = min(6, 2400 / (max(page.get_size()) / MM))
    picture = page.render(scale=per_mm / MM).to_pil().convert("RGB")
    width, height = picture.size
    cut, near = bleed_mm * per_mm, max(2, per_mm * bleed_mm / 6)
    pairs = []
    for at in range(int(cut + near) + 1, int(width - cut - near) - 1, 3):
        pairs += [((at, cut - near), (at, cut + near)), ((at, height - cut + near), (at, height - cut - near))]
    for at in range(int(cut + near) + 1, int(height - cut - near) - 1, 3):
        pairs += [((cut - near, at), (cut + near, at)), ((width - cut + near, at), (width - cut - near, at))]
    return sum(differs(picture, *pair) for pair in pairs) / len(pairs)


def differs(picture: Image.Image, one: tuple[float, float], other: tuple[float, float]) -> bool:
    colours = [picture.getpixel((int(x), int(y))) for x, y in (one, other)]
    return max(abs(a - b) for a, b in zip(*colours, strict=True)) > 40


@pytest.mark.night
@pytest.mark.parametrize("code", sorted(set(ASSETS) - set(PRINTED)))
def test_every_code_in_the_demo_names_the_version_of_its_file(tmp_path, code):
    """Every page of every PDF and every picture of the assets that are not printed."""
    number = ASSETS[code]["version"].removesuffix("-demo")
    for file in build_asset_files(ASSETS[code], tmp_path):
        if file.format in {"pdf", "png", "jpg", "webp"}:
            assert codes_in(file.path) <= {f"{SITE}/t/{code.lower()}/v{file.older or number}/"}, file.path.name
