"""QR codes of the printed address, and the smallest size at which phones read them."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache

import segno
from django.conf import settings
from django.utils.formats import number_format
from django.utils.safestring import SafeString, mark_safe

from files.models import StoredFile
from media_library.catalogue.computed_fields import size_of
from media_library.models import AssetVersion
from media_library.vocabulary import Size

QUIET_MODULES = 4  # white modules around the code (ISO/IEC 18004)
DPI = 600  # of the PNG, at its smallest printed size
SMALLEST_MODULE = 0.5  # mm; with less, office printers and phones fail
#: Size of the sheet → printed width in mm, at least a tenth of the scanning distance (docs/domain.md C.3)
_BY_SIZE = {Size.SMALL: 20, Size.A5: 25, Size.A4: 30, Size.A3: 50, Size.A2: 70, Size.OTHER: 50}
_LARGE = 100


@dataclass(frozen=True)
class Measure:
    """`width` in mm including the quiet zone, and the `distance` in m from which it can be read."""

    width: int
    distance: str


def address_of(version: AssetVersion) -> str:
    """The content of the code: the absolute printed address, which names the version of the sheet it stands on."""
    return f"{settings.SITE_URL}{version.short_address}"


def _code(address: str) -> segno.QRCode:
    return segno.make(address, error="m", micro=False)


@lru_cache(maxsize=4096)
def modules(address: str) -> int:
    """Width of the code with its white border, in modules."""
    return int(_code(address).symbol_size(border=QUIET_MODULES)[0])


def matrix(address: str) -> tuple[bytearray, ...]:
    """The rows of the code without its white border; 1 is dark."""
    return tuple(_code(address).matrix)


def smallest(version: AssetVersion, printed: StoredFile | None) -> Measure:
    """The smallest width on the sheet `printed` (None: a screen or a sheet of unknown size, taken as A4)."""
    size = size_of(version.asset.kind, printed) if printed else Size.A4
    minimum_width = _BY_SIZE.get(size or Size.A4, _LARGE)
    across = modules(address_of(version))
    width = max(minimum_width, round(across * SMALLEST_MODULE + 0.5))
    return Measure(width, number_format(width / 100, 1, use_l10n=True))


def inline_svg(address: str, scale: int = 4) -> SafeString:
    """The code of a site-relative address as inline SVG, `scale` px a module; hidden from screen readers.

    The address stands beside it as text.
    """
    return _inline(f"{settings.SITE_URL}{address}", scale)


@lru_cache(maxsize=1024)
def _inline(address: str, scale: int) -> SafeString:
    """Drawn once per process: it takes milliseconds."""
    code = _code(address)
    image = code.svg_inline(scale=scale, border=QUIET_MODULES, svgclass="qrcode", lineclass=None)
    return mark_safe(image.replace("<svg ", '<svg aria-hidden="true" ', 1))  # noqa: S308  digits and path commands only


def svg(address: str, width: int, title: str = "") -> bytes:
    """The code of an absolute address as an SVG file that is `width` mm wide when placed unscaled."""
    code, target = _code(address), io.BytesIO()
    modules = code.symbol_size(border=QUIET_MODULES)[0]
    code.save(
        target,
        kind="svg",
        border=QUIET_MODULES,
        dark="#000",
        light="#fff",
        scale=width / modules,
        unit="mm",
        title=title or None,
    )
    return target.getvalue()


def png(address: str, width: int) -> bytes:
    """A PNG that prints `width` mm wide (or slightly more) at DPI without scaling: whole pixels per module."""
    code = _code(address)
    modules = code.symbol_size(border=QUIET_MODULES)[0]
    scale = max(1, -(-round(width / 25.4 * DPI) // modules))  # rounded up
    target = io.BytesIO()
    code.save(target, kind="png", border=QUIET_MODULES, dark="#000", light="#fff", scale=scale, dpi=DPI)
    return target.getvalue()
