"""Reads an XLSX or CSV list, cleaned by the intake, into rows with named fields. Values are not checked here."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import IO, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base.text import fold, one_line
from files.intake.accept import AcceptedFile, UploadRejected, accept_upload
from files.intake.contents import Line, NoTable, TooManyCells, table
from files.intake.deadline import shared_deadline

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
    "so hs": "students",
    "hoc sinh": "students",
    "so giao vien": "staff",
    "can bo, giao vien": "staff",
    "nguoi lien he": "contact_name",
    "dien thoai": "contact_phone",
    "so dien thoai": "contact_phone",
    "sdt": "contact_phone",
    "dien thoai di dong": "contact_phone",
    "di dong": "contact_phone",
    "dien thoai 2": "contact_phone",
    "so dien thoai 2": "contact_phone",
    "sdt 2": "contact_phone",
    "dien thoai ban": "contact_phone",
    "dien thoai co dinh": "contact_phone",
    "dien thoai co quan": "contact_phone",
    "thu dien tu": "contact_email",
    "email": "contact_email",
    "led": "has_led",
    "co led": "has_led",
    "tien phong": "is_pioneer",
    "diem truong tien phong": "is_pioneer",
    "tu ngay": "active_from",
    "den ngay": "active_until",
}
#: Columns of everybody's lists that the register has no place for.
UNUSED = {"stt", "tt", "so tt", "so thu tu", "ghi chu"}


class Unreadable(ValueError):
    """The file as a whole cannot be used; the message is shown to the user, `status` is the HTTP status."""

    def __init__(self, message: str, status: int = 422) -> None:
        super().__init__(message)
        self.status = status


@dataclass
class Listing:
    """`rows`: [{line, merged, cells: {field: raw value}}]. `remarks`: sentences about what of the file was not read."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def read(file: IO[bytes], name: str) -> Listing:
    """The rows of the file, after the intake has cleaned it.

    Raises Unreadable, or UploadRejected of the intake, with a sentence.
    """
    if getattr(file, "size", 0) > MAX_BYTES:
        raise Unreadable(str(TOO_LARGE), 413)
    # The intake recognises plain text by the extension .txt.
    known_as = f"{name[:-4]}.txt" if name.lower().endswith(".csv") else name
    try:
        with shared_deadline(), accept_upload("table", file, name=known_as, takes="XLSX, CSV") as accepted:
            sheets: list[str] = []
            listing = _with_fields(_lines(accepted, sheets))
    except UploadRejected as refused:
        if refused.reason in {"broken_zip", "broken_office"} and name.lower().endswith(".xlsx"):
            raise Unreadable(str(_BROKEN)) from refused
        if refused.reason == "broken_text":
            sentence = _(
                "Tệp CSV này không ở bảng mã UTF-8 nên mất dấu. Trong Excel bạn lưu dạng “CSV UTF-8” hoặc XLSX."
            )
            raise Unreadable(sentence, refused.status) from refused
        raise
    if sheets:
        sentence = _(
            "Chỉ trang tính đầu được đọc. Chưa đọc: %(names)s. Bạn chép sang trang đầu, hoặc lưu thành tệp riêng."
        )
        listing.remarks.append(sentence % {"names": _quoted(sheets)})
    return listing


def _quoted(names: list[str]) -> str:
    """The first ten of `names` in quotation marks."""
    return ", ".join(f"“{name}”" for name in names[:10]) + ("…" if len(names) > 10 else "")


def _lines(accepted: AcceptedFile, left_out: list[str]) -> list[Line]:
    if accepted.extension not in {"xlsx", "csv", "txt"}:
        raise Unreadable(_("Ở đây nhận XLSX hoặc CSV. Bạn lưu lại danh sách ở một trong hai dạng này."), 415)
    most = MAX_ROWS + HEADER_WITHIN
    try:
        result, names = table(accepted, max_columns=MAX_COLUMNS, max_lines=most + 1)
    except TooManyCells as error:
        sentence = _("Trang tính lớn quá (hơn 12 MB sau khi mở nén). Bạn chép các dòng cần sang tệp mới.")
        raise Unreadable(sentence, 413) from error
    except NoTable as error:
        words = _("Không đọc được bảng này. Bạn mở trong Excel, lưu lại dạng XLSX hoặc CSV rồi gửi.")
        raise Unreadable(str(_BROKEN) if accepted.extension == "xlsx" else words) from error
    if result and result[-1].number > most:
        raise Unreadable(_("Danh sách dài hơn 5.000 dòng. Bạn chia thành nhiều tệp."), 413)
    left_out += names
    return result


def _head(cell: object) -> str:
    return COLUMNS.get(" ".join(fold(str(cell or "")).replace("/", ", ").replace(" ,", ",").split()), "")


def _with_fields(all_lines: list[Line]) -> Listing:
    heads = [[_head(cell) for cell in line.cells] for line in all_lines[:HEADER_WITHIN]]
    place = next((place for place, fields in enumerate(heads) if {"code", "name"} <= set(fields)), None)
    if place is None:
        raise Unreadable(
            _("Không thấy dòng đầu cột. Cần ít nhất hai cột “Mã” và “Tên” trong mười dòng đầu; có tệp mẫu để tải.")
        )
    listing = Listing()
    titles = [one_line(str(cell or ""), 40) for cell in all_lines[place].cells]
    unread = [title for title, known in zip(titles, heads[place], strict=True) if title and not known]
    unread = [title for title in unread if fold(title) not in UNUSED]
    for line in all_lines[place + 1 :]:
        values: dict[str, Any] = {}
        for field_name, cell in zip(heads[place], line.cells, strict=False):
            if field_name and not str(values.get(field_name) or "").strip():  # “Xã” and “Phường” may be two columns
                values[field_name] = cell.date().isoformat() if isinstance(cell, datetime) else cell
            elif field_name == "contact_phone" and str(cell or "").strip():
                values[field_name] = f"{values[field_name]}; {cell}"
        if any(str(value or "").strip() for value in values.values()):
            listing.rows.append({"line": line.number, "merged": line.is_merged, "cells": values})
    if not listing.rows:
        raise Unreadable(_("Dưới dòng đầu cột không có dòng nào."))
    if unread:
        sentence = _("Các cột này không được đọc vì tên cột không có trong tệp mẫu: %(names)s.")
        listing.remarks.append(sentence % {"names": _quoted(unread)})
    return listing
