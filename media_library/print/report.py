"""A table as PDF: the print form of the library's reports (typ/report.typ)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from base.templatetags.vi import ngay_ngan, stamp
from media_library.print import typst


def table_pdf(title: str, subtitle: str, head: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes:
    """An A4 PDF of `rows` below `head`; lying when it has more than five columns. Raises typst.Busy."""
    numeric = [
        bool(rows) and all(isinstance(row[at], int | float | Decimal) for row in rows) for at in range(len(head))
    ]
    data = {
        "lang": get_language() or "vi",
        "title": title,
        "subtitle": subtitle,
        "head": [str(heading) for heading in head],
        "numeric": numeric,
        "rows": [[_text(value) for value in row] for row in rows],
        "foot": _("In lúc %(at)s từ khongmotminh") % {"at": stamp(timezone.now())},
    }
    return typst.pdf("report", data)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("có") if value else _("không")
    if isinstance(value, int | float | Decimal):
        return str(number_format(value, use_l10n=True, force_grouping=True))
    if isinstance(value, date):
        return ngay_ngan(value)
    if isinstance(value, list | tuple):
        return ", ".join(_text(item) for item in value)
    return str(value)
