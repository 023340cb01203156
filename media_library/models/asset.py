"""Asset (the idea), AssetVersion (its history), AssetFile (one language × role), AssetText (its texts in a locale).

Files belong to the asset whatever their language; texts are one row per locale, translated by wagtail-localize
(docs/adr/0002-library-model.md).
"""

import hashlib
import uuid
from collections.abc import Iterable

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import TranslatableMixin
from wagtail_localize.fields import SynchronizedField, TranslatableField

from base.text import vn_slugify
from files.models import StoredFile
from media_library.models.texts import TranslatedTextsModel
from media_library.vocabulary import (
    Access,
    Alternative,
    FileRole,
    Kind,
    Language,
    Licence,
    Moment,
    SchoolLevel,
    Screen,
    Size,
)

from .querysets import AssetFileQuerySet, AssetQuerySet, AssetVersionQuerySet

code_validator = RegexValidator(
    r"^[A-Z0-9][A-Z0-9-]{1,38}[A-Z0-9]$", _("Mã gồm chữ in hoa không dấu, chữ số và gạch nối, 3–40 ký tự.")
)


class Asset(TranslatedTextsModel, ClusterableModel):
    """One poster, clip, wallpaper …: metadata and state. Its texts are AssetText, its bytes AssetFile."""

    class Status(models.TextChoices):
        """Whether readers get the asset."""

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
    languages = ArrayField(models.CharField(max_length=5, choices=Language), default=list, blank=True, editable=False)
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

    class Meta:
        verbose_name = _("tài liệu")
        verbose_name_plural = _("tài liệu")
        ordering = ["-released_at", "code"]
        permissions = [("release_asset", _("Được phát hành và thu hồi tài liệu"))]
        indexes = [
            models.Index(fields=["status", "-released_at"]),
            GinIndex(fields=["moments"]),
            GinIndex(fields=["languages"]),
            GinIndex(SearchVector("search_text", config="simple"), name="asset_search"),
        ]

    def __str__(self):
        return f"{self.code} · {self.name}"

    def clean(self):
        """Code in capitals; slug from the code when empty."""
        self.code = self.code.upper()
        if not self.slug:
            self.slug = vn_slugify(self.code)

    def get_absolute_url(self):
        """The asset's page in the active language; the address is fixed (ADR 0002)."""
        return f"/{get_language() or 'vi'}/kho-tai-lieu/{self.slug}/"

    @property
    def short_address(self) -> str:
        """The address printed on paper and in QR codes: /t/p-a3-03/."""
        return f"/t/{self.code.lower()}/"

    @property
    def name(self) -> str:
        """The name in the active language, else Vietnamese, else any; the code without texts."""
        text = self.text()
        return text.name if text else self.code

    @property
    def moment_labels(self) -> list:
        """Labels of the known values in `moments`."""
        return [Moment(moment).label for moment in self.moments if moment in Moment.values]

    @property
    def is_released(self) -> bool:
        """Whether the status is “released”; says nothing about leases."""
        return self.status == self.Status.RELEASED

    def take_over_decisions(self):
        """Read under a row lock what may have changed since (released, recalled) and set it on this object.

        Call it in a transaction, before a form's save() writes the whole row.
        """
        names = ("status", "current_version", "replaced_by", "released_at")
        there = type(self).objects.select_for_update(of=("self",)).filter(pk=self.pk).first()
        for name in names if there else ():
            setattr(self, name, getattr(there, name))

    def withdraw(self, *, replaced_by: "Asset | None" = None):
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

    def __str__(self):
        return f"{self.name} ({self.locale.language_code})"

    @property
    def steps(self) -> list[str]:
        """The lines of `guide` that are not empty."""
        return [line.strip() for line in self.guide.splitlines() if line.strip()]


