"""Models of the newsroom's work: workflows, plans, breaking news, calendar keys, named versions, outside previews."""

from __future__ import annotations

import secrets
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from base.text import one_line


def new_token() -> str:
    """Random token of 256 bits: 43 characters that are safe in an address."""
    return secrets.token_urlsafe(32)


class NewsroomWorkflow(models.Model):
    """The Wagtail workflow of an outlet for one way (short news, or with child-safety check); not found by its name."""

    class Way(models.TextChoices):
        QUICK = "nhanh", _("Tin nhanh")
        SAFE = "an-toan", _("Bài có trẻ em hoặc vụ việc")

    outlet = models.ForeignKey("campaign.Outlet", models.CASCADE, related_name="workflows")
    way = models.CharField(max_length=10, choices=Way)
    workflow = models.OneToOneField("wagtailcore.Workflow", models.CASCADE, related_name="newsroom_way")

    class Meta:
        verbose_name = _("quy trình của cơ quan")
        verbose_name_plural = _("quy trình của cơ quan")
        constraints = [models.UniqueConstraint(fields=["outlet", "way"], name="one_workflow_per_outlet_and_way")]

    def __str__(self) -> str:
        return f"{self.get_way_display()} ({self.outlet.short_name})"


class PlannedStoryQuerySet(models.QuerySet["PlannedStory"]):
    """Queries of planned stories."""

    def in_order_of_need(self) -> Self:
        """Ordered by the time at which the text is due, else by the planned time of publication."""
        return self.order_by(Coalesce("due_at", "planned_for"), "pk")


class PlannedStory(models.Model):
    """A planned story: section, topic, brief, times and writer."""

    class State(models.TextChoices):
        PLANNED = "du-kien", _("Dự kiến")
        WRITING = "dang-viet", _("Đang viết")
        DROPPED = "bo", _("Bỏ")

    section = models.ForeignKey(
        "articles.SectionPage", models.CASCADE, related_name="plans", verbose_name=_("chuyên mục")
    )
    title = models.CharField(_("đề tài"), max_length=160)
    genre = models.CharField(_("thể loại"), max_length=12, blank=True)
    planned_for = models.DateTimeField(_("định đăng lúc"))
    due_at = models.DateTimeField(
        _("hạn nộp"), null=True, blank=True, help_text=_("Người viết nộp bài trước giờ này. Để trống: trước giờ đăng.")
    )
    writer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("người viết")
    )
    note = models.TextField(_("đề bài"), max_length=1000, blank=True, help_text=_("Viết gì, bao dài, mấy ảnh, hỏi ai."))
    state = models.CharField(_("trạng thái"), max_length=10, choices=State, default=State.PLANNED)
    page = models.OneToOneField(
        "articles.ArticlePage", models.SET_NULL, null=True, blank=True, related_name="plan", verbose_name=_("bài")
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PlannedStoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("đề tài")
        verbose_name_plural = _("đề tài")
        ordering = ["planned_for"]
        indexes = [models.Index(fields=["planned_for"], name="planned_for")]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """The title as one line. Raises ValidationError for an empty one."""
        self.title = one_line(self.title, 160)
        if not self.title:
            raise ValidationError({"title": _("Bạn ghi đề tài giúp nhé.")})
        if self.due_at and self.planned_for and self.due_at > self.planned_for:
            raise ValidationError({"due_at": _("Hạn nộp sau giờ định đăng. Bạn chọn hạn sớm hơn.")})

    @property
    def needed_at(self) -> datetime:
        return self.due_at or self.planned_for


class BreakingNewsQuerySet(models.QuerySet["BreakingNews"]):
    """Queries of breaking news."""

    def running(self) -> Self:
        """Neither ended nor past its end, the newest first."""
        return self.filter(ended_at=None, until__gt=timezone.now()).order_by("-started_at")


class BreakingNews(models.Model):
    """A published story shown on every page of its language until a chosen time (articles/admin/breaking/)."""

    page = models.ForeignKey("articles.ArticlePage", models.CASCADE, related_name="breaking", verbose_name=_("bài"))
    locale = models.ForeignKey("wagtailcore.Locale", models.CASCADE, related_name="+", editable=False)
    until = models.DateTimeField(_("tự tắt lúc"))
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False
    )
    started_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, editable=False)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False)

    objects = BreakingNewsQuerySet.as_manager()

    class Meta:
        verbose_name = _("tin nóng")
        verbose_name_plural = _("tin nóng")
        ordering = ["-started_at"]
        indexes = [models.Index(fields=["until"], condition=models.Q(ended_at=None), name="breaking_running")]

    def __str__(self) -> str:
        return self.page.title


#: Key of FeeScale.coefficients for a translation, whose genre is that of its original; no genre has this value.
TRANSLATION = "translation"


