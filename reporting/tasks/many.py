"""Pages that work on many tasks at once: a pasted table, and a new due date."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from reporting.models import TaskQuerySet
from reporting.tasks import access, steps
from reporting.tasks.forms import FilterForm, MoveForm, TableForm
from reporting.tasks.table import Fault, judge
from reporting.tasks.views import mail_given_later, page
from schools.admin.shared import season_or_404


@require_http_methods(["GET", "HEAD", "POST"])
@access.office_only
def table(request: access.TaskRequest) -> HttpResponse:
    """Give all tasks of a pasted table, or none: then each fault of each row is named and the text stays."""
    season = season_or_404()
    form = TableForm(request.POST if request.method == "POST" else None)
    faults: list[Fault] = []
    if form.is_valid():
        tasks, faults = judge(form.cleaned_data["table"], season)
        if not faults:
            with transaction.atomic():
                mail_given_later(steps.give(tasks, by=request.user))
            sentence = ngettext("Đã giao %(n)d việc.", "Đã giao %(n)d việc.", len(tasks))
            messages.success(request, sentence % {"n": len(tasks)})
            return redirect("tasks:index")
    context = {"form": form, "faults": faults, "season": season}
    return page(request, "table", _("Giao theo bảng"), context, 422 if form.is_bound else 200)


@require_POST
@access.office_only
def move(request: access.TaskRequest) -> HttpResponse:
    """Change the due date of the chosen tasks, or of all that the filter shows; back to the list."""
    query = QueryDict(request.POST.get("query", "")[:500])
    form = MoveForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return _back(query)
    tasks = _filtered(request, query) if "tat-ca" in request.POST else _chosen(request)
    number = steps.move(tasks, form.cleaned_data["due_on"], by=request.user, reason=form.cleaned_data["reason"])
    if number:
        sentence = ngettext("Đã đổi hạn %(n)d việc.", "Đã đổi hạn %(n)d việc.", number)
        messages.success(request, sentence % {"n": number})
    else:
        messages.error(request, _("Bạn chọn ít nhất một việc chưa xong có hạn khác ngày này."))
    return _back(query)


def _filtered(request: access.TaskRequest, query: QueryDict) -> TaskQuerySet:
    tasks = access.tasks_of(request.user).filter(season=season_or_404(query.get("mua", "")))
    return FilterForm(query, tasks=tasks).applied_to(tasks)


def _chosen(request: access.TaskRequest) -> TaskQuerySet:
    return access.tasks_of(request.user).filter(uuid__in=[key for key in request.POST.getlist("viec") if _is_uuid(key)])


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _back(query: QueryDict) -> HttpResponse:
    return redirect(reverse("tasks:index") + (f"?{query.urlencode()}" if query else ""))
