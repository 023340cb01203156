"""Parses cells of spreadsheets: numbers with separators, “x” for yes, dates as text."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from base.day import refuse_odd_year
from base.text import fold, one_line, whole_number
from schools.models.units import MAX_PHONES

MAX_NUMBER = 1_000_000
_EXCEL_DAY_ZERO = date(1899, 12, 30)
_YES = {"x", "co", "1", "true", "yes", "dung"}
_NO = {"khong", "0", "false", "no", "sai", "-"}


class Refusal(ValueError):
    """The cell cannot be read; the message is shown to the user."""


def read_number(cell: object, label: str) -> int | None:
    """1200, “1.200”, “1 200”, 1200.0 → 1200; None for an empty cell. Raises Refusal."""
    if cell is None or str(cell).strip() == "":
        return None
    if isinstance(cell, bool):
        raise Refusal(_("%(label)s phải là số.") % {"label": label})
    text = re.sub(r"[.,\s](?=\d{3}(\D|$))", "", re.sub(r"\.0$", "", str(cell).strip()))
    number = whole_number(text, most=MAX_NUMBER)
    if number is None:
        raise Refusal(_("%(label)s “%(cell)s” không phải số từ 0 đến 1.000.000.") % {"label": label, "cell": cell})
    return number


def read_text(cell: object, label: str, most: int) -> str:
    """The cell on one line. Raises Refusal for more than `most` characters: nothing is cut off."""
    text = one_line("" if cell is None else str(cell), most + 1)
    if len(text) > most:
        raise Refusal(_too_long(label, most))
    return text


def _too_long(label: str, most: int) -> str:
    return _("%(label)s dài hơn %(most)d ký tự. Bạn rút ngắn lại.") % {"label": label, "most": most}


_PHONES = re.compile(r"\s*[;/,|\n]\s*|\s(?:-|–|hoặc|và)\s")  # of a cell without two spaces in a row
MOST_TYPED = 200  # characters of a cell with telephone numbers and what separates them
MOST_DIGITS = 12  # of one telephone number, with 84 in front


def read_phones(cell: object) -> tuple[str, list[str]]:
    """All telephone numbers of the cell, “0292 382 0000, 0912345678”, and remarks.

    A spreadsheet drops the zero in front of a number: nine digits of a mobile telephone, ten that begin with 2 of a
    landline get it back. Raises Refusal for more than MAX_PHONES characters.
    """
    remarks, numbers = [], []
    text = "" if cell is None else re.sub(r"[^\S\n]+", " ", str(cell))
    if len(text) > MOST_TYPED:
        raise Refusal(_too_long(_("Điện thoại"), MAX_PHONES))
    for part in _PHONES.split(text):
        number = re.sub(r"\.0$", "", " ".join(part.split()))
        if not number or number in numbers:
            continue
        digits = re.sub(r"\D", "", number)
        if re.fullmatch(r"[\d .-]+", number) and re.fullmatch(r"[35789]\d{8}|2\d{9}", digits):
            number = f"0{number}"
            remarks.append(
                _("Điện thoại %(cell)s thiếu số 0 ở đầu: ghi là %(number)s.") % {"cell": part, "number": number}
            )
        elif not 3 <= len(digits) <= MOST_DIGITS:
            remarks.append(_("Điện thoại “%(cell)s” không giống một số: bạn xem lại.") % {"cell": part})
        if number not in numbers:
            numbers.append(number)
    return read_text(", ".join(numbers), _("Điện thoại"), MAX_PHONES), remarks


def read_flag(cell: object) -> bool | None:
    """“x”, “có”, 1 → True; “không”, 0 → False; None for an empty cell. Raises Refusal."""
    text = " ".join(fold(str("" if cell is None else cell)).split())
    if text == "":
        return None
    if text in _YES or text in _NO:
        return text in _YES
    raise Refusal(_("“%(cell)s” không rõ là có hay không. Bạn ghi x hoặc để trống.") % {"cell": cell})


def read_date(cell: object) -> date | None:
    """A real date, Excel's number of a day, or text such as 05/09/2025 (day first); None for empty. Raises Refusal."""
    if cell is None or str(cell).strip() == "":
        return None
    day = _day(cell)
    try:
        refuse_odd_year(day)
    except ValidationError as error:
        raise Refusal(error.message) from None
    return day


def _day(cell: object) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = str(cell).strip().removesuffix(".0")
    if 20_000 < (days := whole_number(text) or 0) < 80_000:
        return _EXCEL_DAY_ZERO + timedelta(days=days)
    for pattern in ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%y"):
        try:
            return datetime.strptime(text, pattern).date()
        except ValueError:
            continue
    raise Refusal(_("Ngày “%(cell)s” không đọc được. Bạn ghi như 05/09/2025.") % {"cell": cell})