class FeeScale(models.Model):
    """How an outlet pays: the worth of one unit in đồng, and how many units a story of each genre counts."""

    outlet = models.OneToOneField("campaign.Outlet", models.CASCADE, related_name="fee_scale")
    unit = models.PositiveIntegerField(_("giá trị một đơn vị hệ số, đồng"))
    coefficients = models.JSONField(default=dict)  # genre → number as text
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("thang nhuận bút")
        verbose_name_plural = _("thang nhuận bút")

    def __str__(self) -> str:
        return str(self.outlet)

    def coefficient_of(self, genre: str) -> Decimal | None:
        """Units that a story of `genre` counts; None where none is set."""
        coefficient = self.coefficients.get(genre)
        return Decimal(coefficient) if coefficient else None

    def fee(self, genre: str, share: int) -> int | None:
        """Đồng for `share` per cent of a story of `genre`; None where no coefficient is set."""
        coefficient = self.coefficient_of(genre)
        if coefficient is None:
            return None
        return int((coefficient * self.unit * share / 100).quantize(Decimal(1), ROUND_HALF_UP))


class CalendarKey(models.Model):
    """A secret address of an outlet's calendar for phones; it shows titles of unpublished stories."""

    outlet = models.ForeignKey("campaign.Outlet", models.CASCADE, related_name="calendar_keys")
    token = models.CharField(max_length=64, unique=True, default=new_token, editable=False)
    name = models.CharField(_("ai dùng, ở máy nào"), max_length=80)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    used_at = models.DateTimeField(_("dùng lần cuối"), null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("địa chỉ lịch")
        verbose_name_plural = _("địa chỉ lịch")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.name


class NamedVersion(models.Model):
    """A revision with a name. It is not overwritten or purged (protected_revisions.py)."""

    revision = models.OneToOneField("wagtailcore.Revision", models.CASCADE, related_name="newsroom_name")
    name = models.CharField(_("tên bản"), max_length=80)
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False)
    named_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("bản có tên")
        verbose_name_plural = _("bản có tên")
        ordering = ["-revision__created_at"]

    def __str__(self) -> str:
        return self.name


class PreviewLink(models.Model):
    """A link with which one person without an account can read a draft until a time, and answer."""

    page = models.ForeignKey("articles.ArticlePage", models.CASCADE, related_name="preview_links")
    token = models.CharField(max_length=64, unique=True, default=new_token, editable=False)
    reader = models.CharField(_("gửi cho ai"), max_length=120, help_text=_("Ví dụ: ThS. An, người được phỏng vấn."))
    expires_at = models.DateTimeField(_("đọc được đến"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False
    )
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("liên kết xem trước")
        verbose_name_plural = _("liên kết xem trước")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.reader

    @property
    def is_open(self) -> bool:
        """Not revoked and not expired."""
        return self.revoked_at is None and self.expires_at > timezone.now()


class PreviewVerdict(models.Model):
    """Answer of an outside reader, and the version it is about."""

    class Says(models.TextChoices):
        AGREES = "dong-y", _("Đồng ý")
        CHANGES = "sua", _("Đề nghị sửa")

    link = models.ForeignKey(PreviewLink, models.CASCADE, related_name="verdicts")
    says = models.CharField(_("ý kiến"), max_length=8, choices=Says)
    comment = models.TextField(_("nhận xét"), max_length=2000, blank=True)
    revision = models.ForeignKey("wagtailcore.Revision", models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("ý kiến của người xem trước")
        verbose_name_plural = _("ý kiến của người xem trước")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.link.reader}: {self.get_says_display()}"


class OutsideLinkQuerySet(models.QuerySet["OutsideLink"]):
    """Queries of links to other sites."""

    def broken(self) -> Self:
        """Links answered 404 or 410, or without a good answer for FAILED_NIGHTS nights in a row."""
        is_gone = models.Q(status__in=[404, 410], failures__gt=0)
        return self.filter(is_gone | models.Q(failures__gte=OutsideLink.FAILED_NIGHTS))


class OutsideLink(models.Model):
    """A link of a published story to another site, and what that site last answered (articles.outside_links)."""

    FAILED_NIGHTS = 3
    LONGEST = 500  # characters of an address; longer ones are not checked

    page = models.ForeignKey("articles.ArticlePage", models.CASCADE, related_name="outside_links")
    address = models.CharField(_("địa chỉ"), max_length=LONGEST)
    status = models.PositiveSmallIntegerField(default=0, help_text="HTTP status of the last answer; 0 for none")
    checked_at = models.DateTimeField(null=True, blank=True, db_index=True)
    failures = models.PositiveSmallIntegerField(default=0, help_text="nights in a row without a good answer")

    objects = OutsideLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("liên kết ra ngoài")
        verbose_name_plural = _("liên kết ra ngoài")
        constraints = [models.UniqueConstraint(fields=["page", "address"], name="one_row_per_outside_link")]
        indexes = [models.Index(fields=["address"], name="outside_link_address")]

    def __str__(self) -> str:
        return self.address
