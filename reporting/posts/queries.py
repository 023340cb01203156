"""Counts of posts: the days of a week, and a row per body with its channels and reach."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from reporting.models import Post, PostQuerySet


def week_of(day: date) -> list[date]:
    """The seven days, from Monday, of the week of `day`."""
    monday = day - timedelta(days=day.weekday())
    return [monday + timedelta(days=number) for number in range(7)]


def by_day(posts: PostQuerySet, days: list[date]) -> list[tuple[date, list[Post]]]:
    """Posts of each day of `days`: by the day of publication, else by the planned one; one query."""
    found: dict[date, list[Post]] = {day: [] for day in days}
    for post in posts.between(days[0], days[-1]).order_by("channel", "pk"):
        found[post.posted_on or post.planned_for].append(post)
    return list(found.items())


def per_body(posts: PostQuerySet) -> QuerySet[Any, Any]:
    """A row per body: what is published on each channel and in all, and the reach; one query."""
    published = Q(posted_on__isnull=False)
    counts = {channel.value: Count("pk", filter=published & Q(channel=channel)) for channel in Post.Channel}
    rows: QuerySet[Any, Any] = posts.order_by().values("body__name")
    return rows.annotate(
        total=Count("pk", filter=published),
        planned=Count("pk", filter=~published),
        reached=Coalesce(Sum("reach"), 0),
        **counts,
    ).order_by("-total", "body__name")
