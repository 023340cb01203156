"""Help line: a telephone number, SMS number or website for people in distress, in one language."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import TranslatableMixin

HELPLINE_REVIEW_DAYS = 90  # days after which a help line must be verified again (docs/domain.md E.3)


class HelpLineQuerySet(models.QuerySet["HelpLine"]):
    """Queries on help lines."""

    def shown(self) -> HelpLineQuerySet:
        """Help lines that may be shown to readers: verified, with a number or a website."""
        return self.filter(verified_on__isnull=False).exclude(number="", url="")


class HelpLine(TranslatableMixin, models.Model):
    """A help line in one language; shown only after a person has verified it (docs/domain.md E.3)."""

    label = models.CharField(_("dùng khi nào"), max_length=120, help_text=_("Ví dụ: Nguy hiểm ngay trước mắt"))
    number = models.CharField(
        _("số gọi"), max_length=20, blank=True, help_text=_("Chỉ chữ số, ví dụ 111. Để trống nếu chưa chắc.")
    )
    sms_number = models.CharField(_("số nhắn tin"), max_length=20, blank=True)
    url = models.URLField(_("trang web"), blank=True)
    hours = models.CharField(_("giờ trực"), max_length=80, blank=True)
    cost = models.CharField(_("cước"), max_length=80, blank=True)
    say = models.CharField(_("nói gì khi gọi"), max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(_("thứ tự"), default=0)
    verified_on = models.DateField(
        _("đã kiểm ngày"), null=True, blank=True, help_text=_("Chưa có ngày kiểm thì không hiện cho bạn đọc.")
    )
    verified_by = models.CharField(_("người kiểm"), max_length=120, blank=True)
    source = models.CharField(_("nguồn"), max_length=250, blank=True)

    panels = [
        FieldPanel("label"),
        FieldRowPanel([FieldPanel("number"), FieldPanel("sms_number")]),
        FieldPanel("url"),
        FieldRowPanel([FieldPanel("hours"), FieldPanel("cost")]),
        FieldPanel("say"),
        FieldPanel("order"),
        FieldRowPanel([FieldPanel("verified_on"), FieldPanel("verified_by")]),
        FieldPanel("source"),
    ]

    objects = HelpLineQuerySet.as_manager()

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("đường dây trợ giúp")
        verbose_name_plural = _("đường dây trợ giúp")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return f"{self.number or self.url or '—'} · {self.label}"

    def clean(self) -> None:
        """Raises ValidationError for a check in the future: the line would not become due."""
        super().clean()
        if self.verified_on and self.verified_on > timezone.localdate():
            raise ValidationError({"verified_on": _("Ngày kiểm không thể ở tương lai. Bạn ghi ngày đã kiểm.")})

    @property
    def review_due(self) -> bool:
        """Whether it was never verified, or more than HELPLINE_REVIEW_DAYS days ago."""
        if self.verified_on is None:
            return True
        return (timezone.localdate() - self.verified_on).days > HELPLINE_REVIEW_DAYS
