"""Tables of the tasks that the standing office gives to bodies."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from base.day import today
from campaign.models import Season
from users.models import Organisation

SOON_DAYS = 7


class TaskQuerySet(models.QuerySet["Task"]):
    """Queries of tasks by what they wait for."""

    def owed(self) -> Self:
        """Those whose owner has something left to do."""
        return self.filter(state__in=Task.OWED)

    def overdue(self) -> Self:
        return self.owed().filter(due_on__lt=today())

    def due_soon(self) -> Self:
        """Owed within SOON_DAYS, today included."""
        return self.owed().filter(due_on__range=(today(), today() + timedelta(SOON_DAYS)))

    def of_body(self, organisation: int) -> Self:
        """Those that the organisation with this key owns or shares."""
        shared = Task.co_owners.through.objects.filter(organisation=organisation, task=models.OuterRef("pk"))
        return self.filter(models.Q(owner=organisation) | models.Exists(shared))


class Task(models.Model):
    """A duty that the standing office gives to one body; its steps are in tasks/steps.py."""

    class State(models.TextChoices):
        GIVEN = "given", _("Chưa nhận")
        RECEIVED = "received", _("Đã nhận")
        WORKING = "working", _("Đang làm")
        REPORTED = "reported", _("Báo xong, chờ xem")
        RETURNED = "returned", _("Trả lại")
        CONFIRMED = "confirmed", _("Đã xác nhận")

    #: States in which the owner has something left to do.
    OWED = (State.GIVEN, State.RECEIVED, State.WORKING, State.RETURNED)

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    season = models.ForeignKey(Season, models.PROTECT, related_name="tasks", verbose_name=_("mùa"))
    title = models.CharField(_("việc, một câu"), max_length=200)
    paragraph = models.CharField(
        _("mục của kế hoạch"), max_length=20, blank=True, help_text=_("Ví dụ: III.2.c. Để trống nếu ngoài kế hoạch.")
    )
    detail = models.TextField(_("yêu cầu, minh chứng cần có"), max_length=1000, blank=True)
    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="tasks", verbose_name=_("cơ quan chủ trì"))
    co_owners = models.ManyToManyField(
        Organisation, blank=True, related_name="shared_tasks", verbose_name=_("cơ quan phối hợp")
    )
    due_on = models.DateField(_("hạn"), db_index=True)
    state = models.CharField(_("trạng thái"), max_length=10, choices=State, default=State.GIVEN)
    evidence = models.TextField(_("kết quả"), max_length=1000, blank=True)
    link = models.URLField(_("địa chỉ minh chứng"), max_length=500, blank=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    reported_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("việc được giao")
        verbose_name_plural = _("việc được giao")
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["owner", "state", "due_on"], name="task_owner_state_due")]
        permissions = [
            ("assign_task", "Giao việc cho cơ quan, xác nhận và trả lại"),
            ("report_task", "Nhận và báo xong việc của cơ quan mình"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page in the administration."""
        return reverse("tasks:task", args=[self.uuid])

    @property
    def is_owed(self) -> bool:
        return self.state in self.OWED

    @property
    def days_late(self) -> int:
        """Days since the due date while the owner has something left to do, else 0."""
        return max(0, (today() - self.due_on).days) if self.is_owed else 0


class TaskEvent(models.Model):
    """A step or a comment (`before` is `after`) in the history of a task."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="events")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    before = models.CharField(max_length=10, choices=Task.State, blank=True)
    after = models.CharField(max_length=10, choices=Task.State)
    note = models.TextField(_("lời nhắn"), max_length=500, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("bước của việc")
        verbose_name_plural = _("bước của việc")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.task}: {self.get_after_display()}"

    @property
    def is_comment(self) -> bool:
        return self.before == self.after
