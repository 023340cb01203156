"""Lines of an XLSX or CSV as JSON: {"lines": [[number, cells, is_merged]], "left_out": [names of sheets]}."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import IO, Any, NamedTuple

from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

MAX_PART_BYTES = 12_000_000  # one part of an XLSX, unpacked: ten times what a full list takes
MAX_MERGED_CELLS = 50_000
LONGEST_CELL = 4000  # characters, more than any field of ours takes, so that its own limit refuses the cell
SAMPLE_CHARACTERS = 5000  # from which the separator of a CSV is guessed
#: First line by which Excel tells itself the separator.
_SEPARATOR = re.compile(r"sep=([,;\t])\n", re.IGNORECASE)
#: Number formats of codes and telephone numbers: “00000”, “0### ### ###”, “"0"#########”; no decimals, no thousands.
_ZEROS = re.compile(r'(?:"(\d+)")?([0#\s\\\-]+)')
_MERGED = re.compile(rb"""<(?:\w+:)?mergeCell\b[^>]*?\bref\s*=\s*["']([^"']{1,40})["']""")


class NoTable(ValueError):
    """The file cannot be read as a table."""


class TooManyCells(NoTable):
    """Reading the table would take too long."""


class Line(NamedTuple):
    """One line, from 1. `is_merged`: some of its cells belong to a merged range (XLSX only)."""

    number: int
    cells: list[Any]
    is_merged: bool = False


def clean(
    source: Path, target: Path, profile: None, extension: str, max_columns: int, max_lines: int
) -> dict[str, Any]:
    """Write the first `max_lines` lines of the first visible sheet, or of a CSV.

    Cells are text, and in an XLSX also numbers and None; a date is {"date": ISO 8601}. `left_out`: further visible
    sheets with something in them. What cannot be read is {"fault": "no_table"} or {"fault": "too_many_cells"}.
    """
    left_out: list[str] = []
    result: dict[str, Any]
    try:
        with source.open("rb") as file:
            lines = _xlsx(file, max_columns, left_out) if extension == "xlsx" else _csv(file)
            result = {"lines": [_shortened(line) for line in islice(lines, max_lines)], "left_out": left_out}
    except TooManyCells:
        result = {"fault": "too_many_cells"}
    except NoTable:
        result = {"fault": "no_table"}
    with target.open("w", encoding="utf-8") as stream:
        json.dump(result, stream, ensure_ascii=False, default=_plain)
    return {"extension": "json", "media_type": "application/json"}


def _shortened(line: Line) -> Line:
    """The line without what follows LONGEST_CELL characters of a cell, because cells are judged in a request."""
    return line._replace(cells=[cell[:LONGEST_CELL] if isinstance(cell, str) else cell for cell in line.cells])


def _plain(value: Any) -> Any:
    if isinstance(value, (datetime, date)):
        return {"date": value.isoformat()}
    return str(value)


def _xlsx(file: IO[bytes], max_columns: int, left_out: list[str]) -> Iterator[Line]:
    try:
        if _is_too_much(file):
            raise TooManyCells
        sheets = load_workbook(file, data_only=True).worksheets
        sheet, *others = [tab for tab in sheets if tab.sheet_state == "visible"] or sheets[:1]
    except TooManyCells:
        raise
    except Exception as error:  # openpyxl raises errors of many types for broken files
        raise NoTable from error
    left_out += [tab.title for tab in others if any(any(row) for row in tab.iter_rows(max_row=50, values_only=True))]
    merged = {row for cells in sheet.merged_cells.ranges for row in range(cells.min_row, cells.max_row + 1)}
    for number, cells in enumerate(sheet.iter_rows(max_col=max_columns), start=1):
        yield Line(number, [_as_shown(cell) for cell in cells], number in merged)


def _as_shown(cell: Any) -> Any:
    """The value of a cell; a number whose format shows zeros in front of it, such as “00000”, as that text."""
    match = _ZEROS.fullmatch(cell.number_format.split(";")[0]) if type(cell.value) is int and cell.value >= 0 else None
    if match is None:
        return cell.value
    digits = len(re.sub(r"[^0#]", "", match[2]).lstrip("#"))  # a 0 makes zeros of all places after it
    return f"{match[1] or ''}{cell.value:0{digits}d}" if match[1] or digits > 1 else cell.value


def _csv(file: IO[bytes]) -> Iterator[Line]:
    file.seek(0)
    try:
        text = re.sub(r"\r\n?", "\n", file.read().decode("utf-8-sig"))  # lines of an old Mac end with “\r”
        match = _SEPARATOR.match(text)
        named: dict[str, Any] = {"delimiter": match[1]} if match else {}
        dialect: Any = csv.excel if match else _dialect(text[:SAMPLE_CHARACTERS])
        for number, cells in enumerate(csv.reader(io.StringIO(text), dialect, **named), start=1):
            if number > 1 or not match:
                yield Line(number, list(cells))
    except (csv.Error, UnicodeDecodeError) as error:  # such as a quotation mark without its end
        raise NoTable from error


def _dialect(sample: str) -> Any:
    try:
        return csv.Sniffer().sniff(sample, delimiters=",;\t")
    except csv.Error:
        return csv.excel


def _is_too_much(file: IO[bytes]) -> bool:
    """Whether an XLSX would keep openpyxl busy for minutes; leaves the file at 0.

    A few packed kilobytes may be gigabytes of cells, and one merged range may cover every possible cell.
    """
    file.seek(0)
    merged = 0
    with zipfile.ZipFile(file) as archive:
        parts = archive.infolist()
        sizes = [part.file_size for part in parts]
        if max(sizes) > MAX_PART_BYTES or sum(sizes) > 4 * MAX_PART_BYTES:
            return True
        for part in parts:
            if part.filename.startswith("xl/worksheets/"):
                merged += sum(_cells_of(ref.decode()) for ref in _MERGED.findall(archive.read(part)))
    file.seek(0)
    return merged > MAX_MERGED_CELLS


def _cells_of(reference: str) -> int:
    """Number of cells of “A1:C9”; more than the limit for a reference that openpyxl cannot read."""
    try:
        first, top, last, bottom = range_boundaries(reference)
        return (last - first + 1) * (bottom - top + 1)
    except (TypeError, ValueError):
        return MAX_MERGED_CELLS + 1
