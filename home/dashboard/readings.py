"""Readings of the last seven days, by day and by story; no reader is in them (docs/adr/0009-most-read.md)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import TruncDate
from django.utils import timezone

from articles.models import ArticlePage, ReadCount

DAYS = 7
SHOWN = 5  # stories listed
WIDTH, HEIGHT = 280, 80  # of the drawing, in its own units


@dataclass(frozen=True)
class Readings:
    """`days`: (day, readings) oldest first; `stories`: (title, address, readings), most first."""

    days: list[tuple[date, int]]
    stories: list[tuple[str, int, int]]

    @property
    def total(self) -> int:
        return sum(number for _day, number in self.days)

    @property
    def line(self) -> str:
        """The points of a polyline in a box of WIDTH × HEIGHT."""
        most = max((number for _day, number in self.days), default=0) or 1
        step = WIDTH / (len(self.days) - 1)
        return " ".join(
            f"{place * step:.0f},{HEIGHT - number / most * HEIGHT:.0f}"
            for place, (_day, number) in enumerate(self.days)
        )


def days_shown() -> list[date]:
    """The last DAYS days, today the last."""
    return [timezone.localdate() - timedelta(days=DAYS - number) for number in range(1, DAYS + 1)]


def counts_of(condition: Q) -> QuerySet[ReadCount]:
    """Hourly counts of these days, of the stories that `condition` names."""
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    stories = ArticlePage.objects.filter(condition)
    return ReadCount.objects.filter(hour__gte=midnight - timedelta(days=DAYS - 1), page__in=stories)


def of_stories(condition: Q) -> Readings:
    """Readings of the stories that `condition` names; two queries."""
    counts = counts_of(condition)
    by_day = dict(
        counts.annotate(day=TruncDate("hour", tzinfo=timezone.get_current_timezone()))
        .values_list("day")
        .annotate(number=Sum("reads"))
        .order_by()
    )
    top = counts.values_list("page__title", "page_id").annotate(number=Sum("reads")).order_by("-number")[:SHOWN]
    return Readings([(day, by_day.get(day, 0)) for day in days_shown()], list(top))
