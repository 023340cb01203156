"""Lease: from when to when an asset may, or may not, be used, and why."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey


class LeaseQuerySet(models.QuerySet):
    """Queries by date."""

    def valid_on(self, day: date) -> Self:
        """Leases whose dates include `day`; an empty date is no limit."""
        return self.filter(
            models.Q(starts_on__isnull=True) | models.Q(starts_on__lte=day),
            models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=day),
        )

    def denied_on(self, day: date) -> Self:
        """Bans in force on `day`."""
        return self.valid_on(day).filter(effect="deny")

    def not_allowed_on(self, day: date) -> Self:
        """Permissions of assets that have none in force on `day`."""
        in_force = self.valid_on(day).filter(effect="allow", asset=models.OuterRef("asset"))
        return self.filter(~models.Exists(in_force), effect="allow")


class Lease(models.Model):
    """One permission or ban of an asset. A ban in force closes the asset; if it has permissions, one must be in force.

    Rows are added rather than changed, so that the history stays readable. Of a row that has begun, only a last day
    that has not passed may be changed, and not into the past; a row that has not begun may be deleted.
    """

    class Effect(models.TextChoices):
        ALLOW = "allow", _("được dùng")
        DENY = "deny", _("không được dùng")

    FIXED = ("effect", "starts_on", "note")  # fields that cannot change once written

    asset = ParentalKey(
        "media_library.Asset", on_delete=models.CASCADE, related_name="leases", verbose_name=_("tài liệu")
    )
    effect = models.CharField(_("hiệu lực"), max_length=5, choices=Effect)
    starts_on = models.DateField(_("từ ngày"), null=True, blank=True, help_text=_("Để trống: từ đầu."))
    ends_on = models.DateField(_("đến hết ngày"), null=True, blank=True, help_text=_("Để trống: không hạn."))
    note = models.CharField(
        _("lý do"), max_length=200, help_text=_("Người xem đọc được câu này. Ví dụ: Giấy phép nhạc nền đến hết 2026.")
    )
    noticed_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = LeaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("thời hạn sử dụng")
        verbose_name_plural = _("thời hạn sử dụng")
        ordering = ["starts_on", "pk"]

    def __str__(self) -> str:
        return f"{self.get_effect_display()}: {self.note}"

    def clean(self) -> None:
        """Raise ValidationError for reversed dates and for changes that the class docstring excludes."""
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("Ngày cuối phải từ ngày đầu trở đi.")})
        before = Lease.objects.filter(pk=self.pk).first() if self.pk else None
        if before is not None:
            self._stays_readable(before)
            if before.last_day != self.last_day:
                self.noticed_at = None  # the new last day is told ahead, too

    def has_begun(self) -> bool:
        """Whether the first day is today or earlier."""
        return self.starts_on is None or self.starts_on <= timezone.localdate()

    @property
    def last_day(self) -> date | None:
        """The last day on which this row alone lets the asset be used; None without an end."""
        if self.effect == self.Effect.ALLOW:
            return self.ends_on
        return self.starts_on - timedelta(days=1) if self.starts_on else None

    def _stays_readable(self, before: Lease) -> None:
        """Raise ValidationError when the row would change what held on past days."""
        if any(getattr(self, name) != getattr(before, name) for name in self.FIXED):
            raise ValidationError(_("Dòng quyền đã ghi thì không sửa. Bạn thêm dòng mới; dòng cũ chỉ đổi ngày cuối."))
        if self.ends_on == before.ends_on:
            return
        yesterday = timezone.localdate() - timedelta(days=1)
        if (before.ends_on and before.ends_on < yesterday) or (self.ends_on and self.ends_on < yesterday):
            raise ValidationError({"ends_on": _("Ngày đã qua thì không đổi. Bạn thêm một dòng mới.")})
