"""The child-safety check on one page: the text on one side, its points on the other."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from articles.admin.approval.answers import APPROVE, answer
from articles.admin.approval.places import places
from articles.admin.base_views import StoryAdminView, story_or_404
from articles.models import ChildSafetyTask
from articles.rules import gates
from articles.rules.safety_checklist import ChildSafetyForm
from base.http import for_frame
from users.http import SignedInRequest


class SafetyView(StoryAdminView):
    """The form of the step beside the draft; only while the text stands at it, and for who may approve it."""

    page_title = gettext_lazy("Kiểm an toàn trẻ em")
    header_icon = "warning"
    template_name = "articles/admin/safety.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Read the step. Raises PermissionDenied for who may not approve it."""
        super().setup(request, *args, **kwargs)
        self.step = self.story.current_workflow_task_state
        task = self.step.task.specific if self.step is not None else None
        self.task = task if isinstance(task, ChildSafetyTask) else None
        user = self.request.user
        if self.task and APPROVE not in {name for name, _label, _asks in self.task.get_actions(self.story, user)}:
            raise PermissionDenied(self.task.reason_to_refuse(self.story, user))
        self.form = ChildSafetyForm(request.POST or None)
        self.form.limit_to(self.story)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the step, its points with their places in the text, and what a gate says against it."""
        draft = self.story.get_latest_revision_as_object()
        reasons = self.task.gates_that_stop(self.story) if self.task else []
        places_by_field = places(draft) if self.task else {}
        points = [(field, places_by_field.get(field.name, [])) for field in self.form]
        notes = gates.for_approvers(draft) if self.task else []
        more = {"notes": notes, "task": self.task, "form": self.form, "reasons": reasons, "points": points}
        return super().get_context_data(**kwargs) | more

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Approve with the answers; a missing one is shown at its point, with 422."""
        if self.task is None:
            messages.info(request, _("Bài không ở bước kiểm an toàn: có người vừa duyệt, trả hoặc rút bài."))
            return redirect("wagtailadmin_pages:edit", self.story.pk)
        if not self.form.is_valid() or self.task.gates_that_stop(self.story):
            return self.render_to_response(self.get_context_data(), status=422)
        self.task.on_action(self.step, request.user, APPROVE, **self.form.cleaned_data)
        place = answer(request, self.story, APPROVE, self.task)
        return redirect(place or "newsroom:board")


def draft(request: SignedInRequest, page_id: int) -> HttpResponse:
    """The newest draft as readers would see it, for the frame beside the points. Raises Http404, PermissionDenied."""
    story = story_or_404(request, page_id).get_latest_revision_as_object()
    return for_frame(story.make_preview_request(request))
