"""What stands in a file that the gate has accepted: lines of a table, HTML of a Word text; read in the sandbox.

openpyxl and mammoth take seconds and much memory for a hostile file of a few kilobytes: in the web process they would
hold up every thread.
"""

from __future__ import annotations

import base64
import json
import shutil
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from base.errors import disk_is_full
from files.cleaners.errors import Rejected
from files.intake import sandbox
from files.intake.accept import AcceptedFile, open_result
from files.intake.deadline import deadline_of_request
from files.intake.full_disk import FULL
from files.intake.messages import UploadRejected
from files.intake.slots import server_refusal
from files.limits import BUDGETS
from files.readers.table import Line, NoTable, TooManyCells
from files.readers.word import PICTURE

__all__ = ["FORMULA_ERRORS", "PICTURE", "Line", "NoTable", "TooManyCells", "table", "word"]

#: What a formula that cannot be worked out shows in its cell.
FORMULA_ERRORS = frozenset(("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"))
#: What JSON raises that none of our readers writes: a parser that was taken over may write anything.
MALFORMED = (KeyError, TypeError, ValueError)


def table(accepted: AcceptedFile, *, max_columns: int, max_lines: int) -> tuple[list[Line], list[str]]:
    """The first lines of the first visible sheet, or of a CSV, and the names of further visible sheets with contents.

    Cells are text, and in an XLSX also numbers, dates and None. Raises NoTable, TooManyCells, and UploadRejected (507)
    on a full disk.
    """
    options = {"extension": accepted.extension, "max_columns": max_columns, "max_lines": max_lines}
    try:
        result = _read("table", accepted, options)
        if fault := result.get("fault"):
            raise TooManyCells if fault == "too_many_cells" else NoTable
        lines = [Line(number, [_value(cell) for cell in cells], merged) for number, cells, merged in result["lines"]]
        return lines, list(result["left_out"])
    except Rejected as rejected:
        raise TooManyCells from rejected  # “too_slow”
    except NoTable:
        raise
    except (sandbox.ToolFailed, *MALFORMED) as failure:
        raise NoTable from failure


def word(accepted: AcceptedFile) -> tuple[str, list[bytes]]:
    """(HTML, pictures in their order) of a DOCX; the `src` of a picture is PICTURE and its number.

    Raises UploadRejected for a file on which the reader breaks, and on a full disk (507).
    """
    try:
        result = _read("word", accepted, {})
        return str(result["html"]), [base64.b64decode(picture) for picture in result["pictures"]]
    except Rejected as rejected:
        raise UploadRejected(rejected.code, profile="word", params=rejected.params) from None
    except (sandbox.ToolFailed, *MALFORMED):
        raise UploadRejected("broken_office", profile="word") from None


def _read(tool: str, accepted: AcceptedFile, options: dict[str, Any]) -> dict[str, Any]:
    """The JSON that `tool` writes. Raises Rejected, sandbox.ToolFailed, and UploadRejected on a full disk."""
    try:
        with tempfile.TemporaryDirectory(prefix="reading-", dir=settings.FILE_UPLOAD_TEMP_DIR) as folder:
            source, target = Path(folder, "in"), Path(folder, "out")
            with source.open("wb") as copy:
                accepted.file.seek(0)
                shutil.copyfileobj(accepted.file, copy)
            sandbox.run(tool, source, target, options, budget=deadline_of_request().shorten(BUDGETS[tool]))
            with open_result(target) as stream:
                return dict(json.load(stream))
    except (FileNotFoundError, ValueError, TypeError, RecursionError) as error:
        raise sandbox.ToolFailed(f"{tool}: wrote no JSON") from error
    except OSError as error:
        if not disk_is_full(error):
            raise
        raise server_refusal(FULL) from None


def _value(cell: Any) -> Any:
    """A cell as the reader saw it; dates stand as {"date": …} in JSON."""
    return datetime.fromisoformat(cell["date"]) if isinstance(cell, dict) else cell
