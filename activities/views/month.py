"""One month of the agenda as rows of seven days, with its events in one query and the speakers in none."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from activities.models import Event

YEARS = range(2000, 2101)  # the calendar has no other years
SHOWN = 300  # events of one month


@dataclass
class Day:
    """A square of the grid. `is_out`: it belongs to the month before or after."""

    day: date
    is_out: bool
    is_today: bool
    events: list[Event] = field(default_factory=list)

    @property
    def css(self) -> str:
        names = {"has": bool(self.events), "today": self.is_today, "out": self.is_out}
        return " ".join(name for name, is_so in names.items() if is_so)


@dataclass
class Month:
    """`weeks`: lists of seven days from Monday on. `before` and `after`: first days, None outside YEARS."""

    day: date
    weeks: list[list[Day]]
    before: date | None
    after: date | None

    @property
    def is_empty(self) -> bool:
        """Whether no day of the month itself has an event."""
        return not any(day.events for week in self.weeks for day in week if not day.is_out)


def first_day(year: int, number: int) -> date | None:
    """The first day of month `number` (1 to 12) of `year`; None for one that the calendar does not have."""
    return date(year, number, 1) if year in YEARS and 1 <= number <= 12 else None


def month_of(day: date, kind: str = "") -> Month:
    """The month in which `day` lies, with the public events of `kind` ("": all) on every day of the grid."""
    today = timezone.localdate()
    weeks = [
        [Day(item, item.month != day.month, item == today) for item in week]
        for week in calendar.Calendar().monthdatescalendar(day.year, day.month)
    ]
    days = {item.day: item for week in weeks for item in week}
    events = Event.objects.listed().prefetch_related(None)
    start, end = (timezone.make_aware(datetime.combine(item, time.min)) for item in (min(days), max(days)))
    month_events = events.filter(starts_at__gte=start, starts_at__lt=end + timedelta(days=1)).order_by("starts_at")
    for event in (month_events.filter(kind=kind) if kind else month_events)[:SHOWN]:
        square = days.get(timezone.localdate(event.starts_at))
        if square is not None:
            square.events.append(event)
    first = day.replace(day=1)
    last, coming = first - timedelta(days=1), first + timedelta(days=31)
    return Month(first, weeks, first_day(last.year, last.month), first_day(coming.year, coming.month))
