"""XLSX and CSV downloads in which no cell is read as a formula."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from files.storage.signed_urls import content_disposition

#: First characters of formulas. The last four are full-width signs, which some spreadsheets read as the plain ones.
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
#: Columns 40 characters wide, for sentences and addresses; the others are as wide as their titles.
WIDE = {"Đơn vị", "Tên", "Việc", "Liên kết", "Ghi chú", "Lời nhắn", "Lý do", "Xã, phường", "Ảnh 1", "Ảnh 2", "Ảnh 3"}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def safe(value: Any) -> Any:
    """Value of a CSV cell: text that a spreadsheet would calculate gets an apostrophe (OWASP, CSV injection)."""
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    if isinstance(value, str) and value.lstrip(" ").startswith(_DANGEROUS):
        return f"'{value}"
    return "" if value is None else value


def csv_response(file_name: str, head: list[str], rows: Iterable[list[Any]]) -> StreamingHttpResponse:
    """Stream `rows` as UTF-8 with a byte order mark, without which Excel misreads Vietnamese."""

    def lines() -> Iterator[str]:
        buffer = io.StringIO()
        writer = csv.writer(buffer)
        yield "\ufeff"
        writer.writerow(head)
        for row in rows:
            writer.writerow([safe(value) for value in row])
            if buffer.tell() > 64_000:
                yield buffer.getvalue()
                buffer.seek(0)
                buffer.truncate()
        yield buffer.getvalue()

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = content_disposition(file_name)
    return response


def xlsx_response(file_name: str, head: list[str], rows: Iterable[list[Any]]) -> HttpResponse:
    """One sheet, written row by row, so that memory does not grow with the rows. Text stays text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Danh sách")
    sheet.freeze_panes = "A2"
    bold = []
    for number, title in enumerate(head, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = 40 if title in WIDE else max(10, len(title) + 3)
        cell = WriteOnlyCell(sheet, title)
        cell.font = Font(bold=True)
        bold.append(cell)
    sheet.append(bold)
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    file = tempfile.TemporaryFile()  # noqa: SIM115 - FileResponse closes it
    book.save(file)
    file.seek(0)
    response = FileResponse(file, content_type=XLSX)
    response.headers["Content-Disposition"] = content_disposition(file_name)
    return response


def _cell(sheet: Any, value: Any) -> Any:
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None, microsecond=0)
    if value is None or isinstance(value, bool | int | float | date):
        return value
    text = ILLEGAL_CHARACTERS_RE.sub("", str(value))
    if not text.startswith(_DANGEROUS):
        return text
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"  # openpyxl would take “=…” for a formula
    return cell
