"""The mark of a printed sheet: QR code, code and version, laid over a corner of a PDF's first page as vectors."""

from __future__ import annotations

import base64
import shutil
import tempfile
from itertools import groupby
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from files.intake import sandbox
from files.storage.objects import fetched
from media_library.models import AssetFile
from media_library.print import qr, typst
from media_library.print.imprint import MAX_SOURCE, TooHeavy

MARGIN_MM = 4  # from the cut
WORDS = 0.16  # height of the words below the code, of its width
LARGEST = 0.5  # share of the sheet's shorter side


def marked_copy(file: AssetFile, corner: str) -> bytes:
    """The PDF of `file` with the mark of its version in `corner`, and the language of its row.

    The mark is opaque, so a new one covers the older version's. The file is not approved yet: the sandbox opens it.
    Raises ValidationError for a sheet that is too small, TooHeavy above MAX_SOURCE, typst.Busy, ToolFailed, and OSError
    or botocore errors when storage is away.
    """
    if file.stored.size > MAX_SOURCE:
        raise TooHeavy(_("Tệp này quá lớn để đóng mã ở đây. Bạn đặt mã QR vào bản thiết kế rồi thay tệp."))
    width = _width(file)
    data = {
        "width": width,
        "height": width * (1 + WORDS),
        "words": f"{file.version.asset.code} · v{file.version.number}",
        **_runs(qr.address_of(file.version)),
    }
    options = {
        "layer": base64.b64encode(typst.pdf("mark", data)).decode(),
        "corner": corner,
        "size": [data["width"], data["height"]],
        "margin": MARGIN_MM,
        "lang": file.language,
    }
    with tempfile.TemporaryDirectory(prefix="mark-") as folder:
        source, target = Path(folder) / "in", Path(folder) / "out"
        with fetched(file.stored.key, file.stored.zone) as stream, source.open("wb") as copy:
            shutil.copyfileobj(stream, copy, 1024 * 1024)
        sandbox.run("overlay", source, target, options)
        return target.read_bytes()


def _width(file: AssetFile) -> float:
    """Width of the code in mm: for the sheet's size, on a small sheet the smallest that phones read."""
    side = float(min(file.stored.trim_width_mm or 0, file.stored.trim_height_mm or 0))
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
