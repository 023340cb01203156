"""Generates print files: one function per kind of sheet, vector, CMYK."""

from pathlib import Path

from . import screens, typeset
from .model import BuiltFile
from .print_pdf import MM, About, circle_path, finish


def artwork_pdf(path: Path, svg: str, about: About, trim: tuple[int, int], bleed: float, *, grey: bool = False) -> Path:
    """PDF of a drawing at its trim size with bleed on all sides, both in mm."""
    data = typeset.pdf_bytes("art", svg=svg, w=trim[0], h=trim[1], bleed=bleed)
    return finish(data, path, about, bleed_mm=bleed, grey=grey)


# code → [(artwork, role, language, label, also languages)]
DRAWN: dict[str, list[tuple[str, str, str, str, tuple[str, ...]]]] = {
    "P-A1-01": [("poster-dung-hoi-bao", "in-an", "vi", "Bản in A1", ())],
    "P-A2-02": [
        ("poster-bi-mat", "in-an", "vi", "Bản in A2", ()),
        ("poster-bi-mat-km", "in-an-km", "km", "Bản in A2, tiếng Khmer", ()),
    ],
    "P-A3-03": [
        ("poster-goi-ai", "in-an", "vi", "Bản in A3", ()),
        ("poster-goi-ai-km", "in-an", "km", "Bản in A3, tiếng Khmer", ()),
        ("poster-goi-ai-en", "in-an", "en", "Bản in A3, tiếng Anh", ()),
    ],
    "B-NGANG-05": [("bang-ron", "in-an", "vi", "Bản in băng rôn 3 × 1 m", ())],
    "S-60160-07": [("standee-khong-mot-minh", "in-an", "vi", "Bản in standee 60 × 160 cm", ())],
    "S-80180-08": [("standee-song-ngu", "in-an", "vi", "Bản in song ngữ 80 × 180 cm", ("km",))],
}


def drawn_sheets(asset: dict, out: Path) -> list[BuiltFile]:
    """Print PDFs of posters, banner and standees, with the previews that the content list names."""
    files = []
    trim, bleed = tuple(asset["spec"]["trim_mm"]), asset["spec"]["bleed_mm"]
    for art, role, lang, label, also in DRAWN[asset["code"]]:
        drawing = typeset.artwork(art, asset)
        path = out / f"{asset['code'].lower()}-{art}_{lang}.pdf"
        artwork_pdf(path, drawing, About.of(asset, label, lang), trim, bleed)
        files.append(BuiltFile(path, role, lang, label, "pdf", also))
    if asset["code"] == "P-A3-03":
        data = typeset.pdf_bytes("helpa4", qr=typeset.qr_svg(asset, dark="#000000"))
        label = "Bản A4 đen trắng cho máy photocopy"
        path = finish(data, out / "p-a3-03-goi-ai-khi-can-a4-den-trang_vi.pdf", About.of(asset, label), grey=True)
        files.append(BuiltFile(path, "den-trang-A4", "vi", label, "pdf"))
    for entry in asset["files"]:
        if entry["role"] == "xem-truoc":
            art = DRAWN[asset["code"]][0][0]
            size = tuple(entry["px"])
            name = f"{asset['code'].lower()}-xem-truoc.png"
            path = screens.drawn(out, name, size, template="artpx", svg=typeset.artwork(art, asset))
            files.append(BuiltFile(path, "xem-truoc", "vi", f"Ảnh xem trước {size[0]} × {size[1]}", "png"))
    return files


def stickers(asset: dict, out: Path) -> list[BuiltFile]:
    """Eight round stickers with CutContour, and the same drawings without it.

    The second file replaces the SVG of the content list, which the upload gate refuses.
    """
    data = typeset.pdf_bytes("stickers", qr=typeset.qr_svg(asset))
    cut = circle_path(32 * MM, 30 * MM)
    die_label, vector_label = "Bản in bế, có đường CutContour", "Bản vector (PDF), không đường bế"
    die = finish(data, out / "sticker-60mm-8-mau-in-be.pdf", About.of(asset, die_label), bleed_mm=2, cut=cut)
    vector = finish(data, out / "sticker-60mm-8-mau-vector.pdf", About.of(asset, vector_label), bleed_mm=2)
    return [BuiltFile(die, "in-be", "vi", die_label, "pdf"), BuiltFile(vector, "vector", "vi", vector_label, "pdf")]


