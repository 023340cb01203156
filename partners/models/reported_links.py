"""Models of notices to a partner's accounts, and of posts that partners reported."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.blocks.media import post_platform
from partners.models.submission import Submission
from partners.models.submission_event import SubmissionEvent


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Queries of notices."""

    def unread(self) -> Self:
        """Notices that were not opened."""
        return self.filter(read_at=None)


class Notice(models.Model):
    """A notice in the partner area that a piece has changed; a letter is sent beside it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="kol_notices")
    submission = models.ForeignKey(Submission, models.CASCADE, related_name="notices")
    event = models.ForeignKey(SubmissionEvent, models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("thông báo")
        verbose_name_plural = _("thông báo")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["user", "read_at", "-created_at"], name="notice_of_user")]

    def __str__(self) -> str:
        return str(self.event)


class ReportedLinkQuerySet(models.QuerySet["ReportedLink"]):
    """Queries of reported posts."""

    def between(self, first: date, last: date) -> Self:
        """Posts from `first` to `last` (dates, both included), for the wrap-up."""
        return self.filter(posted_on__range=(first, last))


class ReportedLink(models.Model):
    """A post on the partner's own channel that carries the piece; counted in the wrap-up, never fetched."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="reported_links")
    url = models.URLField(_("liên kết bài đăng"), max_length=300)
    platform = models.CharField(_("mạng"), max_length=20, editable=False)
    posted_on = models.DateField(_("đăng ngày"))
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    reported_at = models.DateTimeField(auto_now_add=True)

    objects = ReportedLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("liên kết đã báo")
        verbose_name_plural = _("liên kết đã báo")
        ordering = ["-posted_on", "-pk"]
        constraints = [models.UniqueConstraint(fields=["submission", "url"], name="link_reported_once")]

    def __str__(self) -> str:
        return self.url

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.platform = post_platform(self.url)
        super().save(*args, **kwargs)
