"""Season: one run of the campaign."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from .terms import SluggedByName


class Season(SluggedByName):
    """One run of the campaign; at most one is current. Dates may lie in the past."""

    name = models.CharField(_("tên mùa"), max_length=120)
    name_en = models.CharField(_("tên tiếng Anh"), max_length=120, blank=True)
    name_km = models.CharField(_("tên tiếng Khmer"), max_length=120, blank=True)
    plan_number = models.CharField(_("số kế hoạch"), max_length=60, blank=True)
    plan_date = models.DateField(_("ngày ban hành"), null=True, blank=True)
    starts_on = models.DateField(_("từ ngày"))
    ends_on = models.DateField(_("đến ngày"))
    is_current = models.BooleanField(_("mùa đang chạy"), default=False)

    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("name_en"), FieldPanel("name_km")]),
        FieldPanel("slug"),
        FieldRowPanel([FieldPanel("plan_number"), FieldPanel("plan_date")]),
        FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
        FieldPanel("is_current"),
    ]

    class Meta:
        verbose_name = _("mùa chiến dịch")
        verbose_name_plural = _("mùa chiến dịch")
        ordering = ["-starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_current"],
                condition=models.Q(is_current=True),
                name="one_current_season",
                violation_error_message=_("Đã có một mùa đang chạy. Bạn bỏ chọn ở mùa kia trước."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Fill an empty slug. Raises ValidationError where the season ends before it begins."""
        super().clean()
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("Ngày kết thúc phải sau ngày bắt đầu.")})
