"""Entries of the editorial calendar: planned, written, scheduled and published stories of a month."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import CharField, OuterRef, Subquery
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision

from articles.editorial.access import within
from articles.models import ArticlePage, PlannedStory, SectionPage
from base.day import is_sensible

PLANNED, WISHED, SCHEDULED, PUBLISHED = "plan", "wish", "scheduled", "published"
KINDS = {
    PLANNED: _("Dự kiến"),
    WISHED: _("Nháp có giờ mong muốn"),
    SCHEDULED: _("Đã duyệt, hẹn giờ"),
    PUBLISHED: _("Đã đăng"),
}
WITHOUT_HOUR = _("Nháp chưa có giờ")
MOST = 600  # entries of each kind in one month
UNFOLDED = 4  # entries of a day that are open; the others are folded
MOST_WITHOUT_HOUR = 30  # drafts without an hour that are listed


@dataclass(frozen=True)
class Item:
    """One entry. `moment` is None without an hour; `is_movable`: it may still be changed; `who` shall write it."""

    kind: str
    pk: int
    title: str
    moment: datetime | None
    section: SectionPage
    address: str
    is_movable: bool
    who: str = ""
    due: datetime | None = None

    @property
    def kind_label(self) -> str:
        """Name of the entry's kind."""
        return str(KINDS[self.kind] if self.moment else WITHOUT_HOUR)

    @property
    def form_address(self) -> str:
        """Address of the form that moves it."""
        return reverse("newsroom:arrange", args=["plan" if self.kind == PLANNED else "story", self.pk])


def month_asked(text: str) -> date:
    """The first day of the month in `text` (“2026-11”); of the present month for anything else."""
    try:
        month = datetime.strptime(text, "%Y-%m").date()
    except (ValueError, OverflowError):
        month = timezone.localdate()
    return (month if is_sensible(month) else timezone.localdate()).replace(day=1)


def span(month: date) -> tuple[datetime, datetime]:
    """Aware (start, end) of the weeks, from Monday, that the page of `month` shows."""
    weeks = calendar.Calendar(firstweekday=0).monthdatescalendar(month.year, month.month)
    zone = timezone.get_current_timezone()
    start = datetime.combine(weeks[0][0], datetime.min.time(), zone)
    return start, datetime.combine(weeks[-1][-1], datetime.min.time(), zone) + timedelta(days=1)


def items(sections: list[SectionPage], start: datetime, end: datetime) -> list[Item]:
    """All entries of `sections` between two moments, by time; three queries."""
    by_path = {section.path: section for section in sections}
    by_id = {section.pk: section for section in sections}
    plans = PlannedStory.objects.filter(section__in=sections, planned_for__gte=start, planned_for__lt=end, page=None)
    found = [
        Item(
            PLANNED,
            plan.pk,
            plan.title,
            plan.planned_for,
            by_id[plan.section_id],
            "",
            True,
            str(plan.writer or ""),
            plan.due_at,
        )
        for plan in plans.exclude(state=PlannedStory.State.DROPPED).select_related("writer")[:MOST]
    ]
    stories = ArticlePage.objects.filter(within(sections), alias_of=None)
    columns = ("pk", "draft_title", "path", "live")
    live = stories.filter(live=True, published_at__gte=start, published_at__lt=end)
    for pk, title, path, _live, moment in live.values_list(*columns, "published_at")[:MOST]:
        found.append(_story(PUBLISHED, pk, title, moment, by_path[path[: -Page.steplen]]))
    approved = Revision.objects.filter(
        object_id=Cast(OuterRef("pk"), CharField()),
        base_content_type__app_label="wagtailcore",
        approved_go_live_at__isnull=False,
    )
    waiting = stories.annotate(approved_for=Subquery(approved.values("approved_go_live_at")[:1]))
    for pk, title, path, is_live, moment, approved_for in waiting.filter(go_live_at__isnull=False).values_list(
        *columns, "go_live_at", "approved_for"
    )[: MOST * 2]:
        when = approved_for or moment
        if start <= when < end and not (is_live and approved_for is None):
            kind = SCHEDULED if approved_for else WISHED
            found.append(_story(kind, pk, title, when, by_path[path[: -Page.steplen]]))
    return sorted(found, key=lambda item: (item.moment, item.title))


def without_hour(sections: list[SectionPage]) -> list[Item]:
    """Drafts of `sections` without an hour, newest first; one query.

    At most one more than MOST_WITHOUT_HOUR, which tells the caller that there are others.
    """
    by_path = {section.path: section for section in sections}
    drafts = ArticlePage.objects.filter(within(sections), alias_of=None, live=False, first_published_at=None)
    rows = drafts.filter(go_live_at=None).order_by("-latest_revision_created_at", "-pk")
    return [
        _story(WISHED, pk, title, None, by_path[path[: -Page.steplen]])
        for pk, title, path in rows.values_list("pk", "draft_title", "path")[: MOST_WITHOUT_HOUR + 1]
    ]


def kind_of(target: PlannedStory | ArticlePage) -> str:
    """The kind (of KINDS) of a plan, or of an unpublished story with an hour."""
    if isinstance(target, PlannedStory):
        return PLANNED
    return SCHEDULED if target.revisions.exclude(approved_go_live_at=None).exists() else WISHED


def _story(kind: str, pk: int, title: str, moment: datetime | None, section: SectionPage) -> Item:
    address = reverse("wagtailadmin_pages:edit", args=[pk])
    return Item(kind, pk, title, moment, section, address, kind in {WISHED, SCHEDULED})


def weeks(month: date, found: list[Item]) -> list[list[dict[str, Any]]]:
    """The month as weeks from Monday, each day {"date", "in_month", "is_today", "items", "folded"}."""
    by_day: dict[date, list[Item]] = {}
    for item in found:
        by_day.setdefault(timezone.localtime(item.moment).date(), []).append(item)
    today = timezone.localdate()
    return [
        [
            {
                "date": day,
                "in_month": day.month == month.month,
                "is_today": day == today,
                "items": by_day.get(day, [])[:UNFOLDED],
                "folded": by_day.get(day, [])[UNFOLDED:],
            }
            for day in week
        ]
        for week in calendar.Calendar(firstweekday=0).monthdatescalendar(month.year, month.month)
    ]
