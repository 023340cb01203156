"""Kit: an ordered set of assets for one occasion."""

import uuid
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import TranslatableMixin
from wagtail_localize.fields import SynchronizedField, TranslatableField

from campaign.activities import KEY_LIMIT
from files.models import StoredFile
from media_library.texts import TranslatedTextsModel, TranslatedTextsQuerySet
from media_library.vocabulary import KitVariant

from .asset import Asset, code_validator
from .querysets import edits_library
from .version import AssetFile


class KitQuerySet(TranslatedTextsQuerySet):
    """Kits with their texts."""

    def released(self) -> Self:
        return self.filter(is_released=True)

    def choosable_by(self, user: Any) -> Self:
        """Kits that `user`, of the administration, may put into a text: all for editors of the library."""
        return self if edits_library(user) else self.released()


class Kit(TranslatedTextsModel, ClusterableModel):
    """An ordered set of assets with its texts and numbered versions."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(_("mã"), max_length=40, unique=True, validators=[code_validator])
    slug = models.SlugField(_("địa chỉ"), max_length=90, unique=True)
    audiences = models.ManyToManyField("campaign.Audience", verbose_name=_("đối tượng"), blank=True)
    assets = models.ManyToManyField(Asset, through="KitItem", related_name="kits")
    is_released = models.BooleanField(_("đã phát hành"), default=False)
    current_version = models.ForeignKey(
        "KitVersion", models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    order = models.PositiveSmallIntegerField(_("thứ tự"), default=0)
    updated_at = models.DateTimeField(auto_now=True)

    objects = KitQuerySet.as_manager()

    class Meta:
        verbose_name = _("bộ tài liệu")
        verbose_name_plural = _("bộ tài liệu")
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The kit's page in the active language."""
        return f"/{get_language() or 'vi'}/bo-tai-lieu/{self.slug}/"

    @property
    def name(self) -> str:
        """The name in the active language, else Vietnamese, else any; the code without texts."""
        text = self.text()
        return text.name if text else self.code


class KitText(TranslatableMixin, models.Model):
    """The texts of a kit in one language."""

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

    def __str__(self) -> str:
        return self.name

    @property
    def steps(self) -> list[str]:
        """The lines of `guide` that are not empty."""
        return [line.strip() for line in self.guide.splitlines() if line.strip()]


class KitItem(models.Model):
    """One asset's place in a kit."""

    kit = ParentalKey(Kit, on_delete=models.CASCADE, related_name="items", verbose_name=_("bộ tài liệu"))
    asset = models.ForeignKey(Asset, models.CASCADE, related_name="kit_items", verbose_name=_("tài liệu"))
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("tài liệu trong bộ")
        verbose_name_plural = _("tài liệu trong bộ")
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["kit", "asset"], name="asset_once_per_kit")]

    def __str__(self) -> str:
        return f"{self.order + 1}. {self.asset}"


class KitActivity(models.Model):
    """Something to play, sign or join that goes with a kit (campaign/activities.py)."""

    kit = ParentalKey(Kit, on_delete=models.CASCADE, related_name="activities", verbose_name=_("bộ tài liệu"))
    activity = models.CharField(_("hoạt động"), max_length=KEY_LIMIT)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("hoạt động của bộ")
        verbose_name_plural = _("hoạt động của bộ")
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["kit", "activity"], name="activity_once_per_kit")]

    def __str__(self) -> str:
        return self.activity


class KitVersion(models.Model):
    """A numbered state of a kit with its ZIP files, which the worker builds once (kits/builder.py)."""

    class State(models.TextChoices):
        BUILDING = "building", _("đang đóng gói")
        READY = "ready", _("đã xong")
        FAILED = "failed", _("chưa đóng gói được")
        WITHDRAWN = "withdrawn", _("đã thu hồi")

    kit = models.ForeignKey(Kit, models.CASCADE, related_name="versions")
    number = models.CharField(_("số phiên bản"), max_length=12)
    changelog = models.CharField(_("có gì mới"), max_length=300, blank=True)
    state = models.CharField(_("trạng thái"), max_length=10, choices=State, default=State.BUILDING)
    problem = models.CharField(max_length=300, blank=True)
    fingerprint = models.CharField(
        max_length=64, blank=True
    )  # SHA-256 of the content; an unchanged kit is not built again
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    ready_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("phiên bản của bộ")
        verbose_name_plural = _("phiên bản của bộ")
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["kit", "number"], name="kit_version_number_once")]

    def __str__(self) -> str:
        return f"v{self.number}"


class KitArchiveQuerySet(models.QuerySet):
    """ZIP files of kits."""

    def ready(self) -> Self:
        """Those that can be downloaded: built whole, and their version not withdrawn since."""
        return self.filter(stored__isnull=False, version__state=KitVersion.State.READY)


class KitArchive(models.Model):
    """One ZIP of a kit's version. Its download address is /tai/bo/<uuid>/."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.ForeignKey(KitVersion, models.CASCADE, related_name="archives")
    variant = models.CharField(_("gói"), max_length=6, choices=KitVariant)
    stored = models.OneToOneField(StoredFile, models.PROTECT, null=True, blank=True, related_name="kit_archive")
    files = models.ManyToManyField(AssetFile, related_name="kit_archives")
    # Whom a download counts for; set by querysets.with_reader().
    reader_organisation: int | None
    reader_level: str | None
    reader_ward: str | None
    is_closed: bool  # whether a member is for schools only; set by rights/permissions.py

    objects = KitArchiveQuerySet.as_manager()

    class Meta:
        verbose_name = _("tệp ZIP của bộ")
        verbose_name_plural = _("tệp ZIP của bộ")
        constraints = [models.UniqueConstraint(fields=["version", "variant"], name="variant_once_per_kit_version")]

    def __str__(self) -> str:
        return f"{self.version} {self.get_variant_display()}"

    def get_absolute_url(self) -> str:
        """The download address; permissions are checked there each time."""
        return reverse("media_library:kit_download", args=[self.uuid])

    @property
    def download_name(self) -> str:
        """ASCII name of the ZIP: “bo-khoi-dong_v1.3_light.zip”."""
        return f"{self.version.kit.slug}_v{self.version.number}_{self.variant}.zip"
