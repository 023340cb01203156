"""Forms of a planned story: a new one, and another brief, writer or time; the writer gets a letter."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.base_views import NewsroomAdminView, chosen_outlet
from articles.admin.forms import PlanForm
from articles.admin.scheduling import require_plan_rights
from articles.editorial import assignments
from articles.editorial.access import outlets_of, sections_of
from articles.models import PlannedStory
from users.http import SignedInRequest


class PlanView(NewsroomAdminView):
    """Form of a new planned story."""

    page_title = gettext_lazy("Thêm đề tài")
    header_icon = "date"
    template_name = "articles/admin/plan_form.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form with the sections of the chosen outlet."""
        _mine, chosen = chosen_outlet(self.request)
        kwargs.setdefault("form", PlanForm(sections=sections_of(chosen), user=self.request.user))
        return super().get_context_data(**kwargs)

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save the plan, tell its writer, and show its month."""
        mine, _chosen = chosen_outlet(request)
        form = PlanForm(request.POST, sections=sections_of(mine), user=request.user)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        with transaction.atomic():
            planned_story = form.save()
            assignments.tell(planned_story, planned_story.writer, request.user, assignments.GIVEN)
        words = {"title": planned_story.title, "writer": planned_story.writer}
        notify = planned_story.writer is not None and planned_story.writer != request.user
        text = _("Đã giao “%(title)s” cho %(writer)s: có trong lịch, trên bàn tòa soạn và trong thư.") if notify else ""
        messages.success(request, (text or _("Đã thêm “%(title)s” vào lịch.")) % words)
        return redirect(month_of(planned_story))


class PlanEditView(PlanView):
    """The same form for a plan that is there, until its text is begun."""

    page_title = gettext_lazy("Sửa đề tài")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Read the plan. Raises Http404; PermissionDenied for who may not move it either, or once it is written."""
        super().setup(request, *args, **kwargs)
        self.sections = sections_of(outlets_of(self.request.user))
        plans = PlannedStory.objects.select_related("section__outlet", "writer", "page")
        self.plan = get_object_or_404(plans, pk=kwargs["pk"], section__in=self.sections)
        require_plan_rights(self.plan, self.request.user)
        if self.plan.state != PlannedStory.State.PLANNED:
            raise PermissionDenied(_("Đề tài này đã bỏ hoặc đã có bài. Bạn mở bài, hoặc thêm đề tài mới."))

    def get_page_subtitle(self) -> str:
        return self.plan.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        kwargs.setdefault("form", PlanForm(instance=self.plan, sections=self.sections, user=user))
        return super().get_context_data(**kwargs) | {"plan": self.plan}

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save the plan; tell its writer, and who was its writer before."""
        before = self.plan.writer
        form = PlanForm(request.POST, instance=self.plan, sections=self.sections, user=request.user)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        with transaction.atomic():
            plan = form.save()
            if plan.writer != before:
                assignments.tell(plan, before, request.user, assignments.TAKEN)
                assignments.tell(plan, plan.writer, request.user, assignments.GIVEN)
            elif form.changed_data:
                assignments.tell(plan, plan.writer, request.user, assignments.CHANGED)
        messages.success(request, _("Đã đổi “%(title)s”.") % {"title": plan.title})
        return redirect(month_of(plan))


def month_of(plan: PlannedStory) -> str:
    """Address of the calendar's month with `plan`."""
    return f"{reverse('newsroom:calendar')}?thang={timezone.localtime(plan.planned_for):%Y-%m}"
