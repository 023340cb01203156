"""Bàn tòa soạn: texts that wait, by step of the workflow and outlet, the longest waiting first.

The page needs ten queries whatever the number of texts, and some for each text that the viewer has edited and could
approve: its versions are compared.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import CharField, OuterRef, Subquery
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision, WorkflowState

from articles.admin.base_views import NewsroomAdminView, chosen_outlet
from articles.editorial.access import sections_of, within
from articles.editorial.workflow import CHIEF, EDITING, SAFETY, SECRETARY
from articles.models import ArticlePage, FourEyesApprovalTask, SectionPage
from articles.models.querysets import ArticleQuerySet
from users.models import User

LATE = timedelta(hours=24)  # texts that wait longer are marked
MOST = 300  # texts read from each of the two lists, waiting and scheduled
OWN_DRAFTS = 30  # drafts shown to their writer; older ones are reached by search
DRAFTS, RETURNED, SCHEDULED = "drafts", "returned", "scheduled"
MINE, OVERDUE = "cua-toi", "tre"  # values of ?loai=
FILTERS = {"": _("Tất cả"), MINE: _("Việc của tôi"), OVERDUE: _("Chờ quá 24 giờ")}
COLUMNS = {
    DRAFTS: _("Nháp của bạn"),
    EDITING: _("Chờ biên tập"),
    SAFETY: _("Chờ kiểm an toàn"),
    SECRETARY: _("Chờ lên lịch"),
    CHIEF: _("Chờ duyệt đăng"),
    RETURNED: _("Trả lại người viết"),
    SCHEDULED: _("Đã hẹn giờ"),
}


@dataclass(frozen=True)
class Waiting:
    """One text on the board. `is_mine`: the viewer can act on it now."""

    page: ArticlePage
    section: SectionPage
    since: datetime
    is_late: bool
    is_mine: bool
    comment: str
    address: str


def columns(sections: list[SectionPage], user: User) -> list[dict[str, Any]]:
    """[{"key", "name", "items"}], each column with the longest waiting first."""
    found: dict[str, list[Waiting]] = {key: [] for key in COLUMNS}
    stories = _stories(sections)
    states = list(
        WorkflowState.objects.filter(
            status__in=(WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES),
            object_id__in=stories.annotate(key=Cast("pk", CharField())).values("key"),
        )
        .select_related("current_task_state")
        .order_by("current_task_state__started_at")[:MOST]
    )
    tasks = FourEyesApprovalTask.objects.in_bulk()
    steps = {pk: task.step for pk, task in tasks.items()}
    groups = set(user.groups.values_list("pk", flat=True))
    approvers = _approvers(steps)
    pages = stories.select_related("owner").in_bulk([int(state.object_id) for state in states])
    signed = _signed_by(user, pages.values())
    touched = _touched_by(user, pages.values())
    by_path = {section.path: section for section in sections}
    for state in states:
        task, page = state.current_task_state, pages.get(int(state.object_id))
        if task is None or page is None:
            continue
        returned = state.status == WorkflowState.STATUS_NEEDS_CHANGES
        column = RETURNED if returned else steps.get(task.task_id) or EDITING
        since = task.finished_at if returned and task.finished_at else task.started_at
        own = user.pk in {page.owner_id, state.requested_by_id} or page.pk in signed
        mine = page.owner_id == user.pk if returned else not own and bool(groups & approvers.get(task.task_id, set()))
        if mine and not returned and page.pk in touched:
            mine = not tasks[task.task_id].specific.is_refused_to(page, user)
        found[column].append(_waiting(page, by_path, since, mine, task.comment if returned else ""))
    for page in _scheduled(stories):
        found[SCHEDULED].append(_waiting(page, by_path, page.approved_for, False, ""))
    known = {*pages, *(item.page.pk for item in found[SCHEDULED])}
    for page in _own_drafts(stories, user):
        if page.pk not in known:
            draft = _waiting(page, by_path, page.latest_revision_created_at, True, "")
            found[DRAFTS].append(replace(draft, is_late=False))  # nobody waits for it
    return [{"key": key, "name": name, "items": found[key]} for key, name in COLUMNS.items()]


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


def _scheduled(stories: ArticleQuerySet) -> ArticleQuerySet:
    moment = Revision.objects.filter(
        object_id=Cast(OuterRef("pk"), CharField()),
        base_content_type__app_label="wagtailcore",
        approved_go_live_at__isnull=False,
    )
    due = stories.annotate(approved_for=Subquery(moment.values("approved_go_live_at")[:1]))
    return due.filter(approved_for__isnull=False).select_related("owner").order_by("approved_for")[:MOST]


def _own_drafts(stories: ArticleQuerySet, user: User) -> ArticleQuerySet:
    """The newest texts of `user` that were never published, also those that wait."""
    own = stories.filter(owner=user, live=False, first_published_at=None, latest_revision_created_at__isnull=False)
    return own.select_related("owner").order_by("-latest_revision_created_at")[:OWN_DRAFTS]


def filtered(board: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    """The columns with the texts that `kind` of FILTERS names; any other value names all."""
    if kind not in (MINE, OVERDUE):
        return board
    wanted = {MINE: lambda item: item.is_mine, OVERDUE: lambda item: item.is_late}[kind]
    return [column | {"items": [item for item in column["items"] if wanted(item)]} for column in board]


def _approvers(steps: dict[int, str]) -> dict[int, set[int]]:
    links = FourEyesApprovalTask.groups.through.objects.all().values_list("foureyesapprovaltask_id", "group_id")
    found: dict[int, set[int]] = {}
    for task, group in links:
        found.setdefault(task, set()).add(group)
    return found


def _waiting(page: ArticlePage, by_path: dict, since: datetime, mine: bool, comment: str) -> Waiting:
    return Waiting(
        page=page,
        section=by_path[page.path[: -Page.steplen]],
        since=since,
        is_late=since < timezone.now() - LATE,
        is_mine=mine,
        comment=comment,
        address=reverse("wagtailadmin_pages:edit", args=[page.pk]),
    )


class BoardView(NewsroomAdminView):
    """The board, filtered by outlet with `?co-quan=`, by what waits for the viewer or too long with `?loai=`."""

    page_title = _("Bàn tòa soạn")
    template_name = "articles/admin/board.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the columns, the outlets to choose from, and how many texts there are."""
        mine, chosen = chosen_outlet(self.request)
        sections = sections_of(chosen)
        kind = self.request.GET.get("loai", "")
        board = filtered(columns(sections, self.request.user), kind)
        return super().get_context_data(**kwargs) | {
            "outlets": mine,
            "chosen": chosen[0].slug if len(chosen) == 1 and len(mine) > 1 else "",
            "columns": board,
            "number": sum(len(column["items"]) for column in board if column["key"] != DRAFTS),
            "filters": FILTERS.items(),
            "kind": kind if kind in FILTERS else "",
        }
