"""Report: the figures of a period as a snapshot, with sentences that people edit until it is frozen."""

from __future__ import annotations

import uuid
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from campaign.models import Season
from schools.models import Kind


class ReportQuerySet(models.QuerySet["Report"]):
    """Queries of reports."""

    def visible_to(self, kinds: list[str]) -> Self:
        """Reports on no other kinds of units than `kinds`, which an account reviews."""
        return self.filter(kinds__contained_by=kinds)

    def frozen(self) -> Self:
        return self.filter(state=Report.State.FROZEN)


class Report(models.Model):
    """Figures of one period. Its steps are in reporting/reports/steps.py; a frozen report never changes again."""

    class State(models.TextChoices):
        """collecting → draft → frozen; a collection that failed can be started again."""

        COLLECTING = "collecting", _("đang lấy số liệu")
        FAILED = "failed", _("chưa lấy được số liệu")
        DRAFT = "draft", _("nháp")
        FROZEN = "frozen", _("đã chốt")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(_("trạng thái"), max_length=10, choices=State, default=State.COLLECTING)
    season = models.ForeignKey(Season, models.PROTECT, related_name="reports", verbose_name=_("mùa"))
    starts_on = models.DateField(_("từ ngày"))
    ends_on = models.DateField(_("đến hết ngày"))
    kinds = ArrayField(models.CharField(max_length=8, choices=Kind), verbose_name=_("loại đơn vị"))
    issuer = models.CharField(_("cơ quan báo cáo"), max_length=160)
    parent = models.CharField(_("cơ quan cấp trên"), max_length=160, blank=True)
    recipient = models.CharField(_("kính gửi"), max_length=200)
    signer_title = models.CharField(_("chức vụ người ký"), max_length=120, blank=True)
    signer = models.CharField(_("người ký"), max_length=120, blank=True)
    #: {"sections": [{"key", "title", "text", "tables": [{"title", "head": […], "rows": [[…]]}]}]}
    data = models.JSONField(default=dict, encoder=DjangoJSONEncoder, editable=False)
    #: {key of a section: {"text", "by", "at"}}: sentences that somebody changed
    edits = models.JSONField(default=dict, encoder=DjangoJSONEncoder, editable=False)
    version = models.PositiveIntegerField(default=0, help_text="grows with every save of a draft; forms carry it")
    collected_at = models.DateTimeField(_("lấy số lúc"), null=True, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    number = models.PositiveIntegerField(_("số"), null=True, editable=False)
    frozen_at = models.DateTimeField(_("chốt lúc"), null=True, editable=False)
    frozen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name=_("thay cho báo cáo")
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("báo cáo")
        verbose_name_plural = _("báo cáo")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(starts_on__lte=F("ends_on")), name="report_starts_before_it_ends"),
            models.UniqueConstraint(fields=["number"], name="report_number_once"),
            models.CheckConstraint(
                condition=~Q(state="frozen") | (Q(number__isnull=False, frozen_at__isnull=False) & ~Q(sha256="")),
                name="frozen_report_has_number_and_hash",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_on:%d-%m-%Y} – {self.ends_on:%d-%m-%Y}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises ValidationError for a frozen report."""
        if self.pk and type(self).objects.frozen().filter(pk=self.pk).exists():
            raise ValidationError(_("Báo cáo đã chốt thì không sửa được nữa. Bạn lập báo cáo thay cho nó."))
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Raises ValidationError for a frozen report."""
        if self.state == self.State.FROZEN:
            raise ValidationError(_("Báo cáo đã chốt thì không xóa được."))
        return super().delete(*args, **kwargs)

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_frozen(self) -> bool:
        return self.state == self.State.FROZEN

    def sections(self) -> list[dict[str, Any]]:
        """Sections of the snapshot with the text that is in force, and who wrote it where somebody did."""
        return [
            {**section, "edit": (edit := self.edits.get(section["key"])), "text": (edit or section)["text"]}
            for section in self.data.get("sections", [])
        ]
