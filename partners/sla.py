"""Response time: three working days, in local time."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils import timezone

ANSWER_DAYS = 3  # working days (docs/domain.md D)
#: (day, month) of public holidays with a fixed solar date; holidays of the lunar calendar are not considered.
HOLIDAYS = {(1, 1), (30, 4), (1, 5), (2, 9)}


def is_working_day(day: date) -> bool:
    """Monday to Friday, except HOLIDAYS."""
    return day.weekday() < 5 and (day.day, day.month) not in HOLIDAYS


def answer_due(sent: datetime, days: int = ANSWER_DAYS) -> datetime:
    """23:59 local time on the `days`-th working day after the local day of `sent`."""
    day = timezone.localtime(sent).date()
    while days:
        day += timedelta(days=1)
        days -= is_working_day(day)
    end = datetime.combine(day, datetime.min.time()).replace(hour=23, minute=59)
    return timezone.make_aware(end)
