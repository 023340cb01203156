"""Generates editable files: DOCX and PPTX with empty core properties, text, JSON and the brand kit's ZIP."""

import datetime
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import docx
import pptx
from docx.shared import Pt
from pptx.dml.color import RGBColor
from pptx.util import Pt as SlidePt

from . import media, screens, sheets, typeset
from .model import BuiltFile
from .print_pdf import About, finish

EPOCH = datetime.datetime(2026, 1, 1)
TEXTS = typeset.DEMO / "content" / "texts"


def _clean(properties: Any, title: str) -> None:
    """Remove author and comments from the core properties; set fixed times and `title`.

    `properties`: of python-docx, python-pptx or openpyxl, whose classes have nothing but these names in common.
    """
    for name in ("author", "last_modified_by", "comments", "keywords", "subject", "category"):
        setattr(properties, name, "")
    for name in ("created", "modified"):
        setattr(properties, name, EPOCH)
    properties.title = title


def document(path: Path, title: str, text: str) -> Path:
    """DOCX from plain text: '# ' starts a heading, '- ' a list item, any other non-empty line is a paragraph."""
    doc = docx.Document()
    style = doc.styles["Normal"]
    style.font.name, style.font.size = "Arial", Pt(12)
    doc.add_heading(title, 0)
    for line in (line.strip() for line in text.splitlines()):
        if line.startswith("# "):
            doc.add_heading(line[2:], 1)
        elif line.startswith("- "):
            doc.add_paragraph(line[2:], style="List Bullet")
        elif line:
            doc.add_paragraph(line)
    _clean(doc.core_properties, title)
    doc.save(str(path))
    return path


def photocopy_sheet(asset: dict, out: Path) -> list[BuiltFile]:
    """A4 black and white: a PDF, and a DOCX in which the school can enter its name."""
    drawing, label = typeset.artwork("to-dan-den-trang", asset), "Bản A4 đen trắng"
    pdf = out / "to-dan-lop-a4-den-trang.pdf"
    sheets.artwork_pdf(pdf, drawing, About.of(asset, label), (210, 297), 0, grey=True)
    word = document(
        out / "to-dan-lop-a4-sua-ten-truong.docx", "Dừng – Hỏi – Báo", (TEXTS / "to-dan.txt").read_text("utf-8")
    )
    return [
        BuiltFile(pdf, "in-tai-truong", "vi", label, "pdf"),
        BuiltFile(word, "sua-duoc-ten-truong", "vi", "Bản Word sửa tên trường", "docx"),
    ]


def broadcast(asset: dict, out: Path) -> list[BuiltFile]:
    """School radio: the opening chime and the script for three spoken minutes."""
    mp3 = media.jingle(out, "phat-thanh-nhac-hieu-mau.mp3")
    word = document(
        out / "phat-thanh-kich-ban-3-phut.docx",
        "Kịch bản phát thanh học đường",
        (TEXTS / "kich-ban.txt").read_text("utf-8"),
    )
    return [
        BuiltFile(mp3, "phat-thanh", "vi", "Nhạc hiệu mở đầu, bản mẫu", "mp3"),
        BuiltFile(word, "kich-ban", "vi", "Kịch bản hai giọng đọc", "docx"),
    ]


def post_texts(asset: dict, out: Path) -> list[BuiltFile]:
    """Posts to copy: TXT in three languages, DOCX in Vietnamese."""
    files = []
    for lang, label in (("vi", "Bản chữ để sao chép"), ("km", "Bản chữ tiếng Khmer"), ("en", "Bản chữ tiếng Anh")):
        path = out / f"mau-bai-dang_{lang}.txt"
        path.write_text((TEXTS / f"bai-dang-{lang}.txt").read_text("utf-8"), "utf-8")
        files.append(BuiltFile(path, "sao-chep", lang, label, "txt"))
    word = document(
        out / "mau-bai-dang_vi.docx", "Mẫu bài đăng và hashtag", (TEXTS / "bai-dang-vi.txt").read_text("utf-8")
    )
    return [*files, BuiltFile(word, "sua-duoc", "vi", "Bản Word sửa được", "docx")]


