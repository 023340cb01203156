"""Workflow step “Kiểm tra an toàn trẻ em” with its checklist; decisions to print details that identify somebody."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import TaskState

from articles.models.workflow_tasks import FourEyesApprovalTask
from articles.rules.content_hash import story_hash
from articles.rules.safety_checklist import ChildSafetyForm, answered
from users.models import User


class ChildSafetyState(TaskState):
    """The ticked points and the hash of the text they are about (docs/security.md, rule 24)."""

    ticks = models.JSONField(default=list)  # safety_checklist.answered()
    text_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = gettext_lazy("lần kiểm an toàn trẻ em")
        verbose_name_plural = gettext_lazy("lần kiểm an toàn trẻ em")


def approved_safety(story: Any) -> ChildSafetyState | None:
    """The newest approved safety step of `story`, in any workflow; None without one."""
    return (
        ChildSafetyState.objects.filter(revision__object_id=str(story.pk), status="approved")
        .filter(workflow_state__object_id=str(story.pk))
        .order_by("-finished_at")
        .first()
    )


class DetailOverride(models.Model):
    """Decision of a chief who did not write the story to print these details all the same; it covers no others."""

    page = models.ForeignKey("articles.ArticlePage", models.CASCADE, related_name="detail_overrides")
    details = models.JSONField()  # [[kind, text], …] of rules/publish_gates/personal_details.py
    reason = models.TextField(
        gettext_lazy("vì sao vẫn nêu"),
        max_length=500,
        help_text=gettext_lazy("Ai đồng ý, vì sao bạn đọc cần biết. Ít nhất 20 ký tự. Người duyệt nào cũng đọc được."),
    )
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = gettext_lazy("quyết định nêu thông tin riêng")
        verbose_name_plural = gettext_lazy("quyết định nêu thông tin riêng")
        ordering = ["-decided_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.decided_by or '?'}: {self.reason}"


class ChildSafetyTask(FourEyesApprovalTask):
    """Step with the checklist of docs/domain.md E.2; form and on_action() refuse an approval without every answer."""

    task_state_class = ChildSafetyState

    class Meta:
        verbose_name = gettext_lazy("bước kiểm tra an toàn trẻ em")
        verbose_name_plural = gettext_lazy("bước kiểm tra an toàn trẻ em")

    @classmethod
    def get_description(cls) -> str:
        """What the list of workflow steps says of it."""
        return _("Chỉ duyệt được khi đã trả lời đủ các điểm an toàn trẻ em.")

    def passed_id(self, obj: Any) -> int:
        """Versions that another person has checked do not count as this round, so that two people are enough."""
        checked = approved_safety(obj)
        return max(super().passed_id(obj), checked.revision_id if checked else 0)

    def get_actions(self, obj: Any, user: User) -> list[tuple[str, str, bool]]:
        """The usual actions; “approve” always opens the checklist."""
        names = {"approve": _("Kiểm an toàn và duyệt")}
        return [
            (name, names.get(name, label), name == "approve" or asks)
            for name, label, asks in super().get_actions(obj, user)
            if not (name == "approve" and not asks)
        ]

    def get_form_for_action(self, action: str) -> type[forms.Form]:
        return ChildSafetyForm if action == "approve" else super().get_form_for_action(action)

    def on_action(self, task_state: TaskState, user: User, action_name: str, comment: str = "", **more: Any) -> Any:
        """Store the answers with the step. Raises PermissionDenied when a point is missing."""
        if action_name == "approve":
            page = task_state.workflow_state.content_object
            ticks = answered(page.specific, more)
            if ticks is None:
                raise PermissionDenied(_("Chưa trả lời đủ các điểm an toàn trẻ em."))
            ChildSafetyState.objects.filter(pk=task_state.pk).update(
                ticks=ticks, text_hash=story_hash(page.get_latest_revision_as_object())
            )
            task_state.refresh_from_db()
        return super().on_action(task_state, user, action_name, comment)
