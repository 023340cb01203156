"""Class mode: a session, the phones in it, their votes. All of it is deleted when the session ends."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import ArticlePage
from media_library.vocabulary import SchoolLevel

LASTS = timedelta(minutes=90)  # a session that nobody ends, ends by itself
EMPTY_FOR = timedelta(minutes=10)  # after which a session without a phone may make room for another one
MAX_PHONES = 60
MAX_SESSIONS = 500  # open at once on the site
CODE_DIGITS = 5


KEY_LENGTH = 32  # characters of an address's secret, at most


def new_key() -> str:
    """A secret for an address: nobody else can guess it."""
    return secrets.token_urlsafe(16)


class ClassSessionQuerySet(models.QuerySet):
    """Queries of sessions."""

    def running(self) -> Self:
        """Sessions whose time is not over, of a page that has not left the site."""
        return self.filter(ends_at__gt=timezone.now(), story__live=True)

    def deserted(self) -> Self:
        """Sessions in which no phone is EMPTY_FOR after they were opened."""
        return self.filter(phones=None, ends_at__lte=timezone.now() + LASTS - EMPTY_FOR)


class ClassSession(models.Model):
    """lobby → asking 1 → told 1 → asking 2 → … → over. `key` is the secret of the teacher's address.

    `number` counts what was asked, from 1; in a scenario `way` holds the letters of the choices that led there.
    """

    class Step(models.TextChoices):
        LOBBY = "lobby", _("Chờ cả lớp vào")
        ASKING = "asking", _("Đang hỏi")
        TOLD = "told", _("Đã hiện lý do")
        OVER = "over", _("Đã hết câu")

    code = models.CharField(max_length=CODE_DIGITS, unique=True)
    key = models.CharField(max_length=KEY_LENGTH, unique=True, default=new_key)
    story = models.ForeignKey(ArticlePage, models.CASCADE, related_name="class_sessions")
    level = models.CharField(max_length=20, choices=SchoolLevel, blank=True)
    step = models.CharField(max_length=8, choices=Step, default=Step.LOBBY)
    number = models.PositiveSmallIntegerField(default=0)
    way = models.CharField(max_length=60, blank=True)
    ends_at = models.DateTimeField(db_index=True)

    objects = ClassSessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("buổi chơi ở lớp")
        verbose_name_plural = _("buổi chơi ở lớp")

    def __str__(self) -> str:
        return f"{self.code} {self.state}"

    @property
    def state(self) -> str:
        """Step and question, such as “asking-2”: what a screen was drawn from."""
        return f"{self.step}-{self.number}"


class ClassPhone(models.Model):
    """A phone in a session. `key` stands in its address; it names nobody and is deleted with the session."""

    session = models.ForeignKey(ClassSession, models.CASCADE, related_name="phones")
    key = models.CharField(max_length=KEY_LENGTH, unique=True, default=new_key)

    class Meta:
        verbose_name = _("máy trong lớp")
        verbose_name_plural = _("máy trong lớp")

    def __str__(self) -> str:
        return f"{self.pk}"


class ClassVote(models.Model):
    """The answer that a phone has chosen for a question; it may be changed until the votes are shown."""

    phone = models.ForeignKey(ClassPhone, models.CASCADE, related_name="votes")
    number = models.PositiveSmallIntegerField()
    letter = models.CharField(max_length=1)

    class Meta:
        verbose_name = _("lượt chọn")
        verbose_name_plural = _("lượt chọn")
        constraints: ClassVar[list[Any]] = [models.UniqueConstraint(fields=["phone", "number"], name="class_vote_once")]

    def __str__(self) -> str:
        return f"{self.number}{self.letter}"
