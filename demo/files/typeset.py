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

# Host in the demo's QR codes; the drawn artworks use the same.
QR_HOST = "https://example.com"
QUIET = 4  # white modules around the code (ISO/IEC 18004)

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


def short_address(asset: dict) -> str:
    """The address printed on the sheets of this row of the content list, with its version: /t/<code>/v<number>/."""
    return f"/t/{asset['code'].lower()}/v{asset['version'].removesuffix('-demo')}/"


def _qr(asset: dict) -> segno.QRCode:
    return segno.make(QR_HOST + short_address(asset), error="m", micro=False)


def qr_svg(asset: dict, dark: str = "#12202E") -> str:
    """SVG of the QR code with the short address of the asset's version and a quiet zone of four modules."""
    out = io.BytesIO()
    _qr(asset).save(out, kind="svg", border=QUIET, dark=dark, light="#fff", scale=1)
    return out.getvalue().decode()


def artwork(name: str, asset: dict) -> str:
    """The drawn SVG art/assets/<name>.svg, a QR code in it replaced by that of the asset's version, as large."""
    drawing = (DEMO / "art" / "assets" / f"{name}.svg").read_text("utf-8")
    return _DRAWN_QR.sub(functools.partial(_fresh, _qr(asset)), drawing)


def _fresh(code: segno.QRCode, match: re.Match[str]) -> str:
    left, top, side = (float(match[name]) for name in ("x", "y", "side"))
    scale = side / code.symbol_size(border=QUIET)[0]
    modules = "".join(
        f"M{column} {row}h1v1h-1z" for row, line in enumerate(code.matrix) for column, dark in enumerate(line) if dark
    )
    return (
        f'<rect x="{left:g}" y="{top:g}" width="{side:g}" height="{side:g}" fill="#fff"/>'
        f'<path transform="translate({left + QUIET * scale:.3f} {top + QUIET * scale:.3f}) scale({scale:.5f})" '
        f'fill="{match["dark"]}" d="{modules}" shape-rendering="crispEdges"/>'
    )
