"""Renders typst templates as PDF, PNG or Pillow images."""

import functools
import io
from pathlib import Path

import segno
import typst
from PIL import Image

DEMO = Path(__file__).resolve().parent.parent
TYP = DEMO / "files" / "typ"
FONTS = DEMO.parent / "media_library" / "fonts"

# Host in the demo's QR codes; the drawn artworks use the same.
QR_HOST = "https://example.com"


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
    made = compiler(template, **inputs).compile(format="pdf", timestamp=0)
    if not isinstance(made, bytes):
        raise TypeError(f"{template}: typst returned {type(made).__name__} for a PDF")
    return made


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


def qr_svg(code: str, dark: str = "#12202E") -> str:
    """SVG of a QR code with the asset's permanent short address /t/<code>/ and a quiet zone of four modules."""
    out = io.BytesIO()
    segno.make(f"{QR_HOST}/t/{code.lower()}/", error="m").save(
        out, kind="svg", border=4, dark=dark, light="#fff", scale=1
    )
    return out.getvalue().decode()
