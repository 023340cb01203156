"""The report as DOCX, to be edited further: the same words and tables as the PDF."""

from __future__ import annotations

import io
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from reporting.models import Report

from .content import words

FONT = "Times New Roman"  # decree 30/2020/NĐ-CP, annex I


def report_docx(report: Report, proof: str) -> bytes:
    """A4, margins 20 mm above and below, 30 mm left, 15 mm right, 13 points."""
    text = words(report, proof)
    document = docx.Document()
    _page(document)
    _head(document, text)
    for section in text["sections"]:
        _paragraph(document, section["title"], bold=True)
        _paragraph(document, section["text"], indent=True)
        for table in section["tables"]:
            _table(document, table)
    _signature(document, text)
    _paragraph(document, text["foot"], size=9)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _page(document: Any) -> None:
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin = page.bottom_margin = Mm(20)
    page.left_margin, page.right_margin = Mm(30), Mm(15)
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(13)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    style.paragraph_format.space_after = Pt(6)


def _paragraph(
    parent: Any, text: str, *, bold: bool = False, center: bool = False, indent: bool = False, size: int = 13
) -> Any:
    return _write(parent.add_paragraph(), text, bold=bold, center=center, indent=indent, size=size)


def _write(
    paragraph: Any, text: str, *, bold: bool = False, center: bool = False, indent: bool = False, size: int = 13
) -> Any:
    run = paragraph.add_run(text)
    run.bold, run.font.size = bold, Pt(size)
    if center:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if indent:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        paragraph.paragraph_format.first_line_indent = Mm(10)
    return paragraph


def _head(document: Any, text: dict[str, Any]) -> None:
    left, right = document.add_table(rows=1, cols=2).rows[0].cells
    for cell, lines in (
        (left, [(text["parent"], False), (text["issuer"], True), (text["number"], False)]),
        (right, [(text["state"], True), (text["motto"], True), (text["place"], False)]),
    ):
        for at, (line, bold) in enumerate((line, bold) for line, bold in lines if line):
            paragraph = cell.add_paragraph() if at else cell.paragraphs[0]  # a cell begins with one
            _write(paragraph, line, bold=bold, center=True, size=12)
    if text["draft"]:
        _paragraph(document, text["draft"], bold=True, center=True)
    _paragraph(document, text["kind"], bold=True, center=True, size=14)
    _paragraph(document, text["title"], bold=True, center=True, size=14)
    _paragraph(document, text["recipient"], center=True)
    _paragraph(document, text["opening"], indent=True)


def _table(document: Any, table: dict[str, Any]) -> None:
    _paragraph(document, table["title"], bold=True, size=12)
    grid = document.add_table(rows=1, cols=len(table["head"]), style="Table Grid")
    _fill(grid.rows[0], table["head"], [False] * len(table["head"]), bold=True)
    for values in table["rows"]:
        _fill(grid.add_row(), values, table["numeric"])
    _paragraph(document, table["rest"], size=11)


def _fill(row: Any, values: list[str], numeric: list[bool], *, bold: bool = False) -> None:
    for cell, value, is_number in zip(row.cells, values, numeric, strict=True):
        run = cell.paragraphs[0].add_run(value)
        run.font.size, run.bold = Pt(11), bold
        if is_number:
            cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _signature(document: Any, text: dict[str, Any]) -> None:
    left, right = document.add_table(rows=1, cols=2).rows[0].cells
    for line in text["copies"]:
        _paragraph(left, line, size=11)
    _paragraph(right, text["signer_title"], bold=True, center=True)
    for _line in range(3):  # room for the signature
        right.add_paragraph()
    _paragraph(right, text["signer"], bold=True, center=True)
