"""Refuses dates with a mistyped year."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

FIRST_YEAR, LAST_YEAR = 2000, 2100


def is_sensible(day: date) -> bool:
    """Whether the year lies between FIRST_YEAR and LAST_YEAR, in which all date arithmetic works."""
    return FIRST_YEAR <= day.year <= LAST_YEAR


def refuse_odd_year(day: date | None) -> None:
    """Raise ValidationError for other years, which PostgreSQL can store but Python cannot always handle."""
    if day is not None and not is_sensible(day):
        raise ValidationError(
            _("Năm %(year)s không đúng. Bạn ghi năm từ %(first)s đến %(last)s.")
            % {"year": f"{day.year:04d}", "first": FIRST_YEAR, "last": LAST_YEAR}
        )