def decal(asset: dict, out: Path) -> list[BuiltFile]:
    """Window decal 20 × 20 cm, cut along the trim."""
    side = 200 * MM
    edge = 3 * MM
    cut = f"{edge:.3f} {edge:.3f} {side:.3f} {side:.3f} re"
    data, label = typeset.pdf_bytes("stickers", kind="decal", qr=typeset.qr_svg(asset)), "Bản in bế 20 × 20 cm"
    path = finish(data, out / "decal-20x20-cup-may-truoc.pdf", About.of(asset, label), bleed_mm=3, cut=cut)
    return [BuiltFile(path, "in-be", "vi", label, "pdf")]


def bookmarks(asset: dict, out: Path) -> list[BuiltFile]:
    """Six Vietnamese and two Khmer designs, and an A4 imposition: ten 5 × 15 cm pieces need two sheets."""
    inputs = {name: typeset.artwork(name, asset) for name in ("bookmark-1", "bookmark-2")}
    inputs["qr"] = typeset.qr_svg(asset)
    files = []
    for lang, label in (("vi", "Bản in 6 mẫu, có tràn lề"), ("km", "Bản in 2 mẫu tiếng Khmer")):
        data = typeset.pdf_bytes("bookmark", lang=lang, **inputs)
        path = finish(data, out / f"danh-dau-trang-5x15_{lang}.pdf", About.of(asset, label, lang), bleed_mm=2)
        files.append(BuiltFile(path, "in-an", lang, label, "pdf"))
    data, label = typeset.pdf_bytes("bookmark", kind="sheet", **inputs), "Bình trang A4: 10 cái trên 2 tờ"
    sheet = finish(data, out / "danh-dau-trang-binh-a4_vi.pdf", About.of(asset, label))
    return [*files, BuiltFile(sheet, "binh-trang-A4", "vi", label, "pdf")]


def infographic(asset: dict, out: Path) -> list[BuiltFile]:
    """Vertical infographic and its full text."""
    path = screens.drawn(out, "infographic-duong-di-va-diem-dung.png", (1080, 1350), template="infographic")
    text = out / "infographic-ban-chu-day-du.txt"
    text.write_text((typeset.DEMO / "content" / "texts" / "infographic.txt").read_text("utf-8"), "utf-8")
    return [
        BuiltFile(path, "mang-xa-hoi", "vi", "Ảnh cho mạng xã hội 1080 × 1350", "png"),
        BuiltFile(text, "ban-chu-day-du", "vi", "Bản chữ đầy đủ", "txt"),
    ]


def help_map(asset: dict, out: Path) -> list[BuiltFile]:
    """A3 map of places that help, with bleed."""
    path = finish(
        typeset.pdf_bytes("helpmap", qr=typeset.qr_svg(asset)),
        out / "infographic-ban-do-tro-giup-a3.pdf",
        About.of(asset, "Bản in A3"),
        bleed_mm=3,
    )
    return [BuiltFile(path, "in-an", "vi", "Bản in A3", "pdf")]


def cards(asset: dict, out: Path) -> list[BuiltFile]:
    """24 cards, nine per A4 sheet, printed on both sides; and the teacher's guide."""
    code = f"{asset['code']} v{typeset.number_of(asset)}"
    label, guide_label = "Bản in A4 hai mặt, 9 thẻ một tờ", "Hướng dẫn cho giáo viên"
    data = typeset.pdf_bytes("cards", qr=typeset.qr_svg(asset), code=code)
    sheet = finish(data, out / "the-tinh-huong-24-the-a4.pdf", About.of(asset, label))
    text = typeset.pdf_bytes("guide", key="cards")
    guide = finish(text, out / "the-tinh-huong-huong-dan-giao-vien.pdf", About.of(asset, guide_label), cmyk=False)
    return [
        BuiltFile(sheet, "in-A4-9-the", "vi", label, "pdf"),
        BuiltFile(guide, "huong-dan-giao-vien", "vi", guide_label, "pdf"),
    ]
