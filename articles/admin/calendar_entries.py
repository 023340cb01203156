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
from wagtail.permissions import page_permission_policy

from articles.editorial.access import within
from articles.models import ArticlePage, PlannedStory, SectionPage
from base.day import is_sensible
from users.models import User

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
    """One entry. `moment` is None without an hour; `is_movable`: it may still be changed; `who` shall write it.

    `address`: the editor of a story, for who may open it.
    """

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


class Stories:
    """Makes the entries of stories in `sections`, with the address of the editor where `user` may open it.

    That is Wagtail's rule for pages: the right to change them, or to add there for one's own. No query for a story.
    """

    def __init__(self, sections: list[SectionPage], user: User) -> None:
        may = page_permission_policy.user_has_permission_for_instance
        self.by_path, self.user = {section.path: section for section in sections}, user
        self.changed = {path for path, section in self.by_path.items() if may(user, "change", section)}
        self.added = {path for path, section in self.by_path.items() if may(user, "add", section)}

    def entry(self, kind: str, pk: int, title: str, moment: datetime | None, path: str, owner: int | None) -> Item:
        """The entry of the story with this path and owner."""
        place = path[: -Page.steplen]
        opens = place in self.changed or (owner == self.user.pk and place in self.added)
        address = reverse("wagtailadmin_pages:edit", args=[pk]) if opens else ""
        return Item(kind, pk, title, moment, self.by_path[place], address, kind in {WISHED, SCHEDULED})


def items(sections: list[SectionPage], start: datetime, end: datetime, user: User) -> list[Item]:
    """All entries of `sections` between two moments, by time, as `user` may open them; three queries."""
    builder = Stories(sections, user)
    by_id = {section.pk: section for section in sections}
    plans = PlannedStory.objects.filter(section__in=sections, planned_for__gte=start, planned_for__lt=end, page=None)
    entries = [
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
    columns = ("pk", "draft_title", "path", "owner_id", "live")
    live = stories.filter(live=True, published_at__gte=start, published_at__lt=end)
    for pk, title, path, owner, _live, moment in live.values_list(*columns, "published_at")[:MOST]:
        entries.append(builder.entry(PUBLISHED, pk, title, moment, path, owner))
    approved = Revision.objects.filter(
        object_id=Cast(OuterRef("pk"), CharField()),
        base_content_type__app_label="wagtailcore",
        approved_go_live_at__isnull=False,
    )
    waiting = stories.annotate(approved_for=Subquery(approved.values("approved_go_live_at")[:1]))
    for pk, title, path, owner, is_live, moment, approved_for in waiting.filter(go_live_at__isnull=False).values_list(
        *columns, "go_live_at", "approved_for"
    )[: MOST * 2]:
        when = approved_for or moment
        if start <= when < end and not (is_live and approved_for is None):
            kind = SCHEDULED if approved_for else WISHED
            entries.append(builder.entry(kind, pk, title, when, path, owner))
    return sorted(entries, key=lambda item: (item.moment, item.title))


def without_hour(sections: list[SectionPage], user: User) -> list[Item]:
    """Drafts of `sections` without an hour, newest first, as `user` may open them; one query.

    At most one more than MOST_WITHOUT_HOUR, which tells the caller that there are others.
    """
    builder = Stories(sections, user)
    drafts = ArticlePage.objects.filter(within(sections), alias_of=None, live=False, first_published_at=None)
    rows = drafts.filter(go_live_at=None).order_by("-latest_revision_created_at", "-pk")
    return [
        builder.entry(WISHED, pk, title, None, path, owner)
        for pk, title, path, owner in rows.values_list("pk", "draft_title", "path", "owner_id")[: MOST_WITHOUT_HOUR + 1]
    ]


def kind_of(target: PlannedStory | ArticlePage) -> str:
    """The kind (of KINDS) of a plan, or of an unpublished story with an hour."""
    if isinstance(target, PlannedStory):
        return PLANNED
    return SCHEDULED if target.revisions.exclude(approved_go_live_at=None).exists() else WISHED


def weeks(month: date, entries: list[Item]) -> list[list[dict[str, Any]]]:
    """The month as weeks from Monday, each day {"date", "in_month", "is_today", "items", "folded"}."""
    by_day: dict[date, list[Item]] = {}
    for item in entries:
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
