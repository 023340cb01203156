"""Views of the approver's side: the workflow button outside the editor, and withdrawing a text after a question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.models import TaskState

from articles.admin.approval.answers import answer
from articles.admin.base_views import StoryAdminView
from articles.editorial.admin_isolation import NewsroomPages
from articles.models import ArticlePage
from users.http import SignedInRequest

if TYPE_CHECKING:  # Wagtail's view has no types
    _WorkflowAction = Any
else:
    _WorkflowAction = NewsroomPages.workflow_action_view_class


class DecisionView(_WorkflowAction):
    """Wagtail's workflow action on a page; a story's is answered in words, and leads to the board."""

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do the action and say what came of it; Wagtail's answer while the step is still waiting."""
        response = super().post(request, *args, **kwargs)
        decided = TaskState.objects.exclude(status=TaskState.STATUS_IN_PROGRESS).filter(pk=self.task_state.pk).exists()
        if not decided or not isinstance(self.object.specific, ArticlePage):
            return response
        place = answer(request, self.object, self.action_name, self.task)
        if not place:
            return response
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            return self.render_modal_json(request, {"step": "success", "redirect": place})
        return redirect(place)


class ApprovalPages(NewsroomPages):
    """The views of pages, with answers in words."""

    workflow_action_view_class = DecisionView


class WithdrawView(StoryAdminView):
    """Asks before a waiting text leaves the workflow; then its approvals are lost."""

    page_title = gettext_lazy("Rút khỏi duyệt")
    header_icon = "rotate"
    template_name = "articles/admin/withdraw.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Raises PermissionDenied for who may not withdraw it."""
        super().setup(request, *args, **kwargs)
        self.state = self.story.current_workflow_state
        if self.state is not None and not self.state.user_can_cancel(self.request.user):
            raise PermissionDenied

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        done = 0
        if self.state is not None:
            done = self.state.task_states.filter(status=TaskState.STATUS_APPROVED).count()
        return super().get_context_data(**kwargs) | {"state": self.state, "done": done}

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Withdraw the text; it stays a draft."""
        if self.state is None:
            messages.info(request, _("Bài không còn chờ duyệt: có người vừa duyệt, trả hoặc rút bài."))
        else:
            self.state.cancel(user=request.user)
            messages.success(request, _("Đã rút bài khỏi duyệt. Chữ còn nguyên trong bản nháp."))
        return redirect("wagtailadmin_pages:edit", self.story.pk)
