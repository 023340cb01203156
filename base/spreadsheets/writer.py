"""Answers with a table: XLSX with text as text, and CSV that Excel reads in Vietnamese."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any

from django.http import FileResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.workbook.child import INVALID_TITLE_REGEX

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PART_BYTES = 64_000  # of CSV sent at once
TITLE = 28  # characters of a sheet's title: Excel allows 31, and a second one gets a number
STAMP = 18  # characters of a column of date and hour; Excel shows “####” in a narrower one


def csv_response(file_name: str, head: list[str], rows: Iterable[Iterable[Any]]) -> StreamingHttpResponse:
    """Stream the rows as CSV, UTF-8 with its mark so that Excel reads Vietnamese; formulas.py makes the cells safe."""

    def lines() -> Iterator[str]:
        buffer = io.StringIO()
        writer = csv.writer(buffer)
        yield "\ufeff"
        writer.writerow(head)
        for row in rows:
            writer.writerow([_text(value) for value in row])
            if buffer.tell() > PART_BYTES:
                yield buffer.getvalue()
                buffer.seek(0)
                buffer.truncate()
        yield buffer.getvalue()

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = content_disposition_header(True, file_name)
    return response


def xlsx_response(
    file_name: str, head: list[str], rows: Iterable[Iterable[Any]], *, widths: Mapping[str, int] | None = None
) -> FileResponse:
    """One sheet as a download; `widths` gives columns by their heading, in characters."""
    response = FileResponse(xlsx(head, rows, widths=widths), content_type=XLSX)
    response.headers["Content-Disposition"] = content_disposition_header(True, file_name)
    return response


@dataclass
class Sheet:
    """Title, headings and rows of one sheet."""

    title: str
    head: list[str]
    rows: Iterable[Iterable[Any]]


def xlsx(
    head: list[str], rows: Iterable[Iterable[Any]], *, title: str = "Danh sách", widths: Mapping[str, int] | None = None
) -> IO[bytes]:
    """A temporary file with one sheet, written row by row: memory does not grow with the rows. The caller closes it."""
    return workbook([Sheet(title, head, rows)], widths=widths)


def workbook(sheets: Iterable[Sheet], *, widths: Mapping[str, int] | None = None) -> IO[bytes]:
    """The same with several sheets; a title that is too long for Excel is cut, one that comes twice gets a number."""
    book = Workbook(write_only=True)
    for sheet in sheets:
        _write(book.create_sheet(INVALID_TITLE_REGEX.sub(" ", sheet.title)[:TITLE]), sheet, widths or {})
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the caller closes it
    book.save(file)
    file.seek(0)
    return file


def _write(page: Any, sheet: Sheet, widths: Mapping[str, int]) -> None:
    page.freeze_panes = "A2"
    bold = []
    for number, heading in enumerate(sheet.head, start=1):
        width = widths.get(heading) or max(STAMP if "lúc" in heading.lower() else 10, len(heading) + 3)
        page.column_dimensions[get_column_letter(number)].width = width
        cell = WriteOnlyCell(page, heading)
        cell.font = Font(bold=True)
        bold.append(cell)
    page.append(bold)
    for row in sheet.rows:
        page.append([_cell(page, value) for value in row])


def _text(value: Any) -> Any:
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    return "" if value is None else value


def _cell(sheet: Any, value: Any) -> Any:
    if isinstance(value, datetime):
        cell = WriteOnlyCell(sheet, timezone.localtime(value).replace(tzinfo=None, microsecond=0))
        cell.number_format = "dd-mm-yyyy hh:mm"
        return cell
    if isinstance(value, date):
        cell = WriteOnlyCell(sheet, value)
        cell.number_format = "dd-mm-yyyy"
        return cell
    if value is None or isinstance(value, bool | int | float):
        return value
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", str(value)))
    cell.data_type = "s"  # openpyxl would take “=…” for a formula
    return cell
