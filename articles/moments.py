"""Days and hours that people write: a slip of the finger in the year is told at once, not kept."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

FIRST_YEAR, LAST_YEAR = 2000, 2100


def is_sensible(day: date) -> bool:
    """Within a century in which every calendar, zone and database can count back and forth from `day`."""
    return FIRST_YEAR <= day.year <= LAST_YEAR


def refuse_odd_year(day: date | None) -> None:
    """Raises ValidationError for a day or moment of another century; PostgreSQL holds it, Python reads it not."""
    if day is not None and not is_sensible(day):
        raise ValidationError(
            _("Năm %(year)s không đúng. Bạn ghi năm từ %(first)s đến %(last)s.")
            % {"year": f"{day.year:04d}", "first": FIRST_YEAR, "last": LAST_YEAR}
        )
