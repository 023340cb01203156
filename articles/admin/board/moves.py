"""Moves of a text on the board: submit, approve to the next step, return; with all permission checks and gates."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import WorkflowState

from articles.admin.approval.answers import APPROVE, REJECT, SUBMIT, sentence
from articles.admin.board.cards import RETURNED
from articles.admin.board.columns import MOVED_BY_HAND, desk_of
from articles.editorial.workflow import EDITING
from articles.models import ArticlePage
from articles.models.workflow_tasks import NO_REMARK
from articles.rules import gates
from users.models import User


@transaction.atomic
def move(page: ArticlePage, to: str, user: User, comment: str = "") -> str:
    """Take `page` to the column `to`; returns what happened, in words.

    Raises PermissionDenied, ValidationError (`to` is not the next step, or a gate stops the text), DecidedMeanwhile.
    """
    state = page.current_workflow_state
    if state is None or state.status != WorkflowState.STATUS_IN_PROGRESS:
        return _hand_in(page, state, to, user)
    return _decide(page, state, to, user, comment)


def _hand_in(page: ArticlePage, state: WorkflowState | None, to: str, user: User) -> str:
    if to != EDITING:
        raise ValidationError(_("Bài nháp chỉ sang được cột “Chờ biên tập”."))
    workflow = page.get_workflow()
    if workflow is None or not page.permissions_for_user(user).can_submit_for_moderation():
        raise PermissionDenied(_("Bạn không gửi duyệt được bài này. Người viết hoặc biên tập viên gửi."))
    if state is None:
        workflow.start(page, user)
    else:
        state.resume(user)
    page.refresh_from_db()
    return sentence(page, SUBMIT, None)


def _decide(page: ArticlePage, state: WorkflowState, to: str, user: User, comment: str) -> str:
    step = state.current_task_state
    task = step.task.specific
    action = REJECT if to == RETURNED else APPROVE
    key = getattr(task, "step", "")
    if action == APPROVE and (key not in MOVED_BY_HAND or _next(state, step.task_id, user) != to):
        raise ValidationError(_("Bài không sang thẳng cột ấy được. Bạn mở bài để làm bước này."))
    if action not in {name for name, _label, _asks in task.get_actions(page, user)}:
        raise PermissionDenied(task.reason_to_refuse(page, user) or _("Bước này chờ người khác trong tòa soạn."))
    if action == APPROVE and (reasons := task.gates_that_stop(page)):
        raise ValidationError([_("Chưa chuyển được:"), *reasons[:3]])
    if action == APPROVE and gates.for_approvers(page.get_latest_revision_as_object()):
        raise ValidationError(_("Bài có điều người duyệt phải đọc. Bạn mở bài để duyệt."))
    if action == REJECT and not comment:
        raise ValidationError(NO_REMARK)
    task.on_action(step, user, action, comment=comment)
    story = ArticlePage.objects.get(pk=page.pk).specific
    return sentence(story, action, task)


def _next(state: WorkflowState, task_id: int, user: User) -> str:
    return desk_of(user).following.get((state.workflow_id, task_id), "")
