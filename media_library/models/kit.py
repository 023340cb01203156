"""Kit: an ordered set of assets for one occasion."""

import uuid

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import TranslatableMixin
from wagtail_localize.fields import SynchronizedField, TranslatableField

from .asset import Asset, code_validator
from .file import StoredFile


class KitQuerySet(models.QuerySet):
    def released(self):
        return self.filter(is_released=True)


class Kit(ClusterableModel):
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(_("mã"), max_length=40, unique=True, validators=[code_validator])
    slug = models.SlugField(_("địa chỉ"), max_length=90, unique=True)
    audiences = models.ManyToManyField("campaign.Audience", verbose_name=_("đối tượng"), blank=True)
    assets = models.ManyToManyField(Asset, through="KitItem", related_name="kits")
    is_released = models.BooleanField(_("đã phát hành"), default=False)
    archive = models.OneToOneField(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="kit", editable=False
    )
    order = models.PositiveSmallIntegerField(_("thứ tự"), default=0)
    updated_at = models.DateTimeField(auto_now=True)

    objects = KitQuerySet.as_manager()

    class Meta:
        verbose_name = _("bộ tài liệu")
        verbose_name_plural = _("bộ tài liệu")
        ordering = ["order", "code"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        """The kit's page in the language of the page that links to it."""
        return f"/{get_language() or 'vi'}/bo-tai-lieu/{self.slug}/"

    def text(self, language: str | None = None):
        """The words in `language`, else Vietnamese, else None; reads the prefetched `texts`."""
        texts = {text.locale.language_code: text for text in self.texts.all()}
        return texts.get(language or get_language() or "vi") or texts.get("vi")

    @property
    def name(self) -> str:
        text = self.text()
        return text.name if text else self.code


class KitText(TranslatableMixin, models.Model):
    kit = ParentalKey(Kit, on_delete=models.CASCADE, related_name="texts")
    name = models.CharField(_("tên"), max_length=140)
    intro = models.TextField(_("giới thiệu"), max_length=400, blank=True)
    guide = models.TextField(_("các bước"), blank=True, help_text=_("Mỗi bước một dòng."))

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("phần chữ của bộ")
        verbose_name_plural = _("phần chữ của bộ")
        constraints = [models.UniqueConstraint(fields=["kit", "locale"], name="one_kit_text_per_language")]

    translatable_fields = [
        TranslatableField("name"),
        TranslatableField("intro"),
        TranslatableField("guide"),
        SynchronizedField("kit"),
    ]

    def __str__(self):
        return self.name

    @property
    def steps(self) -> list[str]:
        return [line.strip() for line in self.guide.splitlines() if line.strip()]


class KitItem(models.Model):
    kit = ParentalKey(Kit, on_delete=models.CASCADE, related_name="items")
    asset = models.ForeignKey(Asset, models.CASCADE, related_name="kit_items")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["kit", "asset"], name="asset_once_per_kit")]

    def __str__(self):
        return f"{self.order + 1}. {self.asset}"
