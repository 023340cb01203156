"""Read the QR codes on the pages of a PDF or in a picture. Runs in the sandbox."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from PIL import Image

from ..limits import Profile
from .thumbnail import upright_picture

MAX_CODES, MAX_CHARACTERS, MAX_PAGES = 20, 300, 8
SIDE = 2400  # px: a code of 240 mm on a banner of 3 m has 190 px
DPI = 150


def clean(source: Path, target: Path, profile: Profile | None, media_type: str) -> dict[str, Any]:
    """Returns "codes": what the QR codes hold, of a PDF those on its first MAX_PAGES pages; each once, sorted."""
    import zxingcpp

    found: set[str] = set()
    codes = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    for picture in _pictures(source, media_type):
        for code in zxingcpp.read_barcodes(picture.convert("L"), formats=codes):
            with suppress(UnicodeError):  # bytes that are no text
                found.add(code.text[:MAX_CHARACTERS])
    return {"codes": sorted(found)[:MAX_CODES]}


def _pictures(source: Path, media_type: str) -> Iterator[Image.Image]:
    if media_type != "application/pdf":
        picture = upright_picture(source, media_type)
        picture.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
        yield picture
        return
    import pypdfium2

    with pypdfium2.PdfDocument(source) as document:
        for number in range(min(len(document), MAX_PAGES)):
            page = document[number]
            scale = min(DPI / 72, SIDE / max(*page.get_size(), 1))
            yield page.render(scale=scale, may_draw_forms=False).to_pil()
