"""The model of a letter (an e-mail) with its state and text."""

from __future__ import annotations

import uuid

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notifications.purposes import READ_ALL, label_of
from users.models import User

SUBJECT_LIMIT = 160  # characters
ERROR_LIMIT = 300  # characters


class LetterQuerySet(models.QuerySet["Letter"]):
    """Queries on letters."""

    def waiting(self) -> LetterQuerySet:
        """Letters that wait for an attempt, now or later."""
        return self.filter(state=Letter.State.WAITING)

    def due(self) -> LetterQuerySet:
        """Letters whose next attempt may begin now; those that expire first come first."""
        now = timezone.now()
        rows = self.waiting().filter(next_try_at__lte=now).filter(Q(useful_until=None) | Q(useful_until__gt=now))
        return rows.order_by(F("useful_until").asc(nulls_last=True), "next_try_at", "pk")

    def visible_to(self, user: User | AnonymousUser) -> LetterQuerySet:
        """All letters for holders of READ_ALL; for others those whose `permission` is one of their permissions."""
        if user.has_perm(READ_ALL):
            return self
        return self.filter(permission__in=user.get_all_permissions())


class Letter(models.Model):
    """An e-mail to one address, written in the transaction of the change that it reports.

    waiting → sending → sent, or waiting again after a temporary error, or failed. Only delivery.py and outbox.py
    change the state.
    """

    class State(models.TextChoices):
        WAITING = "waiting", gettext_lazy("đang chờ")
        SENDING = "sending", gettext_lazy("đang gửi")
        SENT = "sent", gettext_lazy("đã gửi")
        FAILED = "failed", gettext_lazy("không gửi được")

    class Problem(models.TextChoices):
        """Values of last_error for our own reasons; any other value is the answer of the mail server."""

        LATE = "late", gettext_lazy("Hết hạn trước khi gửi được.")
        INTERRUPTED = (
            "interrupted",
            gettext_lazy("Máy dừng giữa lúc gửi, hai lần. Có thể thư đã tới; bạn hỏi người nhận trước khi gửi lại."),
        )
        UNREADABLE = "unreadable", gettext_lazy("Khóa bí mật của trang đã đổi nên không đọc lại được thư này.")

    #: Part of the Message-ID, the same at every attempt: mail programs show a letter that arrives twice only once.
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    purpose = models.CharField(gettext_lazy("loại thư"), max_length=60)
    permission = models.CharField(
        max_length=100, blank=True, help_text="right whose holders see the letter in the list"
    )
    recipient = models.CharField(gettext_lazy("người nhận"), max_length=254)
    subject = models.CharField(gettext_lazy("tiêu đề"), max_length=SUBJECT_LIMIT, blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    is_secret = models.BooleanField(default=False, help_text="texts are encrypted, and deleted once the letter is sent")
    once_key = models.CharField(max_length=64, null=True, unique=True, editable=False)
    state = models.CharField(gettext_lazy("trạng thái"), max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(gettext_lazy("số lần thử"), default=0)
    interrupted = models.BooleanField(default=False, help_text="a worker was killed while it sent the letter")
    next_try_at = models.DateTimeField(null=True, blank=True)
    useful_until = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=ERROR_LIMIT, blank=True)
    created_at = models.DateTimeField(gettext_lazy("viết lúc"))
    sent_at = models.DateTimeField(gettext_lazy("gửi lúc"), null=True, blank=True)
    emptied_at = models.DateTimeField(null=True, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("thư")
        verbose_name_plural = gettext_lazy("thư")
        ordering = ["-created_at", "-pk"]
        default_permissions = ()
        permissions = [("read_letters", gettext_lazy("Được xem mọi thư đã gửi và gửi lại thư hỏng"))]
        indexes = [
            models.Index(
                fields=["state", "next_try_at"], condition=Q(state__in=["waiting", "sending"]), name="letter_open"
            ),
            models.Index(fields=["-created_at", "-id"], name="letter_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.pk}"

    @property
    def purpose_label(self) -> str:
        return label_of(self.purpose)

    @property
    def can_be_sent_again(self) -> bool:
        """Whether it failed, still has a text and is not past `useful_until`."""
        in_time = self.useful_until is None or self.useful_until > timezone.now()
        return self.state == self.State.FAILED and bool(self.text) and in_time

    @property
    def reason(self) -> str:
        """Why the last attempt failed, as a sentence; empty where none did."""
        if self.last_error in self.Problem.values:
            return str(self.Problem(self.last_error).label)
        return _("Máy chủ thư: %(answer)s") % {"answer": self.last_error} if self.last_error else ""
