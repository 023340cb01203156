"""Reads an XLSX or CSV list, cleaned by the intake, into rows with named fields. Values are not checked here."""

from __future__ import annotations

from typing import IO, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base.spreadsheets.reader import Line, NoTable, TooManyCells, lines
from base.text import fold
from files.intake.accept import AcceptedFile, UploadRejected, accept_upload

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

    Raises Unreadable, or UploadRejected of the intake, with a sentence.
    """
    if getattr(file, "size", 0) > MAX_BYTES:
        raise Unreadable(str(TOO_LARGE), 413)
    # The intake recognises plain text by the extension .txt.
    known_as = f"{name[:-4]}.txt" if name.lower().endswith(".csv") else name
    try:
        with accept_upload("document", file, name=known_as, takes="XLSX, CSV") as accepted:
            return _with_fields(_lines(accepted))
    except UploadRejected as refused:
        if refused.reason in {"broken_zip", "broken_office"} and name.lower().endswith(".xlsx"):
            raise Unreadable(str(_BROKEN)) from refused
        raise


def _lines(accepted: AcceptedFile) -> list[Line]:
    if accepted.extension not in {"xlsx", "csv", "txt"}:
        raise Unreadable(_("Ở đây nhận XLSX hoặc CSV. Bạn lưu lại danh sách ở một trong hai dạng này."), 415)
    found = []
    try:
        for line in lines(accepted.file, accepted.extension, max_columns=MAX_COLUMNS):
            if line.number > MAX_ROWS + HEADER_WITHIN:
                raise Unreadable(_("Danh sách dài hơn 5.000 dòng. Bạn chia thành nhiều tệp."), 413)
            found.append(line)
    except TooManyCells as error:
        sentence = _("Trang tính lớn quá (hơn 12 MB sau khi mở nén). Bạn chép các dòng cần sang tệp mới.")
        raise Unreadable(sentence, 413) from error
    except NoTable as error:
        words = _("Không đọc được bảng này. Bạn mở trong Excel, lưu lại dạng XLSX hoặc CSV rồi gửi.")
        raise Unreadable(str(_BROKEN) if accepted.extension == "xlsx" else words) from error
    return found


def _head(cell: object) -> str:
    return COLUMNS.get(" ".join(fold(str(cell or "")).replace("/", ", ").replace(" ,", ",").split()), "")


def _with_fields(found: list[Line]) -> list[dict[str, Any]]:
    heads = [[_head(cell) for cell in line.cells] for line in found[:HEADER_WITHIN]]
    place = next((place for place, fields in enumerate(heads) if {"code", "name"} <= set(fields)), None)
    if place is None:
        raise Unreadable(
            _("Không thấy dòng đầu cột. Cần ít nhất hai cột “Mã” và “Tên” trong mười dòng đầu; có tệp mẫu để tải.")
        )
    rows = []
    for line in found[place + 1 :]:
        values = {field: cell for field, cell in zip(heads[place], line.cells, strict=False) if field}
        if any(str(value or "").strip() for value in values.values()):
            rows.append({"line": line.number, "merged": line.is_merged, "cells": values})
    if not rows:
        raise Unreadable(_("Dưới dòng đầu cột không có dòng nào."))
    return rows
