"""Typst: one compiler for print PDFs and for pictures of an exact pixel size."""

import functools
import io
from pathlib import Path

import segno
import typst
from PIL import Image

DEMO = Path(__file__).resolve().parent.parent
TYP = DEMO / "files" / "typ"
FONTS = DEMO.parent / "media_library" / "fonts"

# Address printed in demo QR codes; the drawn artworks use the same host.
QR_HOST = "https://example.com"


@functools.cache
def fonts() -> typst.Fonts:
    """Only the demo's own fonts, so that every machine sets the same page."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


def compiler(template: str, **inputs: object) -> typst.Compiler:
    """Compiler of typ/<template>.typ; inputs arrive there as strings in sys.inputs."""
    values = {key: str(value) for key, value in inputs.items()}
    return typst.Compiler(
        str(TYP / f"{template}.typ"), root=str(DEMO), font_paths=fonts(), ignore_system_fonts=True, sys_inputs=values
    )


def pdf_bytes(template: str, **inputs: object) -> bytes:
    """PDF with vector art and embedded, subset fonts; colours still sRGB."""
    return compiler(template, **inputs).compile(format="pdf", timestamp=0)


def png_pages(template: str, **inputs: object) -> list[bytes]:
    """One PNG a page; 1 pt in the template is 1 px in the picture."""
    pages = compiler(template, **inputs).compile(format="png", ppi=72.0)
    return pages if isinstance(pages, list) else [pages]


def picture(template: str, **inputs: object) -> Image.Image:
    """First page as a Pillow image, alpha kept."""
    return Image.open(io.BytesIO(png_pages(template, **inputs)[0]))


def save_picture(image: Image.Image, path: Path) -> Path:
    """Write by extension: jpg (q 88), webp (q 86), png. No metadata is written."""
    if path.suffix == ".jpg":
        image.convert("RGB").save(path, quality=88, optimize=True, subsampling=0)
    elif path.suffix == ".webp":
        image.convert("RGB").save(path, quality=86, method=4)
    elif image.mode == "RGBA" and image.getextrema()[3][0] == 255:
        image.convert("RGB").save(path, optimize=False)
    else:
        image.save(path, optimize=False)
    return path


def qr_svg(code: str, dark: str = "#12202E") -> str:
    """QR of the asset's permanent short address /t/<code>/, quiet zone of four modules included."""
    out = io.BytesIO()
    segno.make(f"{QR_HOST}/t/{code.lower()}/", error="m").save(
        out, kind="svg", border=4, dark=dark, light="#fff", scale=1
    )
    return out.getvalue().decode()
