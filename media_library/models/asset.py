"""Asset (the idea) and AssetText (its texts in a locale); its history and files: version.py.

Files belong to the asset whatever their language; texts are one row per locale, translated by wagtail-localize
(docs/adr/0002-library-model.md).
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import TranslatableMixin
from wagtail_localize.fields import SynchronizedField, TranslatableField

from base.languages import language_choices
from base.text import vn_slugify
from media_library.texts import TranslatedTextsModel
from media_library.vocabulary import (
    Access,
    Alternative,
    Kind,
    Licence,
    Moment,
    SchoolLevel,
    Screen,
    Size,
)

from .querysets import AssetQuerySet

if TYPE_CHECKING:
    from .version import AssetFile

code_validator = RegexValidator(
    r"^[A-Z0-9][A-Z0-9-]{1,38}[A-Z0-9]$", _("Mã gồm chữ in hoa không dấu, chữ số và gạch nối, 3–40 ký tự.")
)


class Asset(TranslatedTextsModel, ClusterableModel):
    """One poster, clip, wallpaper …: metadata and state. Its texts are AssetText, its bytes AssetFile."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("bản nháp")
        RELEASED = "released", _("đã phát hành")
        WITHDRAWN = "withdrawn", _("đã thu hồi")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(
        _("mã"),
        max_length=40,
        unique=True,
        validators=[code_validator],
        help_text=_("In trên giấy và trong mã QR, không đổi được về sau. Ví dụ: P-A3-03"),
    )
    slug = models.SlugField(_("địa chỉ"), max_length=90, unique=True, blank=True)
    kind = models.CharField(_("loại"), max_length=20, choices=Kind)
    moments = ArrayField(
        models.CharField(max_length=20, choices=Moment), verbose_name=_("dịp và nơi dùng"), default=list, blank=True
    )
    levels = ArrayField(
        models.CharField(max_length=20, choices=SchoolLevel),
        verbose_name=_("cấp học"),
        default=list,
        blank=True,
        help_text=_("Để trống khi hợp với mọi cấp học."),
    )
    audiences = models.ManyToManyField("campaign.Audience", verbose_name=_("đối tượng"), blank=True)
    topics = models.ManyToManyField("campaign.Topic", verbose_name=_("chủ đề"), blank=True)
    keywords = models.CharField(
        _("từ khóa"),
        max_length=300,
        blank=True,
        help_text=_("Những chữ mà thầy cô hay gõ khi tìm tài liệu này, cách nhau bằng dấu phẩy."),
    )
    season = models.ForeignKey(
        "campaign.Season", models.PROTECT, null=True, blank=True, verbose_name=_("mùa chiến dịch")
    )
    plan_ref = models.CharField(_("mục trong kế hoạch"), max_length=60, blank=True)
    licence = models.CharField(_("giấy phép"), max_length=20, choices=Licence, default=Licence.CAMPAIGN)
    review_on = models.DateField(
        _("xem lại vào ngày"), null=True, blank=True, help_text=_("Để trống thì một năm sau lần phát hành gần nhất.")
    )
    access = models.CharField(_("ai được tải"), max_length=10, choices=Access, default=Access.OPEN)
    status = models.CharField(_("trạng thái"), max_length=10, choices=Status, default=Status.DRAFT)
    current_version = models.ForeignKey(
        "AssetVersion", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("phiên bản mới nhất")
    )
    replaced_by = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("thay bằng")
    )
    # Computed from the current version's files (catalogue/computed_fields.py), so that lists and facets need no join.
    languages = ArrayField(
        models.CharField(max_length=5, choices=language_choices), default=list, blank=True, editable=False
    )
    sizes = ArrayField(models.CharField(max_length=10, choices=Size), default=list, blank=True, editable=False)
    screens = ArrayField(models.CharField(max_length=10, choices=Screen), default=list, blank=True, editable=False)
    alternatives = ArrayField(
        models.CharField(max_length=10, choices=Alternative), default=list, blank=True, editable=False
    )
    lightest = models.PositiveBigIntegerField(null=True, blank=True, editable=False)  # bytes of the smallest file
    search_text = models.TextField(blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("người tạo"),
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(_("cập nhật"), auto_now=True)
    released_at = models.DateTimeField(_("phát hành lúc"), null=True, blank=True, editable=False, db_index=True)

    objects = AssetQuerySet.as_manager()
    #: The current files, where a query has read them together with the asset; None: read from the current version.

    class Meta:
        verbose_name = _("tài liệu")
        verbose_name_plural = _("tài liệu")
        ordering = ["-released_at", "code"]
        permissions = [("release_asset", _("Được phát hành và thu hồi tài liệu"))]
        indexes = [
            models.Index(fields=["status", "-released_at"]),
            models.Index(fields=["-updated_at"]),
            GinIndex(fields=["moments"]),
            GinIndex(fields=["languages"]),
            GinIndex(SearchVector("search_text", config="simple"), name="asset_search", fastupdate=False),
        ]

    def __str__(self) -> str:
        return f"{self.code} · {self.name}"

    def clean(self) -> None:
        """Code in capitals; slug from the code when empty."""
        self.code = self.code.upper()
        if not self.slug:
            self.slug = vn_slugify(self.code)

    def get_absolute_url(self) -> str:
        """The asset's page in the active language; the address is fixed (ADR 0002)."""
        return f"/{get_language() or 'vi'}/kho-tai-lieu/{self.slug}/"

    @property
    def short_address(self) -> str:
        """Short address that speaks of the newest version; sheets carry that of their own version: /t/p-a3-03/."""
        return f"/t/{self.code.lower()}/"

    @property
    def name(self) -> str:
        """The name in the active language, else Vietnamese, else any; the code without texts."""
        text = self.text()
        return text.name if text else self.code

    @property
    def moment_labels(self) -> list[Any]:
        """Labels of the known values in `moments`."""
        return [Moment(moment).label for moment in self.moments if moment in Moment.values]

    @property
    def current_files(self) -> list[AssetFile]:
        """Files of the current version, [] without one; no query for rows of with_cards()."""
        return list(self.current_version.files.all()) if self.current_version else []

    @property
    def is_released(self) -> bool:
        """Whether the status is “released”; says nothing about leases."""
        return self.status == self.Status.RELEASED

    @property
    def may_replace(self) -> bool:
        """Whether readers of a recalled asset are sent here: released, and not for the staff alone."""
        return self.is_released and self.access != Access.STAFF

    def take_over_decisions(self) -> None:
        """Read under a row lock what may have changed since (released, recalled) and set it on this object.

        Call it in a transaction, before a form's save() writes the whole row.
        """
        names = ("status", "current_version", "replaced_by", "released_at")
        there = type(self).objects.select_for_update(of=("self",)).filter(pk=self.pk).first()
        for name in names if there else ():
            setattr(self, name, getattr(there, name))

    def withdraw(self, *, replaced_by: Asset | None = None) -> None:
        """Set the status to “withdrawn”: page, list, search and downloads end; the short address answers 410."""
        self.status = self.Status.WITHDRAWN
        self.replaced_by = replaced_by
        self.save(update_fields=["status", "replaced_by", "updated_at"])


class AssetText(TranslatableMixin, models.Model):
    """The texts of an asset in one language."""

    asset = ParentalKey(Asset, on_delete=models.CASCADE, related_name="texts")
    name = models.CharField(_("tên"), max_length=140)
    summary = models.TextField(_("tóm tắt"), max_length=400, blank=True)
    placement = models.CharField(_("treo, đặt ở đâu"), max_length=200, blank=True)
    alt = models.TextField(_("mô tả hình cho người không nhìn thấy"), max_length=500, blank=True)
    guide = models.TextField(_("dùng thế nào"), blank=True, help_text=_("Mỗi bước một dòng, tối đa năm bước."))
    copy_text = models.TextField(_("bài đăng soạn sẵn"), max_length=1000, blank=True)

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("phần chữ của tài liệu")
        verbose_name_plural = _("phần chữ của tài liệu")
        constraints = [models.UniqueConstraint(fields=["asset", "locale"], name="one_text_per_language")]

    translatable_fields = [
        TranslatableField("name"),
        TranslatableField("summary"),
        TranslatableField("placement"),
        TranslatableField("alt"),
        TranslatableField("guide"),
        TranslatableField("copy_text"),
        SynchronizedField("asset"),
    ]

    def __str__(self) -> str:
        return f"{self.name} ({self.locale.language_code})"

    @property
    def steps(self) -> list[str]:
        """The lines of `guide` that are not empty."""
        return [line.strip() for line in self.guide.splitlines() if line.strip()]
