"""Model of reading counts by hour. It holds page, hour and number, nothing about a reader."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReadCount(models.Model):
    """Readings of one story within one hour (docs/adr/0009-most-read.md)."""

    page = models.ForeignKey("articles.ArticlePage", models.CASCADE, related_name="reads")
    hour = models.DateTimeField(_("giờ"), help_text="the full hour in which the readings began, UTC")
    reads = models.PositiveIntegerField(_("lượt đọc"), default=0)

    class Meta:
        verbose_name = _("lượt đọc")
        verbose_name_plural = _("lượt đọc")
        constraints = [models.UniqueConstraint(fields=["page", "hour"], name="one_read_count_per_page_and_hour")]
        indexes = [models.Index(fields=["hour"], name="read_count_hour")]

    def __str__(self) -> str:
        return f"{self.page_id} {self.hour:%Y-%m-%d %H}: {self.reads}"
