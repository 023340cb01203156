"""Parses cells of spreadsheets: numbers with separators, “x” for yes, dates as text."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from base.day import refuse_odd_year
from base.text import fold, whole_number

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
