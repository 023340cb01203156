"""Periods of reports: the days, the period before, and the presets of the form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from campaign.models import Season


@dataclass(frozen=True)
class Period:
    """Days from `first` to `last`, both included."""

    first: date
    last: date

    @property
    def before(self) -> Period:
        """As many days, directly before."""
        return Period(self.first - (self.last - self.first) - timedelta(days=1), self.first - timedelta(days=1))

    @property
    def span(self) -> tuple[datetime, datetime]:
        """First and last moment, for columns of date and time."""
        return (
            timezone.make_aware(datetime.combine(self.first, time.min)),
            timezone.make_aware(datetime.combine(self.last, time.max)),
        )


def presets(season: Season, day: date) -> list[tuple[str, Period]]:
    """(name, period): last week, this month, last month and the whole season, none of them after `day`."""
    monday = day - timedelta(days=day.weekday())
    month = day.replace(day=1)
    last_of_month_before = month - timedelta(days=1)
    return [
        (_("Tuần trước"), Period(monday - timedelta(days=7), monday - timedelta(days=1))),
        (_("Tháng này"), Period(month, day)),
        (_("Tháng trước"), Period(last_of_month_before.replace(day=1), last_of_month_before)),
        (_("Cả mùa"), Period(season.starts_on, min(day, season.ends_on))),
    ]