class AssetVersion(models.Model):
    """A numbered state of the asset. A released version is never changed; a newer one follows it."""

    class Stage(models.TextChoices):
        """Workflow state of a version (docs/security.md, section 3); a file's state before it: StoredFile.State."""

        DRAFT = "draft", _("đang soạn")
        IN_REVIEW = "in_review", _("chờ duyệt")
        APPROVED = "approved", _("đã duyệt")
        RELEASING = "releasing", _("đang phát hành")
        PUBLISHED = "published", _("đã phát hành")
        WITHDRAWN = "withdrawn", _("đã thu hồi")

    asset = models.ForeignKey(Asset, models.CASCADE, related_name="versions")
    number = models.CharField(_("số phiên bản"), max_length=12)
    changelog = models.CharField(_("có gì mới"), max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    submitted_at = models.DateTimeField(_("gửi duyệt lúc"), null=True, blank=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    returned_why = models.CharField(_("vì sao trả lại"), max_length=300, blank=True)
    approved_at = models.DateTimeField(_("duyệt lúc"), null=True, blank=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    # content() at the time of the approval, which is valid for these bytes only (docs/security.md, rule 24).
    approved_content = models.CharField(max_length=64, blank=True, editable=False)
    # A release that a worker is carrying out (review/release.py): by whom, and content() at that moment.
    release_requested_at = models.DateTimeField(null=True, blank=True, editable=False)
    release_requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    release_requested_content = models.CharField(max_length=64, blank=True, editable=False)
    release_error = models.CharField(max_length=300, blank=True, editable=False)
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = AssetVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("phiên bản")
        verbose_name_plural = _("phiên bản")
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["asset", "number"], name="version_number_once")]

    def __str__(self):
        return f"v{self.number}"

    @property
    def stage(self) -> Stage:
        """The latest step taken, derived from its timestamps, so that no stored state can contradict them."""
        done = (
            (self.withdrawn_at, self.Stage.WITHDRAWN),
            (self.release_requested_at, self.Stage.RELEASING),
            (self.released_at, self.Stage.PUBLISHED),
            (self.approved_at, self.Stage.APPROVED),
            (self.submitted_at, self.Stage.IN_REVIEW),
        )
        return next((stage for at, stage in done if at), self.Stage.DRAFT)

    @property
    def is_open(self) -> bool:
        """Whether its files may be changed: not released, and no worker is releasing it."""
        return self.released_at is None and self.release_requested_at is None

    def reopen(self):
        """Clear the approval because the content changes. A version in review stays in review."""
        rows = type(self).objects.filter(pk=self.pk, released_at=None)
        rows.update(approved_at=None, approved_by=None, approved_content="")


def content(files: Iterable["AssetFile"]) -> str:
    """SHA-256 (hexadecimal) over the bytes, role and language of `files` and the answer about people under 18."""
    lines = sorted(f"{f.pk} {f.stored.sha256} {f.role} {f.language} {f.stored.shows_minor}" for f in files)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


class AssetFile(models.Model):
    """One file of one version: language × role. Its download address is /tai/<uuid>/."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.ForeignKey(AssetVersion, models.CASCADE, related_name="files")
    role = models.CharField(_("vai trò"), max_length=12, choices=FileRole)
    language = models.CharField(_("ngôn ngữ"), max_length=5, choices=Language, default=Language.VI)
    label = models.CharField(_("tên gọi"), max_length=80, help_text=_("Ví dụ: Bản A4 đen trắng"))
    order = models.PositiveSmallIntegerField(_("thứ tự"), default=0)
    stored = models.OneToOneField(StoredFile, models.PROTECT, related_name="asset_file")
    # A print file with gaps (catalogue/requirements.py) is released only with a written reason.
    override = models.CharField(_("lý do vẫn phát hành"), max_length=300, blank=True)
    override_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    override_at = models.DateTimeField(null=True, blank=True)

    objects = AssetFileQuerySet.as_manager()
    position = 0  # among files of its language and role; set by labels.numbered()

    class Meta:
        verbose_name = _("tệp của tài liệu")
        verbose_name_plural = _("tệp của tài liệu")
        ordering = ["order", "pk"]

    def __str__(self):
        return f"{self.label} ({self.language})"

    def get_absolute_url(self):
        """The download address; permissions are checked there each time."""
        return reverse("media_library:download", args=[self.uuid])

    @property
    def shown_label(self) -> str:
        """Name of the file in the active language: the editor's label, else the name of its role.

        `position` (labels.numbered) tells files of one role apart.
        """
        language = get_language() or "vi"
        if language == "vi" or _speaks(self.label, language):
            return self.label
        return f"{self.get_role_display()} {self.position}" if self.position else str(self.get_role_display())

    @property
    def format_label(self) -> str:
        """PDF, PNG, MP4 …, as shown beside the download button."""
        return self.stored.extension.upper()

    @property
    def download_name(self) -> str:
        """ASCII file name for downloads: old unzip tools and phones garble Vietnamese (docs/domain.md C.4)."""
        asset = self.version.asset
        return (
            f"{asset.slug}_{vn_slugify(self.label, 40)}_v{self.version.number}_{self.language}.{self.stored.extension}"
        )


def _speaks(label: str, language: str) -> bool:
    """Whether `label` is written in `language`: Khmer has its own letters, English has ASCII only."""
    return any("\u1780" <= char <= "\u17ff" for char in label) if language == "km" else label.isascii()
