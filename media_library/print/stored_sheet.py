"""Print sheets made ahead, so that a basket's ZIP takes them from storage as it takes files."""

from __future__ import annotations

import tempfile
from pathlib import Path

from media_library.derivatives import specs
from media_library.models import AssetFile, Derivative
from media_library.print.sheet import print_sheet
from media_library.print.typst import Busy

PDF = "application/pdf"


def make(job: Derivative) -> None:
    """Store the print sheet of a released file.

    Raises specs.Unwanted for one that is not released, or not any more, OSError when no place is free: it waits then.
    """
    file = AssetFile.objects.released().filter(stored=job.stored_id).first()
    if file is None:
        raise specs.Unwanted
    with tempfile.TemporaryDirectory(prefix="sheet-") as folder:
        path = Path(folder) / "sheet.pdf"
        try:
            path.write_bytes(print_sheet(file))
        except Busy as busy:
            raise OSError("typst: no place free") from busy
        specs.keep(job, path, {"extension": "pdf", "media_type": PDF})


specs.MAKERS[Derivative.Form.PRINT_SHEET] = make
