"""Reads an XLSX or CSV list, cleaned by the intake, into rows with named fields. Values are not checked here."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import IO, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import load_workbook

from base.text import fold
from files.intake.accept import AcceptedFile, Refused, accept_upload
from media_library.catalogue.table_import import is_too_much

MAX_BYTES = 5_000_000  # a list of 1,500 units has about 0.2 MB
TOO_LARGE = gettext_lazy(
    "Tệp lớn hơn 5 MB. Danh sách 1.500 đơn vị chỉ khoảng 0,2 MB: bạn xóa hình, định dạng và trang thừa."
)
_BROKEN = gettext_lazy("Không đọc được tệp XLSX này. Bạn mở bằng Excel, lưu lại rồi gửi.")
MAX_ROWS = 5000
MAX_COLUMNS = 100  # a single cell far to the right would make every row as long
HEADER_WITHIN = 10  # rows in which the column titles may stand; other text above them is common

#: column title, folded by base.text.fold → field
COLUMNS = {
    "ma": "code",
    "ma truong": "code",
    "ma don vi": "code",
    "ten": "name",
    "ten truong": "name",
    "ten don vi": "name",
    "loai": "kind",
    "loai don vi": "kind",
    "cap": "level",
    "cap hoc": "level",
    "xa": "ward",
    "phuong": "ward",
    "xa phuong": "ward",
    "phuong xa": "ward",
    "xa, phuong": "ward",
    "phuong, xa": "ward",
    "so hoc sinh": "students",
    "hoc sinh": "students",
    "so giao vien": "staff",
    "can bo, giao vien": "staff",
    "nguoi lien he": "contact_name",
    "dien thoai": "contact_phone",
    "thu dien tu": "contact_email",
    "email": "contact_email",
    "led": "has_led",
    "co led": "has_led",
    "tien phong": "is_pioneer",
    "diem truong tien phong": "is_pioneer",
    "tu ngay": "active_from",
    "den ngay": "active_until",
}


class Unreadable(ValueError):
    """The file as a whole cannot be used; the message is shown to the user, `status` is the HTTP status."""

    def __init__(self, message: str, status: int = 422) -> None:
        super().__init__(message)
        self.status = status


def read(file: IO[bytes], name: str) -> list[dict[str, Any]]:
    """[{line, merged, cells: {field: raw value}}] of the file, after the intake has cleaned it.

    Raises Unreadable, or Refused of the intake, with a sentence.
    """
    if getattr(file, "size", 0) > MAX_BYTES:
        raise Unreadable(str(TOO_LARGE), 413)
    # The intake recognises plain text by the extension .txt.
    known_as = f"{name[:-4]}.txt" if name.lower().endswith(".csv") else name
    try:
        with accept_upload("document", file, name=known_as) as accepted:
            return _with_fields(_lines(accepted))
    except Refused as refused:
        if refused.reason in {"broken_zip", "broken_office"} and name.lower().endswith(".xlsx"):
            raise Unreadable(str(_BROKEN)) from refused
        raise


def _lines(accepted: AcceptedFile) -> list[tuple[int, bool, list[Any]]]:
    if accepted.extension == "xlsx":
        return list(_xlsx(accepted.file))
    if accepted.extension in {"csv", "txt"}:
        return list(_csv(accepted.file))
    raise Unreadable(_("Ở đây nhận XLSX hoặc CSV. Bạn lưu lại danh sách ở một trong hai dạng này."), 415)


def _xlsx(file: IO[bytes]) -> Iterator[tuple[int, bool, list[Any]]]:
    if is_too_much(file):
        raise Unreadable(_("Trang tính lớn quá (hơn 12 MB sau khi mở nén). Bạn chép các dòng cần sang tệp mới."), 413)
    try:
        sheet = load_workbook(file, data_only=True).worksheets[0]
    except Exception as error:  # openpyxl raises errors of many types for broken files
        raise Unreadable(str(_BROKEN)) from error
    merged = {row for cells in sheet.merged_cells.ranges for row in range(cells.min_row, cells.max_row + 1)}
    for number, cells in enumerate(sheet.iter_rows(values_only=True, max_col=MAX_COLUMNS), start=1):
        if number > MAX_ROWS + HEADER_WITHIN:
            raise Unreadable(_("Danh sách dài hơn 5.000 dòng. Bạn chia thành nhiều tệp."), 413)
        yield number, number in merged, list(cells)


def _csv(file: IO[bytes]) -> Iterator[tuple[int, bool, list[Any]]]:
    file.seek(0)
    text = file.read().decode("utf-8-sig")
    try:
        dialect: Any = csv.Sniffer().sniff(text[:5000], delimiters=",;\t")
    except csv.Error:
        dialect = csv.excel
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text), dialect), start=1):
            if number > MAX_ROWS + HEADER_WITHIN:
                raise Unreadable(_("Danh sách dài hơn 5.000 dòng. Bạn chia thành nhiều tệp."), 413)
            yield number, False, list(cells)
    except csv.Error as error:  # such as a quotation mark without its end
        words = _("Không đọc được bảng này. Bạn mở trong Excel, lưu lại dạng XLSX hoặc CSV rồi gửi.")
        raise Unreadable(words) from error


def _head(cell: Any) -> str:
    return COLUMNS.get(" ".join(fold(str(cell or "")).replace("/", ", ").replace(" ,", ",").split()), "")


def _with_fields(lines: list[tuple[int, bool, list[Any]]]) -> list[dict[str, Any]]:
    heads = [[_head(cell) for cell in cells] for _number, _merged, cells in lines[:HEADER_WITHIN]]
    place = next((place for place, fields in enumerate(heads) if {"code", "name"} <= set(fields)), None)
    if place is None:
        raise Unreadable(
            _("Không thấy dòng đầu cột. Cần ít nhất hai cột “Mã” và “Tên” trong mười dòng đầu; có tệp mẫu để tải.")
        )
    rows = []
    for number, merged, cells in lines[place + 1 :]:
        values = {field: cell for field, cell in zip(heads[place], cells, strict=False) if field}
        if any(str(value or "").strip() for value in values.values()):
            rows.append({"line": number, "merged": merged, "cells": values})
    if not rows:
        raise Unreadable(_("Dưới dòng đầu cột không có dòng nào."))
    return rows
