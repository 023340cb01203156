"""Assignment of translations to accounts, with due dates."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from base.languages import language_choices


class TranslationAssignment(models.Model):
    """A page to be translated into a language, by an account until a date; and the review of the translation."""

    class Step(models.TextChoices):
        """Steps of the review (review.py)."""

        TRANSLATING = "translating", _("đang dịch")
        WAITING = "waiting", _("chờ duyệt")
        RETURNED = "returned", _("trả lại")
        PUBLISHED = "published", _("đã đăng")

    translation_key = models.UUIDField(editable=False)
    language = models.CharField(_("ngôn ngữ"), max_length=5, choices=language_choices)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("người dịch"),
    )
    due_on = models.DateField(_("hạn"), null=True, blank=True)
    note = models.CharField(_("ghi chú"), max_length=200, blank=True)
    awaits_native_reader = models.BooleanField(
        _("bản máy dịch, chờ người bản ngữ duyệt"),
        default=False,
        help_text=_("Bỏ dấu này khi một người bản ngữ đã đọc hết và sửa xong."),
    )
    step = models.CharField(_("bước"), max_length=12, choices=Step, default=Step.TRANSLATING, editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("người gửi duyệt"),
    )
    submitted_at = models.DateTimeField(_("lúc gửi duyệt"), null=True, blank=True, editable=False)
    return_reason = models.CharField(_("lý do trả lại"), max_length=500, blank=True, editable=False)

    class Meta:
        verbose_name = _("việc dịch")
        verbose_name_plural = _("việc dịch")
        constraints = [
            models.UniqueConstraint(fields=["translation_key", "language"], name="one_assignment_per_language")
        ]

    def __str__(self) -> str:
        return f"{self.translation_key} ({self.language})"
