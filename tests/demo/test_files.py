"""The demo's generated files are what their labels say."""

import json
import subprocess
from pathlib import Path

import docx
import imageio_ffmpeg
import pikepdf
import pytest
from PIL import Image

from demo.files import build_asset_files, build_picture

CONTENT = Path(__file__).resolve().parents[2] / "demo" / "content"
ASSETS = {row["code"]: row for row in json.loads((CONTENT / "demo_content.json").read_text("utf-8"))["assets"]}
MM = 72 / 25.4


def build(code: str, out: Path) -> dict[tuple[str, str], Path]:
    return {(item.role, item.language): item.path for item in build_asset_files(ASSETS[code], out)}


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


def test_loop_decodes_without_sound_and_word_file_opens(tmp_path):
    clip = build("LED-LOOP-16", tmp_path / "led")[("1080p", "vi")]
    result = subprocess.run(
        [imageio_ffmpeg.get_ffmpeg_exe(), "-i", clip, "-f", "null", "-"], capture_output=True, text=True
    )
    assert result.returncode == 0
    assert "1920x1080" in result.stderr and "Audio" not in result.stderr
    word = build("P-A4-04", tmp_path / "a4")[("sua-duoc-ten-truong", "vi")]
    assert docx.Document(str(word)).core_properties.author == ""
