"""Tasks on a unit's own pages: ward police, schools and bases of unions have no place in the administration."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Case, Value, When
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from base.pagination import page_of
from reporting.models import Task, TaskQuerySet
from reporting.tasks.access import task_or_404
from reporting.tasks.forms import StepForm
from reporting.tasks.views import act, task_context
from schools.access import UnitRequest, unit_only

PER_PAGE = 25


def tasks_of_unit(request: UnitRequest) -> TaskQuerySet:
    """Tasks that the unit of the account owns or shares."""
    return Task.objects.select_related("owner", "season").of_body(request.unit.organisation_id)


@require_safe
@unit_only
def index(request: UnitRequest) -> HttpResponse:
    """List the unit's tasks, those that it owes first."""
    place = Case(When(state__in=Task.OWED, then=Value(0)), default=Value(1))
    rows = Paginator(tasks_of_unit(request).order_by(place, "due_on", "pk"), PER_PAGE)
    return render(request, "reporting/tasks/unit_list.html", {"unit": request.unit, "rows": page_of(rows, request)})


@require_http_methods(["GET", "HEAD", "POST"])
@unit_only
def task(request: UnitRequest, uuid: UUID) -> HttpResponse:
    """Show a task with its history; POST takes the step `buoc`, or adds a comment."""
    record = task_or_404(tasks_of_unit(request), uuid)
    form = StepForm(request.POST if request.method == "POST" else None, instance=record)
    if request.method == "POST" and act(record, form, request.POST, request.user):
        messages.success(request, _("Đã ghi."))
        return redirect("unit_tasks:task", uuid=uuid)
    context = task_context(task_or_404(tasks_of_unit(request), uuid), request.user)
    context |= {"form": form, "unit": request.unit}
    return render(request, "reporting/tasks/unit_task.html", context, status=422 if form.is_bound else 200)
