"""Pages of tasks in the administration: list, who owes what, a task with its steps, a new one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from base.pagination import page_of
from campaign.models import Season
from reporting.models import Task
from reporting.tasks import access, letters, steps
from reporting.tasks.forms import FilterForm, MoveForm, StepForm, TaskForm
from reporting.tasks.queries import debts, summary
from schools.admin.shared import season_or_404
from users.models import User

PER_PAGE = 50


def page(
    request: access.TaskRequest, name: str, title: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """Render `reporting/tasks/<name>.html` inside the frame of Wagtail's administration."""
    frame = {
        "header_title": title,
        "page_title": title,
        "header_icon": "tasks",
        "office": access.may_assign(request.user),
    }
    return render(request, f"reporting/tasks/{name}.html", frame | context, status=status)


def _season(request: access.TaskRequest) -> Season:
    return season_or_404(request.GET.get("mua", ""))


@require_safe
@access.task_users_only
def index(request: access.TaskRequest) -> HttpResponse:
    """List the tasks that the account sees, by due date; the number of queries does not depend on theirs."""
    season = _season(request)
    tasks = access.tasks_of(request.user).filter(season=season)
    form = FilterForm(request.GET, tasks=tasks)
    context = {
        "season": season,
        "summary": summary(tasks),
        "form": form,
        "move": MoveForm(),
        "query": request.GET.urlencode(),
        "rows": page_of(Paginator(form.applied_to(tasks), PER_PAGE), request),
    }
    return page(request, "list", _("Giao việc"), context)


@require_safe
@access.task_users_only
def owed(request: access.TaskRequest) -> HttpResponse:
    """Count for each body what it has done and owes, the latest first."""
    season = _season(request)
    rows = Paginator(debts(access.tasks_of(request.user).filter(season=season)), PER_PAGE)
    return page(request, "owed", _("Ai nợ gì"), {"season": season, "rows": page_of(rows, request)})


@require_http_methods(["GET", "HEAD", "POST"])
@access.office_only
def new(request: access.TaskRequest) -> HttpResponse:
    """Give a task to one body, or to every organisation of a kind at once."""
    season = season_or_404()
    form = TaskForm(request.POST if request.method == "POST" else None, season=season)
    if form.is_valid():
        with transaction.atomic():
            tasks = steps.give(form.tasks(), by=request.user)
            share(tasks, form.cleaned_data["co_owners"])
            mail_given_later(tasks)
        sentence = ngettext("Đã giao %(n)d việc.", "Đã giao %(n)d việc.", len(tasks)) % {"n": len(tasks)}
        messages.success(request, sentence)
        return redirect(tasks[0].get_absolute_url() if len(tasks) == 1 else "tasks:index")
    return page(request, "new", _("Giao việc mới"), {"form": form, "season": season}, 422 if form.is_bound else 200)


def mail_given_later(tasks: list[Task]) -> None:
    """Let the worker tell the owners, after the commit."""
    keys = [task.pk for task in tasks]
    transaction.on_commit(lambda: letters.mail_given.enqueue(keys), robust=True)


def share(tasks: list[Task], bodies: Any) -> None:
    """Add `bodies` as co-owners to all of `tasks`; one query."""
    rows = Task.co_owners.through.objects
    rows.bulk_create(rows.model(task=task, organisation=body) for task in tasks for body in bodies)


@require_http_methods(["GET", "HEAD", "POST"])
@access.task_users_only
def task(request: access.TaskRequest, uuid: UUID) -> HttpResponse:
    """Show a task with its history; POST takes the step `buoc`, or adds a comment."""
    record = access.task_or_404(access.tasks_of(request.user), uuid)
    form = StepForm(request.POST if request.method == "POST" else None, instance=record)
    if request.method == "POST" and act(record, form, request.POST, request.user):
        messages.success(request, _("Đã ghi."))
        return redirect("tasks:task", uuid=uuid)
    context = task_context(access.task_or_404(access.tasks_of(request.user), uuid), request.user)
    return page(request, "task", record.title, context | {"form": form}, 422 if form.is_bound else 200)


def is_owner(task: Task, user: User) -> bool:
    """Whether `user` acts for the owner, and not for a co-owner only."""
    return bool(user.organisation_id) and task.owner_id == user.organisation_id


def task_context(record: Task, user: User) -> dict[str, Any]:
    """What the page of a task shows."""
    possible = steps.open_steps(record, office=access.may_assign(user), owner=is_owner(record, user))
    return {
        "task": record,
        "steps": possible,
        "can_report": steps.REPORT in possible,
        "co_owners": list(record.co_owners.all()),
        "history": list(record.events.select_related("by__organisation")),
        "comment_key": steps.COMMENT,
    }


def act(record: Task, form: StepForm, posted: QueryDict, user: User) -> bool:
    """Take the step `buoc`, or add a comment; False with the error in `form`. Raises WrongState for another's step."""
    if not form.is_valid():
        return False
    note, key, seen = form.cleaned_data["note"], posted.get("buoc", ""), posted.get("dang", "")
    possible = steps.open_steps(record, office=access.may_assign(user), owner=is_owner(record, user))
    try:
        if key == steps.COMMENT:
            steps.comment(record, by=user, note=note)
            return True
        step = steps.STEPS.get(key)
        if step is None or step not in possible:
            raise steps.WrongState(_("Bước này không còn làm được, hoặc là của cơ quan khác. Bạn tải lại trang."))
        values = {name: form.cleaned_data[name] for name in ("evidence", "link")}
        with transaction.atomic():
            taken = steps.take(record, step, by=user, note=note, seen=seen, **values)
            if step == steps.REPORT:
                letters.mail_reported(taken)
            elif step.by_office:
                letters.mail_decided(taken, note)
    except ValidationError as wrong:
        form.add_error(None, wrong)
        return False
    return True
