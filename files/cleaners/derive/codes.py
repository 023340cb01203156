"""Read the QR codes on the pages of a PDF. Runs in the sandbox."""

from contextlib import suppress
from pathlib import Path
from typing import Any

from ..limits import Profile

MAX_CODES, MAX_CHARACTERS, MAX_PAGES = 20, 300, 8
SIDE = 2400  # px: a code of 240 mm on a banner of 3 m has 190 px
DPI = 150


def clean(source: Path, target: Path, profile: Profile | None) -> dict[str, Any]:
    """Returns "codes": what the QR codes on the first MAX_PAGES pages hold, each once, sorted."""
    import pypdfium2
    import zxingcpp

    found: set[str] = set()
    codes = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    with pypdfium2.PdfDocument(source) as document:
        for number in range(min(len(document), MAX_PAGES)):
            page = document[number]
            scale = min(DPI / 72, SIDE / max(*page.get_size(), 1))
            picture = page.render(scale=scale, may_draw_forms=False).to_pil().convert("L")
            for code in zxingcpp.read_barcodes(picture, formats=codes):
                with suppress(UnicodeError):  # bytes that are no text
                    found.add(code.text[:MAX_CHARACTERS])
    return {"codes": sorted(found)[:MAX_CODES]}
