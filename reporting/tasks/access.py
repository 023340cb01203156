"""Who sees which tasks: a body its own and those it shares, the standing office all."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from base.caching.headers import private
from base.http import first_or_404
from reporting.models import Task, TaskQuerySet
from users.models import Account, User

ASSIGN, REPORT = "reporting.assign_task", "reporting.report_task"
View = Callable[..., HttpResponseBase]


class TaskRequest(HttpRequest):
    """Request of an account that task_users_only() admits."""

    user: User


def may_assign(user: Account) -> bool:
    """Whether `user` gives tasks, confirms and returns them: the standing office."""
    return user.has_perm(ASSIGN)


def body_of(user: Account) -> int | None:
    """Key of the active body for which `user` may report tasks in the administration; None for all others."""
    body = user.organisation if isinstance(user, User) else None
    return body.pk if body and body.is_active and user.has_perm(REPORT) else None


def tasks_of(user: Account) -> TaskQuerySet:
    """The tasks that `user` may see in the administration; none for accounts without a body."""
    tasks = Task.objects.select_related("owner", "season")
    if may_assign(user):
        return tasks
    body = body_of(user)
    return tasks.of_body(body) if body else tasks.none()


def task_or_404(tasks: TaskQuerySet, uuid: UUID) -> Task:
    """The task of `tasks`; raises Http404, the same for a task of another body and an unknown one."""
    return first_or_404(tasks.filter(uuid=uuid), _("Không có việc này trong phạm vi của bạn."))


def task_users_only(view: View) -> View:
    """Decorator: admit the standing office and accounts that report for a body; Http404 for all others."""

    @private
    @wraps(view)
    def checked(request: TaskRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_assign(request.user) and body_of(request.user) is None:
            raise Http404(_("Không có trang này trong phạm vi của bạn."))
        return view(request, *args, **kwargs)

    return checked


def office_only(view: View) -> View:
    """Decorator: admit accounts that give tasks; Http404 for all others."""

    @private
    @wraps(view)
    def checked(request: TaskRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_assign(request.user):
            raise Http404(_("Không có trang này trong phạm vi của bạn."))
        return view(request, *args, **kwargs)

    return checked
