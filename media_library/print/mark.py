"""The mark of a printed sheet: QR code, code and version, laid over a corner of a PDF's first page as vectors."""

from __future__ import annotations

import io
from itertools import groupby

import pikepdf
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from media_library.models import AssetFile
from media_library.print import qr, typst
from media_library.print.imprint import MAX_SOURCE, POINTS, TooHeavy, source_of, trim_of

MARGIN_MM = 4  # from the cut
WORDS = 0.16  # height of the words below the code, of its width
LARGEST = 0.5  # share of the sheet's shorter side


def marked_copy(file: AssetFile, corner: str) -> bytes:
    """The PDF of `file` with the mark of its version in `corner`, and the language of its row.

    The mark is opaque, so a new one covers the older version's. Raises ValidationError for a sheet that is too small,
    TooHeavy above MAX_SOURCE, typst.Busy, and OSError or botocore errors when storage is away.
    """
    if file.stored.size > MAX_SOURCE:
        raise TooHeavy(_("Tệp này quá lớn để đóng mã ở đây. Bạn đặt mã QR vào bản thiết kế rồi thay tệp."))
    with source_of(file) as source, pikepdf.open(source) as sheet:
        page = sheet.pages[0]
        width, height, left, top = trim_of(page)
        trim_width, trim_height = (float(page.trimbox[n + 2] - page.trimbox[n]) / POINTS for n in (0, 1))
        mark_width = _width(file, min(trim_width, trim_height))
        mark_height = mark_width * (1 + WORDS)
        data = {
            "sheet_width": width,
            "sheet_height": height,
            "x": left + (MARGIN_MM if "left" in corner else trim_width - mark_width - MARGIN_MM),
            "y": top + (MARGIN_MM if "top" in corner else trim_height - mark_height - MARGIN_MM),
            "width": mark_width,
            "height": mark_height,
            "words": f"{file.version.asset.code} · v{file.version.number}",
            **_runs(qr.address_of(file.version)),
        }
        with pikepdf.open(io.BytesIO(typst.pdf("mark", data))) as layer:
            page.add_overlay(layer.pages[0], pikepdf.Rectangle(*map(float, page.mediabox)))
        sheet.Root.Lang = pikepdf.String(file.language)
        target = io.BytesIO()
        sheet.save(target, deterministic_id=True)
    return target.getvalue()


def _width(file: AssetFile, side: float) -> float:
    """Width of the code in mm: for the sheet's size, on a small sheet the smallest that phones read."""
    least = qr.modules(qr.address_of(file.version)) * qr.SMALLEST_MODULE
    wanted = qr.smallest(file.version, file.stored).width
    if wanted <= side * LARGEST:
        return wanted
    if least + 2 * MARGIN_MM > side:
        raise ValidationError(_("Tờ này nhỏ hơn mã QR. Bạn đặt mã ở tờ lớn hơn, hoặc ghi lý do phát hành."))
    return least


def _runs(address: str) -> dict[str, object]:
    """The code as runs of dark modules, with its white border."""
    runs = []
    for y, row in enumerate(qr.matrix(address)):
        x = 0
        for dark, modules in groupby(row):
            length = len(list(modules))
            if dark:
                runs.append((x + qr.QUIET_MODULES, y + qr.QUIET_MODULES, length))
            x += length
    return {"modules": qr.modules(address), "runs": runs}
