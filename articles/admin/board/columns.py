"""Columns of the board: texts by step of the workflow, drafts and planned stories, scheduled ones.

The board needs a number of queries that does not grow with the texts, and some for each text that the viewer has edited
and could approve: its versions are compared.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from operator import itemgetter
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Revision, WorkflowState, WorkflowTask

from articles.admin.board.cards import COLUMNS, DRAFTS, RETURNED, SCHEDULED, Card
from articles.editorial.access import outlets_of, within
from articles.editorial.workflow import EDITING, SAFETY, SECRETARY
from articles.models import ArticlePage, FourEyesApprovalTask, PlannedStory, SectionPage
from articles.models.querysets import ArticleQuerySet
from users.models import User
from users.roles import ARRANGERS

LATE = timedelta(hours=24)  # texts that wait longer are marked
MOST = 300  # texts read from each of the two lists, waiting and scheduled
MOST_DRAFTS = 30  # drafts and planned stories shown; older ones are reached by search
#: Steps whose approval is a move on the board. Child safety needs its points, the last step a look at the text.
MOVED_BY_HAND = {EDITING, SECRETARY}


@dataclass(frozen=True)
class Desk:
    """What the board knows of its viewer and of the steps, read once."""

    user: User
    tasks: dict[int, FourEyesApprovalTask]
    groups: set[int]
    approvers: dict[int, set[int]]  # task → groups
    people: dict[int, dict[int, str]]  # task → {account: name}
    following: dict[tuple[int, int], str]  # (workflow, task) → next step


def desk_of(user: User) -> Desk:
    """Five queries."""
    tasks = FourEyesApprovalTask.objects.in_bulk()
    links = FourEyesApprovalTask.groups.through.objects.values_list("foureyesapprovaltask_id", "group_id")
    approvers: dict[int, set[int]] = {}
    for task, group in links:
        approvers.setdefault(task, set()).add(group)
    members: dict[int, dict[int, str]] = {}
    approver_groups = {group for groups in approvers.values() for group in groups}
    for person in User.objects.filter(is_active=True, groups__in=approver_groups).distinct().prefetch_related("groups"):
        for group in person.groups.all():
            members.setdefault(group.pk, {})[person.pk] = str(person)
    people = {
        task: {pk: name for group in groups for pk, name in members.get(group, {}).items()}
        for task, groups in approvers.items()
    }
    own = set(user.groups.values_list("pk", flat=True))
    return Desk(user, tasks, own, approvers, people, _following({pk: task.step for pk, task in tasks.items()}))


def _following(steps: dict[int, str]) -> dict[tuple[int, int], str]:
    next_steps: dict[tuple[int, int], str] = {}
    last: tuple[int, int] | None = None
    for workflow, task in WorkflowTask.objects.order_by("workflow", "sort_order").values_list("workflow_id", "task_id"):
        if last is not None and last[0] == workflow:
            next_steps[last] = steps.get(task, "")
        last = (workflow, task)
    return next_steps


def columns(sections: list[SectionPage], user: User) -> list[dict[str, Any]]:
    """[{"key", "name", "items"}], each column with the longest waiting first."""
    by_column: dict[str, list[Card]] = {key: [] for key in COLUMNS}
    stories, desk = _stories(sections), desk_of(user)
    by_path = {section.path: section for section in sections}
    states = _states(stories)
    pages = stories.select_related("owner").in_bulk([int(state.object_id) for state in states])
    signed, touched = _signed_by(user, pages.values()), _touched_by(user, pages.values())
    for state in states:
        page = pages.get(int(state.object_id))
        if page is not None and state.current_task_state is not None:
            column, card = _waiting(desk, by_path, state, page, signed, touched)
            by_column[column].append(card)
    for hour, page in _scheduled(stories):
        by_column[SCHEDULED].append(_card(by_path, page, hour, is_late=False))
    known_ids = {*pages, *(card.page.pk for card in by_column[SCHEDULED] if card.page)}
    arranges = set(outlets_of(user, ARRANGERS).values_list("pk", flat=True))
    by_column[DRAFTS] = [*_planned(sections, user, arranges), *_drafts(desk, by_path, stories, arranges, known_ids)]
    return [{"key": key, "name": name, "items": by_column[key]} for key, name in COLUMNS.items()]


def _waiting(
    desk: Desk, by_path: dict[str, SectionPage], state: WorkflowState, page: ArticlePage,
    signed: set[int], touched: set[int],
) -> tuple[str, Card]:  # fmt: skip
    """(column, card) of a text in a workflow."""
    step, user = state.current_task_state, desk.user
    task = desk.tasks.get(step.task_id)
    own = user.pk in {page.owner_id, state.requested_by_id} or page.pk in signed
    if state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        card = _card(by_path, page, step.finished_at or step.started_at)
        mine = page.owner_id == user.pk
        card = replace(card, is_mine=mine, comment=step.comment, waits_for=(card.owner,))
        return RETURNED, replace(card, moves=(EDITING,) if mine else ())
    mine = not own and bool(desk.groups & desk.approvers.get(step.task_id, set()))
    refused = mine and task is not None and page.pk in touched and task.specific.is_refused_to(page, user)
    others = {key: name for key, name in desk.people.get(step.task_id, {}).items() if key != page.owner_id}
    following = desk.following.get((state.workflow_id, step.task_id), "")
    key = task.step if task is not None and task.step else EDITING
    forward = (following,) if mine and not refused and key in MOVED_BY_HAND and following else ()
    card = _card(by_path, page, step.started_at)
    if key == SAFETY and mine and not refused:  # the points beside the text
        card = replace(card, address=reverse("newsroom:safety", args=[page.pk]))
    card = replace(
        card,
        is_mine=mine and not refused,
        waits_for=tuple(others.values()),
        moves=(*forward, RETURNED) if mine else (),
    )
    return key, card


def _card(by_path: dict[str, SectionPage], page: ArticlePage, since: datetime, *, is_late: bool | None = None) -> Card:
    late = since < timezone.now() - LATE if is_late is None else is_late
    return Card(
        title=page.draft_title,
        section=by_path[page.path[: -Page.steplen]],
        since=since,
        is_late=late,
        is_mine=False,
        address=reverse("wagtailadmin_pages:edit", args=[page.pk]),
        owner=str(page.owner or "—"),
        genre=page.genre,
        genre_name=page.get_genre_display(),
        page=page,
    )


def _states(stories: ArticleQuerySet) -> list[WorkflowState]:
    """Workflows of `stories` that wait, the longest waiting first.

    Few texts wait, while `stories` may be a hundred thousand: so all that wait are read first, of every newsroom.
    """
    waiting = WorkflowState.objects.filter(
        status__in=(WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES),
        base_content_type=ContentType.objects.get_for_model(Page),
    )
    keys = stories.filter(pk__in=[int(key) for key in waiting.values_list("object_id", flat=True)])
    states = waiting.filter(object_id__in=[str(key) for key in keys.values_list("pk", flat=True)])
    return list(states.select_related("current_task_state").order_by("current_task_state__started_at")[:MOST])


def _signed_by(user: User, pages: Iterable[ArticlePage]) -> set[int]:
    """Primary keys of `pages` whose newest version has `user` in its byline; two queries at most."""
    person = getattr(user, "person", None)
    if person is None:
        return set()
    newest = Revision.objects.filter(pk__in=[page.latest_revision_id for page in pages])
    carrying = newest.filter(content__bylines__contains=[{"person": person.pk}])
    return {int(pk) for pk in carrying.values_list("object_id", flat=True)}


def _touched_by(user: User, pages: Iterable[ArticlePage]) -> set[int]:
    """Primary keys of `pages` of which `user` has saved any version."""
    keys = [str(page.pk) for page in pages]
    saved = Revision.page_revisions.filter(user=user, object_id__in=keys).order_by().distinct()
    return {int(pk) for pk in saved.values_list("object_id", flat=True)}


def _stories(sections: list[SectionPage]) -> ArticleQuerySet:
    return ArticlePage.objects.filter(within(sections), alias_of=None).defer("body", "transcript")


def _scheduled(stories: ArticleQuerySet) -> list[tuple[datetime, ArticlePage]]:
    """(hour, text) of those of `stories` that were approved for an hour, the nearest first; read as in _states()."""
    approved = Revision.page_revisions.filter(approved_go_live_at__isnull=False)
    hours = {int(key): moment for key, moment in approved.values_list("object_id", "approved_go_live_at")}
    pages = stories.filter(pk__in=hours).select_related("owner")
    return sorted(((hours[page.pk], page) for page in pages), key=itemgetter(0))[:MOST]


def _drafts(
    desk: Desk, by_path: dict[str, SectionPage], stories: ArticleQuerySet, arranges: set[int], known_ids: set[int]
) -> list[Card]:
    """The newest texts that were never published and wait for nobody: one's own; secretary and chief see all."""
    arranged = [section for section in by_path.values() if section.outlet_id in arranges]
    condition = Q(owner=desk.user) | within(arranged) if arranged else Q(owner=desk.user)
    rows = stories.filter(condition, live=False, first_published_at=None, latest_revision_created_at__isnull=False)
    rows = rows.exclude(pk__in=known_ids).select_related("owner").order_by("-latest_revision_created_at")
    cards = []
    for page in rows[:MOST_DRAFTS]:
        card = _card(by_path, page, page.latest_revision_created_at, is_late=False)  # nobody waits for it
        cards.append(replace(card, is_mine=page.owner_id == desk.user.pk, moves=(EDITING,)))
    return cards


def _planned(sections: list[SectionPage], user: User, arranges: set[int]) -> list[Card]:
    """Planned stories that nobody has begun: one's own; secretary and chief see all; the first due above."""
    by_id = {section.pk: section for section in sections}
    plans = PlannedStory.objects.filter(section__in=sections, state=PlannedStory.State.PLANNED, page=None)
    plans = plans.filter(Q(writer=user) | Q(section__outlet__in=arranges)).exclude(writer=None).select_related("writer")
    return [
        Card(
            title=plan.title,
            section=by_id[plan.section_id],
            since=plan.needed_at,
            is_late=plan.needed_at < timezone.now(),
            is_mine=plan.writer_id == user.pk,
            address=reverse("newsroom:arrange", args=["plan", plan.pk]),
            owner=str(plan.writer),
            genre=plan.genre,
            comment=plan.note if plan.writer_id == user.pk else "",
            is_plan=True,
        )
        for plan in plans.in_order_of_need()[:MOST_DRAFTS]
    ]
