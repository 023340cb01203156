"""The work of one account: the cards that the board marks as the viewer's own, read without the rest of the board.

The same rules as columns(), which makes everybody's cards; tests/articles/test_own_work.py compares the two.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import CharField, Q
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Revision, WorkflowState

from articles.admin.board.cards import Card, Section
from articles.admin.board.columns import LATE, MOST_DRAFTS
from articles.editorial.access import outlets_of
from articles.editorial.workflow import SAFETY
from articles.models import ArticlePage, FourEyesApprovalTask, PlannedStory, SectionPage
from users.models import User

MOST = 100  # texts that wait for one person
WAITING, RETURNED = WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES


class Step(NamedTuple):
    """Where a text stands in its workflow."""

    page: str
    status: str
    sent_by: int | None
    task: int
    since: datetime
    answered: datetime | None
    comment: str


class Text(NamedTuple):
    """What a card shows of a text."""

    pk: int
    title: str
    path: str
    owner: int | None
    edited: datetime | None
    go_live_at: datetime | None


@dataclass(frozen=True)
class OwnWork:
    """Each list with the longest waiting first, drafts with the newest."""

    returned: list[Card] = field(default_factory=list)
    to_approve: list[Card] = field(default_factory=list)
    assigned: list[Card] = field(default_factory=list)
    drafts: list[Card] = field(default_factory=list)


def own_work(user: User) -> OwnWork:
    """Five queries, and three more where something waits for the approval of `user`."""
    rows = SectionPage.objects.filter(outlet__in=outlets_of(user).order_by()).values_list("path", "pk", "title")
    sections = {path: Section(pk, title) for path, pk, title in rows}
    drafts = _drafts(user)
    tasks = dict(FourEyesApprovalTask.objects.filter(groups__user=user).values_list("pk", "step"))
    steps = _steps(user, list(tasks), drafts)
    texts_by_id = {text.pk: text for text in drafts}
    if missing := [int(step.page) for step in steps if int(step.page) not in texts_by_id]:
        texts_by_id |= {text.pk: text for text in _texts(pk__in=missing)}
    pairs = [(step, texts_by_id[int(step.page)]) for step in steps if int(step.page) in texts_by_id]
    pairs = [(step, text) for step, text in pairs if _parent(text) in sections]
    waiting_pairs = [(step, text) for step, text in pairs if step.status == WAITING and step.task in tasks]
    signed, touched = _written_by(user, [text for _step, text in waiting_pairs])
    to_approve = [
        _card(sections, text, step.since, user, tasks[step.task])
        for step, text in waiting_pairs
        if user.pk not in (text.owner, step.sent_by) and text.pk not in signed
        if text.pk not in touched or not _is_refused(step, text, user)
    ]
    in_workflow = {text.pk for _step, text in pairs} | _scheduled(drafts)
    return OwnWork(
        [
            _card(sections, text, step.answered or step.since, user, comment=step.comment)
            for step, text in pairs
            if step.status == RETURNED and text.owner == user.pk
        ],
        to_approve,
        _planned(sections.values(), user),
        [
            Card(text.title, sections[_parent(text)], text.edited, False, True, _address(text), "")
            for text in drafts
            if text.edited and text.pk not in in_workflow and _parent(text) in sections
        ],
    )


def _parent(text: Text) -> str:
    return text.path[: -Page.steplen]


def _address(text: Text) -> str:
    return reverse("wagtailadmin_pages:edit", args=[text.pk])


def _texts(**condition: Any) -> list[Text]:
    rows = ArticlePage.objects.filter(alias_of=None, **condition).order_by("-latest_revision_created_at")
    columns = ("pk", "draft_title", "path", "owner_id", "latest_revision_created_at", "go_live_at")
    return [Text(*row) for row in rows.values_list(*columns)[:MOST]]


def _drafts(user: User) -> list[Text]:
    """Texts of `user` that were never published, also those in a workflow."""
    return _texts(owner=user, live=False, first_published_at=None, latest_revision_created_at__isnull=False)


def _steps(user: User, tasks: list[int], drafts: list[Text]) -> list[Step]:
    """Where drafts stand, returned texts of `user`, and what waits at `tasks`; the longest waiting first."""
    own = ArticlePage.objects.filter(owner=user).annotate(key=Cast("pk", CharField())).values("key")
    condition = Q(object_id__in=[str(text.pk) for text in drafts]) | Q(status=RETURNED, object_id__in=own)
    if tasks:
        condition |= Q(status=WAITING, current_task_state__task__in=tasks)
    states = WorkflowState.objects.filter(condition, status__in=(WAITING, RETURNED), current_task_state__isnull=False)
    at = "current_task_state__"
    columns = (f"{at}task_id", f"{at}started_at", f"{at}finished_at", f"{at}comment")
    rows = states.order_by(f"{at}started_at").values_list("object_id", "status", "requested_by_id", *columns)
    return [Step(*row) for row in rows[: 3 * MOST]]


def _written_by(user: User, texts: list[Text]) -> tuple[set[int], set[int]]:
    """Keys of those of `texts` whose newest version has `user` in its byline, and of which `user` saved a version."""
    keys = [str(text.pk) for text in texts]
    if not keys:
        return set(), set()
    revisions = Revision.page_revisions.filter(object_id__in=keys).order_by()
    touched = revisions.filter(user=user).values_list("object_id", flat=True).distinct()
    person = getattr(user, "person", None)
    if person is None:
        return set(), {int(key) for key in touched}
    newest = ArticlePage.objects.filter(pk__in=keys).values("latest_revision")
    signed = revisions.filter(pk__in=newest, content__bylines__contains=[{"person": person.pk}])
    return {int(key) for key in signed.values_list("object_id", flat=True)}, {int(key) for key in touched}


def _is_refused(step: Step, text: Text, user: User) -> bool:
    """Whether the step refuses `user`, who has saved a version; asked with the rows themselves, which is rare."""
    task, page = FourEyesApprovalTask.objects.get(pk=step.task), ArticlePage.objects.get(pk=text.pk)
    return task.is_refused_to(page, user)


def _scheduled(drafts: list[Text]) -> set[int]:
    """Keys of those of `drafts` that are approved for an hour."""
    keys = [str(text.pk) for text in drafts if text.go_live_at]
    if not keys:
        return set()
    approved = Revision.page_revisions.filter(object_id__in=keys, approved_go_live_at__isnull=False).order_by()
    return {int(key) for key in approved.values_list("object_id", flat=True)}


def _card(
    sections: dict[str, Section], text: Text, since: datetime, user: User, step: str = "", comment: str = ""
) -> Card:
    safety = reverse("newsroom:safety", args=[text.pk]) if step == SAFETY else ""
    return Card(
        title=text.title,
        section=sections[_parent(text)],
        since=since,
        is_late=since < timezone.now() - LATE,
        is_mine=True,
        address=safety or _address(text),
        owner="",
        comment=comment,
        waits_for=(str(user),),
    )


def _planned(sections: Iterable[Section], user: User) -> list[Card]:
    """Planned stories for `user` that nobody has begun, the first due above."""
    by_id = {section.pk: section for section in sections}
    plans = PlannedStory.objects.filter(writer=user, state=PlannedStory.State.PLANNED, page=None).in_order_of_need()
    rows = plans.values_list("pk", "title", "section_id", "due_at", "planned_for", "note")[:MOST_DRAFTS]
    return [
        Card(
            title=title,
            section=by_id[section],
            since=due or needed_at,  # PlannedStory.needed_at
            is_late=(due or needed_at) < timezone.now(),
            is_mine=True,
            address=reverse("newsroom:arrange", args=["plan", pk]),
            owner="",
            comment=note,
            is_plan=True,
        )
        for pk, title, section, due, needed_at, note in rows
        if section in by_id
    ]
