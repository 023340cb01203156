"""Models of what happens after publication: corrections and take-downs."""

from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from wagtail.models import Page

from articles.syndication.closed import closed
from base.pages import sources_first


class CorrectionQuerySet(models.QuerySet):
    """Queries of corrections."""

    def frozen(self) -> Self:
        return self.filter(frozen_at__isnull=False)

    def pending(self) -> Self:
        """Corrections that wait for the next publication of their story."""
        return self.filter(frozen_at__isnull=True)

    def open_to_redaction(self) -> Self:
        return self.frozen().filter(redacted_at=None)

    def of(self, page_id: Any, source_id: Any) -> Self:
        """Published corrections of a story or of the story it was copied from, newest first."""
        return self.frozen().filter(Q(page=page_id) | Q(page=source_id)).order_by("-number")

    def in_other_languages(self, page: Page) -> Self:
        """Published corrections of the live, readable language versions of `page` beside itself, newest first."""
        versions = self.frozen().filter(page__translation_key=page.translation_key, page__live=True)
        versions = versions.filter(page__alias_of=None).exclude(page=page.pk).exclude(closed("page__"))
        return versions.order_by("-frozen_at", "-pk")


class Correction(models.Model):
    """A dated note on a published story. The next publication shows it and freezes it: it cannot be changed again.

    That publication (publication.freeze_corrections) sets `frozen_at` and `number`. `older_revision` is what
    readers had before; it stays readable at <story>/phien-ban/<number>/. A frozen correction that tells who a child is
    is redacted (publication.redact_correction): its text goes, its number, kind and dates stay.
    """

    class Kind(models.TextChoices):
        CORRECTION = "dinh-chinh", _("Đính chính")
        RETRACTION = "cai-chinh", _("Cải chính")
        CLARIFICATION = "noi-ro", _("Nói rõ thêm")

    #: Columns that readers see.
    SHOWN = ("number", "kind", "text", "frozen_at", "hides_older", "redacted_at")
    REDACTED = _("Tòa soạn đã bỏ chữ của đính chính này để bảo vệ một người.")

    page = models.ForeignKey("articles.ArticlePage", models.CASCADE, related_name="corrections", verbose_name=_("bài"))
    kind = models.CharField(_("loại"), max_length=12, choices=Kind, default=Kind.CORRECTION)
    text = models.TextField(
        _("nội dung đính chính"),
        max_length=1000,
        help_text=_("Nói chỗ sai, chỗ đúng, và xin lỗi nếu cần. Không nhắc lại thông tin riêng của trẻ em."),
    )
    hides_older = models.BooleanField(
        _("không cho đọc bản cũ"),
        default=False,
        help_text=_("Chọn khi bản cũ lộ danh tính trẻ em, nạn nhân, hoặc thông tin không được phép công bố."),
    )
    number = models.PositiveSmallIntegerField(_("số"), null=True, blank=True, editable=False)
    older_revision = models.ForeignKey(
        "wagtailcore.Revision", models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    frozen_at = models.DateTimeField(_("đăng lúc"), null=True, blank=True, editable=False, db_index=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    created_at = models.DateTimeField(auto_now_add=True)
    redacted_at = models.DateTimeField(_("bỏ chữ lúc"), null=True, blank=True, editable=False)
    redacted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    redaction_reason = models.TextField(_("vì sao bỏ chữ"), max_length=500, blank=True, editable=False)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("đính chính")
        verbose_name_plural = _("đính chính")
        ordering = ["-frozen_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["page", "number"], name="correction_number_once"),
            models.CheckConstraint(
                condition=Q(frozen_at__isnull=True) | Q(number__isnull=False), name="frozen_correction_has_number"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.shown_text[:60]}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises ValidationError for a frozen correction."""
        if self.pk and type(self).objects.frozen().filter(pk=self.pk).exists():
            raise ValidationError(_("Đính chính đã đăng thì không sửa được nữa. Bạn viết một đính chính mới."))
        return super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Raises ValidationError for a frozen correction."""
        if self.frozen_at:
            raise ValidationError(_("Đính chính đã đăng thì không xóa được."))
        return super().delete(*args, **kwargs)

    @property
    def quoted(self) -> str:
        """As the newsroom's letters, which are Vietnamese, quote it: kind and text."""
        with override(settings.LANGUAGE_CODE):
            return f"{self.get_kind_display()}: {self.text}"

    @property
    def shown_text(self) -> str:
        return str(self.REDACTED) if self.redacted_at else self.text


class TakeDownQuerySet(models.QuerySet):
    """Queries of take-downs."""

    def open(self) -> Self:
        """Take-downs whose story was not published again since."""
        return self.filter(lifted_at=None)

    def on(self, page: Page) -> Self:
        """Open take-downs that keep `page` off the site.

        Its own; that of the story it was copied from; that of the source of its translation. A translation that was
        begun after the source came back has none.
        """
        source = sources_first(Page.objects.filter(translation_key=page.translation_key)).values("pk")[:1]
        return self.open().filter(Q(page__in=[page.pk, page.alias_of_id or 0]) | Q(page=models.Subquery(source)))

    def standing(self, page_id: Any, source_id: Any) -> Self:
        """Take-downs of a story, or of the story it was copied from, for which the address answers 410."""
        return self.filter(Q(page=page_id) | Q(page=source_id), answers_410=True, lifted_at=None)

    def silent(self, page_id: Any, source_id: Any) -> Self:
        """The same for which it answers 404, as if nothing had ever been there."""
        return self.filter(Q(page=page_id) | Q(page=source_id), answers_410=False, lifted_at=None)


class TakeDown(models.Model):
    """A take-down: reason, who decided, and whether the address answers 410 or 404.

    Each language version has a row, also a draft, and each copy that another outlet showed. It stands until that page
    is published again, for which one person asks with a reason and another approves (admin/takedowns/returns.py).
    """

    class Reason(models.TextChoices):
        CHILD = "tre-em", _("Lộ danh tính trẻ em hoặc nạn nhân")
        CONSENT = "dong-y", _("Người trong bài, cha mẹ yêu cầu gỡ")
        WRONG = "sai", _("Sai nghiêm trọng")
        LAW = "phap-luat", _("Theo yêu cầu của cơ quan có thẩm quyền")
        RIGHTS = "ban-quyen", _("Bản quyền chữ, ảnh, nhạc")
        PARTNER = (
            "doi-tac",
            _("Đối tác rút bài hoặc hết thời hạn được phép dùng"),
        )  # only by partners/workflow/removal.py
        OTHER = "khac", _("Lý do khác")

    page = models.ForeignKey("articles.ArticlePage", models.CASCADE, related_name="takedowns", verbose_name=_("bài"))
    reason = models.CharField(_("vì sao"), max_length=12, choices=Reason)
    note = models.TextField(
        _("ghi rõ"), max_length=1000, help_text=_("Ai yêu cầu, lúc nào, chỗ nào trong bài. Chỉ tòa soạn đọc được.")
    )
    answers_410 = models.BooleanField(
        _("để lại trang báo “bài đã gỡ” (410)"),
        default=True,
        help_text=_("Máy tìm kiếm nhờ đó bỏ bài khỏi kết quả. Trang báo không nhắc lại tít."),
    )
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False)
    taken_at = models.DateTimeField(_("gỡ lúc"), auto_now_add=True)
    return_reason = models.TextField(
        _("vì sao đăng lại"),
        max_length=1000,
        blank=True,
        help_text=_("Điều gì đã đổi từ khi gỡ: chỗ nào đã sửa, ai đồng ý. Ít nhất 20 ký tự. Chỉ tòa soạn đọc được."),
    )
    return_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False
    )
    return_asked_at = models.DateTimeField(_("xin đăng lại lúc"), null=True, blank=True, editable=False)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False
    )
    lifted_at = models.DateTimeField(_("đăng lại lúc"), null=True, blank=True, editable=False)

    objects = TakeDownQuerySet.as_manager()

    class Meta:
        verbose_name = _("lần gỡ bài")
        verbose_name_plural = _("lần gỡ bài")
        ordering = ["-taken_at"]

    def __str__(self) -> str:
        return f"{self.get_reason_display()} · {self.taken_at:%d-%m-%Y %H:%M}"

    @property
    def summary(self) -> str:
        """Who took it down, when and why, as a sentence for the newsroom."""
        facts = {
            "who": self.taken_by or _("Tòa soạn"),
            "when": date_format(timezone.localtime(self.taken_at), "H:i, d-m-Y"),
            "reason": self.get_reason_display(),
        }
        return str(_("%(who)s đã gỡ bài lúc %(when)s. Lý do: %(reason)s.") % facts)
