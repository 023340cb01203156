"""Renders typst templates as PDF, PNG or Pillow images."""

import functools
import io
import re
from pathlib import Path

import segno
import typst
from PIL import Image

DEMO = Path(__file__).resolve().parent.parent
TYP = DEMO / "files" / "typ"
FONTS = DEMO.parent / "media_library" / "fonts"

QUIET = 4  # white modules around the code (ISO/IEC 18004)

_WIDTH = re.compile(r'viewBox="0 0 ([\d.]+) ')
# A white square with the modules of a QR code in it, as the drawn artworks have it.
_DRAWN_QR = re.compile(
    r'<rect x="(?P<x>[\d.]+)" y="(?P<y>[\d.]+)" width="(?P<side>[\d.]+)" height="(?P=side)" fill="#fff"/>'
    r'<path transform="translate\([\d. ]+\) scale\([\d.]+\)" fill="(?P<dark>#\w+)" d="M0 0h7v1h-7z[^"]*"'
    r' shape-rendering="crispEdges"/>'
)


@functools.cache
def fonts() -> typst.Fonts:
    """Only the project's fonts, so that all machines give the same result."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


def compiler(template: str, **inputs: object) -> typst.Compiler:
    """Compiler of typ/<template>.typ; `inputs` are strings in sys.inputs there."""
    values = {key: str(value) for key, value in inputs.items()}
    return typst.Compiler(
        str(TYP / f"{template}.typ"), root=str(DEMO), font_paths=fonts(), ignore_system_fonts=True, sys_inputs=values
    )


def pdf_bytes(template: str, **inputs: object) -> bytes:
    """PDF with embedded, subset fonts; colours are sRGB."""
    document = compiler(template, **inputs).compile(format="pdf", timestamp=0)
    if not isinstance(document, bytes):
        raise TypeError(f"{template}: typst returned {type(document).__name__} for a PDF")
    return document


def png_pages(template: str, **inputs: object) -> list[bytes]:
    """One PNG per page; 1 pt of the template is 1 px."""
    pages = compiler(template, **inputs).compile(format="png", ppi=72.0)
    return pages if isinstance(pages, list) else [pages] if pages is not None else []


def picture(template: str, **inputs: object) -> Image.Image:
    """First page as a Pillow image with its alpha channel."""
    return Image.open(io.BytesIO(png_pages(template, **inputs)[0]))


def save_picture(image: Image.Image, path: Path) -> Path:
    """Save in the format of the extension: jpg (quality 88), webp (86), png; without metadata."""
    if path.suffix == ".jpg":
        image.convert("RGB").save(path, quality=88, optimize=True, subsampling=0)
    elif path.suffix == ".webp":
        image.convert("RGB").save(path, quality=86, method=4)
    elif image.mode == "RGBA" and image.getchannel("A").getextrema()[0] == 255:
        image.convert("RGB").save(path, optimize=False)
    else:
        image.save(path, optimize=False)
    return path


def number_of(asset: dict) -> str:
    """The number of the version that the library gives to this row of the content list."""
    return str(asset["version"].removesuffix("-demo"))


def printed_address(asset: dict) -> str:
    """The address in the codes of this row: <site>/t/<code>/v<number>/; `site` is the address of the site seeded."""
    return f"{asset['site']}/t/{asset['code'].lower()}/v{number_of(asset)}/"


def _qr(asset: dict) -> segno.QRCode:
    return segno.make(printed_address(asset), error="m", micro=False)


def _plate(asset: dict, left: float, top: float, side: float, dark: str) -> str:
    """SVG elements: the QR code `side` wide with its quiet zone, below it on white the asset's code and its version."""
    code = _qr(asset)
    scale = side / code.symbol_size(border=QUIET)[0]
    modules = "".join(
        f"M{column} {row}h1v1h-1z" for row, line in enumerate(code.matrix) for column, dark in enumerate(line) if dark
    )
    size = _letters(asset) * side
    words = "".join(
        f'<text x="{left + side / 2:.3f}" y="{top + side + (line * 1.2 - 0.2) * size:.3f}" font-size="{size:.3f}"'
        f' font-weight="600" font-family="Be Vietnam Pro" text-anchor="middle" fill="{dark}">{word}</text>'
        for line, word in enumerate((asset["code"], f"v{number_of(asset)}"), start=1)
    )
    return (
        f'<rect x="{left:g}" y="{top:g}" width="{side:g}" height="{side * plate_height(asset):.3f}" fill="#fff"/>'
        f'<path transform="translate({left + QUIET * scale:.3f} {top + QUIET * scale:.3f}) scale({scale:.5f})" '
        f'fill="{dark}" d="{modules}" shape-rendering="crispEdges"/>{words}'
    )


def _letters(asset: dict) -> float:
    """Size of the letters below a QR code that is 1 wide: the asset's code in one line."""
    return min(0.11, 0.95 / (0.68 * len(asset["code"])))


def plate_height(asset: dict) -> float:
    """Height of the QR code with the two lines below it, where the QR code is 1 wide."""
    return 1 + 2.6 * _letters(asset)


def qr_svg(asset: dict, dark: str = "#12202E") -> str:
    """SVG of the QR code with the printed address of the asset's version; its code and number stand below."""
    plate = _plate(asset, 0, 0, 100, dark)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 {100 * plate_height(asset):.3f}">{plate}</svg>'


#: Drawings without a QR code → left, top and side of the place that they leave for it, in mm of the sheet
_PLACES = {
    "bang-ron": (245, 668, 236),
    "poster-bi-mat": (12, 12, 66),
    "poster-bi-mat-km": (12, 12, 66),
    "standee-song-ngu": (30, 30, 115),
    "to-dan-den-trang": (164, 147, 25),
}


def artwork(name: str, asset: dict) -> str:
    """The drawn SVG art/assets/<name>.svg with the QR code, the code and the number of the asset's version.

    They replace the QR code of the drawing, or stand in its place of _PLACES.
    """
    drawing = (DEMO / "art" / "assets" / f"{name}.svg").read_text("utf-8")
    if name in _PLACES:
        scale = float(_WIDTH.findall(drawing)[0]) / asset["spec"]["trim_mm"][0]
        left, top, side = (value * scale for value in _PLACES[name])
        return drawing.replace("</svg>", f"{_plate(asset, left, top, side, '#12202E')}</svg>")
    return _DRAWN_QR.sub(functools.partial(_fresh, asset), drawing)


def _fresh(asset: dict, match: re.Match[str]) -> str:
    left, top, side = (float(match[name]) for name in ("x", "y", "side"))
    return _plate(asset, left, top, side, match["dark"])
