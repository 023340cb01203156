"""AssetVersion (a numbered state of an asset) and AssetFile (one language × role of a version)."""

from __future__ import annotations

import hashlib
import secrets
import uuid
from collections.abc import Iterable

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from base.languages import KHMER, VIETNAMESE, language_choices
from base.text import is_khmer, vn_slugify
from files.models import StoredFile
from media_library.vocabulary import Corner, FileRole
from users.models import User

from .asset import Asset
from .querysets import AssetFileQuerySet, AssetVersionQuerySet


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
    number = models.CharField(
        _("số phiên bản"),
        max_length=12,  # it stands in the address that is printed on every sheet
        validators=[RegexValidator(r"^\d+(\.\d+)*\Z", _("Số phiên bản chỉ gồm chữ số và dấu chấm, ví dụ 1.2."))],
    )
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
    # Who added, changed or removed a file of it: they neither approve nor release it (review/approval.py).
    contributors = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", blank=True, editable=False)
    # The released version whose files that show a person became this one, when the person took the consent back.
    split_from = models.ForeignKey("self", models.CASCADE, null=True, blank=True, editable=False, related_name="+")
    # The version whose files it began with, until the worker has copied them (review/inheritance.py).
    based_on = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, editable=False, related_name="+")
    inherited_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = AssetVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("phiên bản")
        verbose_name_plural = _("phiên bản")
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["asset", "number"], name="version_number_once")]
        # Partial indexes: versions in work or withdrawn are few, and desks and reports count them often.
        indexes = [
            models.Index(fields=["asset"], condition=models.Q(released_at=None), name="version_unreleased"),
            models.Index(fields=["asset"], condition=models.Q(withdrawn_at__isnull=False), name="version_withdrawn"),
        ]

    def __str__(self) -> str:
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
    def short_address(self) -> str:
        """The address printed on the sheets of this version, which stays true after a newer one: /t/p-a3-03/v1.2/."""
        return f"{self.asset.short_address}v{self.number}/"

    @property
    def is_open(self) -> bool:
        """Whether its files may be changed: not released, and no worker is releasing it."""
        return self.released_at is None and self.release_requested_at is None

    @property
    def waits_for_files(self) -> bool:
        """Whether the worker still copies files of the version that it is based on."""
        return self.based_on_id is not None and self.inherited_at is None

    def reopen(self, by: User | None = None) -> None:
        """Clear the approval because `by` changes the content. A version in review stays in review."""
        rows = type(self).objects.filter(pk=self.pk, released_at=None)
        rows.update(approved_at=None, approved_by=None, approved_content="")
        if by is not None:
            self.contributors.add(by)


def content(files: Iterable[AssetFile]) -> str:
    """SHA-256 (hexadecimal) over the bytes, role and language of `files` and the answer about people under 18."""
    lines = sorted(f"{f.pk} {f.stored.sha256} {f.role} {f.language} {f.stored.shows_minor}" for f in files)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


class AssetFile(models.Model):
    """One file of one version: language × role. Its download address is /tai/<uuid>/."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.ForeignKey(AssetVersion, models.CASCADE, related_name="files")
    role = models.CharField(_("vai trò"), max_length=12, choices=FileRole)
    language = models.CharField(_("ngôn ngữ"), max_length=5, choices=language_choices, default=VIETNAMESE)
    label = models.CharField(_("tên gọi"), max_length=80, help_text=_("Ví dụ: Bản A4 đen trắng"))
    order = models.PositiveSmallIntegerField(_("thứ tự"), default=0)
    stored = models.OneToOneField(StoredFile, models.PROTECT, related_name="asset_file")
    # The file of an earlier version that it is a copy of, so that no file is copied twice.
    copy_of = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, editable=False, related_name="+")
    # Where review/marks.py put QR code, code and version; "" while it did not.
    mark_corner = models.CharField(max_length=12, choices=Corner, blank=True, editable=False)
    # A print file with gaps (catalogue/requirements.py) is released only with a written reason.
    override = models.CharField(_("lý do vẫn phát hành"), max_length=300, blank=True)
    override_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    override_at = models.DateTimeField(null=True, blank=True)

    objects = AssetFileQuerySet.as_manager()
    position = 0  # among files of its language and role; set by labels.numbered()
    # Whom a download counts for; set by AssetFileQuerySet.with_reader().
    reader_organisation: int | None
    reader_level: str | None
    reader_ward: str | None

    class Meta:
        verbose_name = _("tệp của tài liệu")
        verbose_name_plural = _("tệp của tài liệu")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return f"{self.label} ({self.language})"

    def get_absolute_url(self) -> str:
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
    """Whether `label` may be written in `language`: Khmer has its own letters, the others have ASCII at least."""
    return is_khmer(label) if language == KHMER else label.isascii()


def new_token() -> str:
    """Random token of 256 bits: 43 characters that are safe in an address."""
    return secrets.token_urlsafe(32)


class DraftLink(models.Model):
    """One link for one named person; closed by its end, by hand, and when the version is released."""

    version = models.ForeignKey(AssetVersion, models.CASCADE, related_name="draft_links")
    token = models.CharField(max_length=64, unique=True, default=new_token, editable=False)
    reader = models.CharField(_("gửi cho ai"), max_length=120, help_text=_("Ví dụ: ThS. An, phòng Chính trị tư tưởng."))
    expires_at = models.DateTimeField(_("xem được đến"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False
    )
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("liên kết xem bản nháp")
        verbose_name_plural = _("liên kết xem bản nháp")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.reader

    @property
    def is_open(self) -> bool:
        """Not revoked, not expired, and the version is still a draft."""
        return self.revoked_at is None and self.expires_at > timezone.now() and self.version.released_at is None
