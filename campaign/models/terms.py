"""Terms with a slug made from their name: audiences and topics."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel

from base.text import vn_slugify


class SluggedForm(WagtailAdminModelForm):
    """Form in which a slug is chosen once: rights, filters and printed addresses refer to it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and "slug" in self.fields:
            self.fields["slug"].disabled = True


class SluggedByName(models.Model):
    """Abstract model with a slug; an empty one is made from `name` by base.text.vn_slugify() in clean()."""

    slug = models.SlugField(
        _("mã"),
        unique=True,
        blank=True,
        help_text=_("Để trống thì lấy từ tên. Đã lưu thì giữ nguyên: quyền, bộ lọc và địa chỉ đã in dựa vào mã này."),
    )

    base_form_class = SluggedForm

    if TYPE_CHECKING:
        name: str  # a field of each subclass

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Fill an empty slug."""
        super().clean()
        self.slug = self.slug or vn_slugify(self.name, 50)


class NamedTerm(SluggedByName):
    """Abstract term of the vocabulary with a name in each of the site's three languages."""

    name = models.CharField(_("tên tiếng Việt"), max_length=80)
    name_en = models.CharField(_("tên tiếng Anh"), max_length=80, blank=True)
    name_km = models.CharField(_("tên tiếng Khmer"), max_length=80, blank=True)
    order = models.PositiveSmallIntegerField(_("thứ tự"), default=0)

    panels = [FieldPanel("name"), FieldPanel("slug"), FieldPanel("name_en"), FieldPanel("name_km"), FieldPanel("order")]

    class Meta:
        abstract = True
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The name in the active language, else the Vietnamese one."""
        language = get_language() or "vi"
        return (getattr(self, f"name_{language}", "") or self.name) if language != "vi" else self.name


class Audience(NamedTerm):
    """Group of people for whom an article or an asset is made."""

    class Meta(NamedTerm.Meta):
        verbose_name = _("đối tượng")
        verbose_name_plural = _("đối tượng")


class Topic(NamedTerm):
    """Subject of an article or an asset, independent of its section."""

    is_sensitive = models.BooleanField(
        _("chủ đề nhạy cảm"), default=False, help_text=_("Bài của chủ đề này phải có cảnh báo và hộp trợ giúp.")
    )

    panels = [*NamedTerm.panels, FieldPanel("is_sensitive")]

    class Meta(NamedTerm.Meta):
        verbose_name = _("chủ đề")
        verbose_name_plural = _("chủ đề")
