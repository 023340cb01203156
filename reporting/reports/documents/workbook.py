"""The report as a workbook: one sheet a table, all rows, numbers as numbers."""

from __future__ import annotations

from typing import IO

from base.spreadsheets.writer import Sheet, workbook
from reporting.models import Report


def report_xlsx(report: Report) -> IO[bytes]:
    """A temporary file, which the caller closes. The first sheet has the sentences."""
    sections = report.sections()
    sheets = [Sheet("Tóm tắt", ["Phần", "Nội dung"], [[item["title"], item["text"]] for item in sections])]
    tables = (table for section in sections for table in section["tables"])
    sheets += [Sheet(table["title"], table["head"], table["rows"]) for table in tables]
    return workbook(sheets, widths={"Nội dung": 120, "Phần": 30})