def slides(asset: dict, out: Path) -> list[BuiltFile]:
    """PPTX with editable text on drawn backgrounds and teacher's notes; the same slides as PDF."""
    texts = json.loads((typeset.DEMO / "content" / "slides.json").read_text("utf-8"))
    grounds = typeset.png_pages("slides", ground=1)
    dark = {0, 2, 4}
    deck = pptx.Presentation()
    deck.slide_width, deck.slide_height = SlidePt(960), SlidePt(540)
    for number, (text, ground) in enumerate(zip(texts, grounds, strict=True)):
        slide = deck.slides.add_slide(deck.slide_layouts[6])
        slide.shapes.add_picture(io.BytesIO(ground), 0, 0, deck.slide_width, deck.slide_height)
        colour = RGBColor(255, 255, 255) if number in dark else RGBColor(0x12, 0x20, 0x2E)
        for top, height, size, bold, lines in (
            (50, 40, 19, False, [text["kicker"]]),
            (92, 170, 46, True, [text["title"]]),
            (285, 130, 25, False, text["lines"]),
        ):
            frame = slide.shapes.add_textbox(SlidePt(66), SlidePt(top), SlidePt(800), SlidePt(height)).text_frame
            frame.word_wrap = True
            for index, line in enumerate(lines):
                paragraph = frame.paragraphs[0] if index == 0 else frame.add_paragraph()
                run = paragraph.add_run()
                run.text, run.font.size, run.font.bold, run.font.color.rgb = line, SlidePt(size), bold, colour
                run.font.name = "Arial"
        slide.notes_slide.notes_text_frame.text = text["note"]
    _clean(deck.core_properties, "Slide chào cờ, sinh hoạt lớp")
    path = out / "slide-chao-co-16x9.pptx"
    deck.save(str(path))
    label = "Bản PDF trình chiếu"
    pdf = finish(typeset.pdf_bytes("slides"), out / "slide-chao-co-16x9.pdf", About.of(asset, label), cmyk=False)
    return [
        BuiltFile(path, "sua-duoc", "vi", "Bản PowerPoint sửa được", "pptx"),
        BuiltFile(pdf, "trinh-chieu", "vi", label, "pdf"),
    ]


def avatar_frames(asset: dict, out: Path) -> list[BuiltFile]:
    """Avatar frames, and settings of the frame maker in pixels as JSON."""
    files = screens.frames(out)
    settings = {
        "size": 1080,
        "safe_circle": {"x": 540, "y": 540, "diameter": 900},
        "frames": [{"file": item.path.name, "language": item.language, "label": item.label_vi} for item in files],
    }
    path = out / "khung-anh-cau-hinh.json"
    path.write_text(json.dumps(settings, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return [*files, BuiltFile(path, "cau-hinh-trinh-tao-khung", "vi", "Cấu hình trình tạo khung", "json")]


def brand_kit(asset: dict, out: Path) -> list[BuiltFile]:
    """Guide, colours and logo; the ZIP contains no SVG, because the upload gate refuses it."""
    data, label = typeset.pdf_bytes("guide", key="brand"), "Hướng dẫn dùng"
    guide = finish(data, out / "bo-nhan-dien-huong-dan.pdf", About.of(asset, label), cmyk=False)
    mark = screens.artwork(out, ".mark.png", (1200, 720), "mark", ground="#FFFFFF")
    word = screens.artwork(out, ".word.png", (1600, 400), "wordmark", ground="#FFFFFF")
    path = out / "bo-nhan-dien-demo.zip"
    parts = {
        "huong-dan.pdf": guide.read_bytes(),
        "cap-vong-tron-1200x720.png": mark.read_bytes(),
        "ten-chien-dich-1600x400.png": word.read_bytes(),
        "mau.txt": (TEXTS / "mau.txt").read_bytes(),
        "hashtag.txt": b"#khongmotminh #antoantructuyen #niemtinso\n",
        "BAN-QUYEN.txt": (asset["licence_vi"] + "\n").encode(),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name, EPOCH.timetuple()[:6]), data, zipfile.ZIP_DEFLATED)
    mark.unlink()
    word.unlink()
    return [
        BuiltFile(path, "tron-bo", "vi", "Trọn bộ ZIP", "zip"),
        BuiltFile(guide, "huong-dan", "vi", label, "pdf"),
    ]
