"""Steps of a task: receive, start, report, confirm, return, comment. Each locks the row and writes a TaskEvent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from base.errors import WrongState
from reporting.models import Task, TaskEvent, TaskQuerySet
from users.models import User

State = Task.State
COMMENT = "nhan"


@dataclass(frozen=True)
class Step:
    """A change of state: from which states, to which, by the office or the owner, and whether it needs a reason."""

    key: str
    label: str | Promise
    before: tuple[str, ...]
    after: str
    by_office: bool = False
    needs_reason: bool = False


RECEIVE = Step("nhan-viec", _("Nhận việc"), (State.GIVEN,), State.RECEIVED)
START = Step("lam", _("Bắt đầu làm"), (State.RECEIVED, State.RETURNED), State.WORKING)
REPORT = Step("bao-xong", _("Báo xong"), Task.OWED, State.REPORTED)
CONFIRM = Step("xac-nhan", _("Xác nhận"), (State.REPORTED,), State.CONFIRMED, by_office=True)
RETURN = Step(
    "tra-lai", _("Trả lại"), (State.REPORTED, State.CONFIRMED), State.RETURNED, by_office=True, needs_reason=True
)
STEPS = {step.key: step for step in (RECEIVE, START, REPORT, CONFIRM, RETURN)}


def open_steps(task: Task, *, office: bool, owner: bool) -> list[Step]:
    """The steps that an account of the office, of the owner, or of both, may take now."""
    return [step for step in STEPS.values() if task.state in step.before and (office if step.by_office else owner)]


@transaction.atomic
def take(
    task: Task, step: Step, *, by: User, note: str = "", evidence: str = "", link: str = "", seen: str = ""
) -> Task:
    """Take `step`; returns the saved task.

    `seen`: the state that the page showed. Raises WrongState where the task has moved on, or where who reported it
    would confirm it; ValidationError for a report without result and a return without reason.
    """
    task = Task.objects.select_for_update(of=("self",)).select_related("owner").get(pk=task.pk)
    if task.state not in step.before or (seen and seen != task.state):
        now = task.get_state_display().lower()
        raise WrongState(_now("Việc này đang ở bước “%(now)s” nên chưa làm được. Bạn tải lại trang.") % {"now": now})
    if step == CONFIRM and task.reported_by_id == by.pk:
        raise WrongState(_now("Bạn là người báo xong việc này, nên một đồng nghiệp xác nhận."))
    if step.needs_reason and not note:
        raise ValidationError(_now("Trả lại thì bạn ghi lý do; cơ quan chủ trì đọc câu này."))
    if step == REPORT:
        if not (evidence or link):
            raise ValidationError(_now("Báo xong thì bạn ghi kết quả hoặc địa chỉ minh chứng."))
        task.evidence, task.link = evidence, link
        task.reported_by, task.reported_at = by, timezone.now()
    before, task.state = task.state, step.after
    task.save(update_fields=["state", "evidence", "link", "reported_by", "reported_at"])
    TaskEvent.objects.create(task=task, by=by, before=before, after=task.state, note=note)
    return task


def comment(task: Task, *, by: User, note: str) -> TaskEvent:
    """Add a comment. Raises ValidationError for an empty one."""
    if not note:
        raise ValidationError(_now("Bạn ghi lời nhắn trước khi gửi."))
    return TaskEvent.objects.create(task=task, by=by, before=task.state, after=task.state, note=note)


@transaction.atomic
def move(tasks: TaskQuerySet, due_on: date, *, by: User, reason: str) -> int:
    """Change the due date of those of `tasks` that are owed, with the reason in each history; returns how many.

    Three queries for any number.
    """
    rows = list(tasks.owed().exclude(due_on=due_on).order_by("pk").select_for_update(of=("self",)))
    note = _now("Hạn %(before)s đổi thành %(after)s. %(reason)s")
    TaskEvent.objects.bulk_create(
        TaskEvent(
            task=task,
            by=by,
            before=task.state,
            after=task.state,
            note=note % {"before": f"{task.due_on:%d-%m-%Y}", "after": f"{due_on:%d-%m-%Y}", "reason": reason},
        )
        for task in rows
    )
    Task.objects.filter(pk__in=[task.pk for task in rows]).update(due_on=due_on)
    return len(rows)


def give(tasks: Iterable[Task], *, by: User | None) -> list[Task]:
    """Store new tasks and the first event of each; three queries for any number. To be called in a transaction."""
    tasks = list(tasks)
    for task in tasks:
        task.given_by = by
    given = Task.objects.bulk_create(tasks)
    TaskEvent.objects.bulk_create(TaskEvent(task=task, by=by, after=task.state) for task in given)
    return given
