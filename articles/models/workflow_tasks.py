"""Workflow step that another person must approve."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.forms import TaskStateCommentForm
from wagtail.models import AbstractGroupApprovalTask, Page, Revision, TaskState

from articles.rules import publishing
from articles.rules.four_eyes import has_written_since, last_editor_id, last_published_id, signed_by, wrote_correction
from articles.rules.translations import translators_of
from base.errors import DecidedMeanwhile
from users.models import User

NO_REMARK = gettext_lazy("Bạn viết lời nhắn: người viết cần sửa gì?")


class ReturnForm(TaskStateCommentForm):
    """The remark with which a text is returned."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["comment"]
        field.required, field.label = True, _("Lời nhắn khi trả")
        field.error_messages["required"] = NO_REMARK


def gate_reasons(page: Page, *, before_safety: bool = False) -> list[str]:
    """Why the newest version of `page` may not be published; empty for page types without gates.

    `before_safety`: leave out the reason that the child-safety step, which is still to come, has not passed.
    """
    page = getattr(page, "specific", page)
    if not hasattr(page, "needs_safety_check"):
        return []
    return publishing.reasons_against(page.get_latest_revision_as_object(), before_safety=before_safety)


class FourEyesApprovalTask(AbstractGroupApprovalTask):
    """Approval by a member of the groups who neither wrote nor submitted the text.

    With `refuse_last_editor` (last step and child safety) everybody who wrote a version in this round is refused too.
    At the editing step editing is the work itself. Administrators are not exempt here.
    """

    refuse_last_editor = models.BooleanField(
        gettext_lazy("người đã sửa chữ không được duyệt"),
        default=True,
        help_text=gettext_lazy("Bật ở bước duyệt đăng: người đã viết hoặc sửa từ lần đăng trước không tự cho đăng."),
    )

    step = models.CharField(max_length=10, blank=True, editable=False)  # key of articles.editorial.workflow.STEPS

    admin_form_fields = [*AbstractGroupApprovalTask.admin_form_fields, "refuse_last_editor"]

    class Meta:
        verbose_name = gettext_lazy("bước duyệt bởi người thứ hai")
        verbose_name_plural = gettext_lazy("bước duyệt bởi người thứ hai")

    @classmethod
    def get_description(cls) -> str:
        """What the list of workflow steps says of it."""
        return _("Người trong các nhóm đã chọn duyệt; người viết và người gửi không tự duyệt bài của mình.")

    def reason_of_person(self, obj: Any, user: User) -> str:
        """Why `user` may approve no version of `obj`: author, translator or submitter; empty otherwise."""
        obj = getattr(obj, "specific", obj)  # some of Wagtail's views pass a plain Page
        state = obj.current_workflow_state
        if user.pk in {obj.owner_id, state.requested_by_id if state else None} | signed_by(obj) | translators_of(obj):
            return _("Bạn không duyệt bài của chính mình. Bài đang chờ một người khác trong tòa soạn.")
        return wrote_correction(obj, user)

    def reason_to_refuse(self, obj: Any, user: User) -> str:
        """Why `user` may not approve the present version of `obj` at this step; empty when allowed."""
        if reason := self.reason_of_person(obj, user):
            return reason
        if self.refuse_last_editor and last_editor_id(obj) == user.pk:
            return _("Bạn vừa sửa bản này, nên người khác phải duyệt. Bạn có thể trả bài về kèm lời nhắn.")
        if self.refuse_last_editor and has_written_since(obj, user, self.passed_id(obj)):
            return _(
                "Bạn đã viết hoặc sửa một bản của bài trong lượt này, nên người khác phải duyệt. "
                "Bạn có thể trả bài về kèm lời nhắn."
            )
        return ""

    def passed_id(self, obj: Any) -> int:
        """Primary key of the version that ended the last round of this step; 0 without one."""
        return last_published_id(obj)

    def is_refused_to(self, obj: Any, user: User) -> bool:
        """Whether `user` saved the newest version or wrote in this round, and the step refuses that."""
        if not self.refuse_last_editor:
            return False
        return last_editor_id(obj) == user.pk or has_written_since(obj, user, self.passed_id(obj))

    @property
    def is_last(self) -> bool:
        return self.refuse_last_editor and self.step == "chief"

    def gates_that_stop(self, obj: Any) -> list[str]:
        """Reasons of gates against an approval at this step: a stopped text is returned at the first step already."""
        return gate_reasons(obj, before_safety=not self.is_last)

    def get_actions(self, obj: Any, user: User) -> list[tuple[str, str, bool]]:
        """Wagtail's actions; without “approve” for whom the step refuses."""
        actions = super().get_actions(obj, user)
        if not self.reason_to_refuse(obj, user):
            return actions
        return [action for action in actions if action[0] != "approve"]  # returning it stays possible

    def get_form_for_action(self, action: str) -> type[forms.Form]:
        return ReturnForm if action == "reject" else super().get_form_for_action(action)

    @transaction.atomic
    def on_action(self, task_state: TaskState, user: User, action_name: str, comment: str = "", **_more: Any) -> Any:
        """The final check, below every view. Raises PermissionDenied for author, translator and submitter.

        Of what a form adds, only the comment goes on to Wagtail, which would take `update` for its own.

        Of two decisions at the same time the second waits for the lock on the step and raises DecidedMeanwhile.

        When a gate stops the text, the approver changed the text in the same request, or a return has no remark,
        nothing happens and the editor's address is returned, where the reasons are shown. An exception would replace
        them by Wagtail's general “no permission”.
        """
        current = TaskState.objects.select_for_update().get(pk=task_state.pk)
        if current.status != TaskState.STATUS_IN_PROGRESS:
            sentence = _("%(who)s vừa duyệt hoặc trả bài này. Bạn mở lại bài để xem bước mới; chữ bạn đã lưu vẫn còn.")
            raise DecidedMeanwhile(current.finished_by, sentence)
        page = task_state.workflow_state.content_object
        if action_name == "approve" and (reason := self.reason_of_person(page, user)):
            raise PermissionDenied(reason)
        if action_name == "approve" and (self.reason_to_refuse(page, user) or self.gates_that_stop(page)):
            return reverse("wagtailadmin_pages:edit", args=[page.pk])
        if action_name == "reject" and not str(comment or "").strip():
            return reverse("wagtailadmin_pages:edit", args=[page.pk])  # the dialog and the board ask for it
        return super().on_action(task_state, user, action_name, comment=str(comment or ""))

    def get_task_states_user_can_moderate(self, user: User, **kwargs: Any) -> QuerySet[TaskState]:
        """Steps that wait for this person: without texts they own, sign or submitted and, at the last step, edited.

        Saving without a change is no edit, so texts they have saved are compared one by one.
        """
        states = super().get_task_states_user_can_moderate(user, **kwargs).exclude(workflow_state__requested_by=user)
        own = models.Q(owner=user)
        if person := getattr(user, "person", None):
            own |= models.Q(latest_revision__content__bylines__contains=[{"person": person.pk}])
        waiting = [int(key) for key in states.values_list("workflow_state__object_id", flat=True)]  # few of all pages
        own_page_ids = Page.objects.filter(own, pk__in=waiting).values_list("pk", flat=True)
        states = states.exclude(workflow_state__object_id__in=[str(key) for key in own_page_ids])
        if not self.refuse_last_editor:
            return states
        saved = Revision.page_revisions.filter(user=user).values("object_id")
        few = states.filter(workflow_state__object_id__in=saved).select_related("workflow_state")
        mended = [state.pk for state in few if self.is_refused_to(state.workflow_state.content_object, user)]
        return states.exclude(pk__in=mended)
