"""StoredFile: one object in storage, with the facts read from it by the upload gate."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from files.cleaners.limits import MIDDLE_SIDE, SMALL_SIDE
from files.intake.accept import AcceptedFile
from files.storage.backends import ZoneStorage, storage_for
from files.storage.objects import new_key, put_new
from users.models import User

PREVIEW_TYPE = "image/webp"


class StoredFileQuerySet(models.QuerySet["StoredFile"]):
    """Queries of stored files, and store() for new ones."""

    def store(
        self, accepted: AcceptedFile, *, zone: str, user: User | None = None, kind: str = "files", **fields: Any
    ) -> StoredFile:
        """Put the cleaned bytes of `accepted` into `zone` and insert the row with `fields`.

        The object is written and verified first, then the row: a failed commit leaves an orphaned object, never a row
        without its object (docs/security.md, rule 20). Raises OSError or botocore's ClientError when storage is away;
        nothing is inserted then.
        """
        key = new_key(kind, accepted.extension)
        put_new(storage_for(zone), key, accepted.file, media_type=accepted.media_type, sha256=accepted.sha256)
        return self.create(
            key=key,
            zone=zone,
            state=self.model.STATE_OF_SCAN[accepted.scan],
            scan_note=accepted.scan_note[:200],
            uploaded_by=user,
            **{name: getattr(accepted, name) for name in self.model.FACTS},
            **fields,
        )


class StoredFile(models.Model):
    """One object in S3. Never overwritten: other bytes are another StoredFile.

    States (docs/security.md section 3): received → scanning → clean | infected | not_scanned → …;
    who may read it is decided by the app whose row refers to it.
    """

    class Zone(models.TextChoices):
        QUARANTINE = "quarantine", _("cách ly")
        RELEASED = "released", _("phát hành")

    class State(models.TextChoices):
        RECEIVED = "received", _("đang chờ kiểm tra")
        SCANNING = "scanning", _("đang quét")
        CLEAN = "clean", _("đã quét, sạch")
        NOT_SCANNED = "not_scanned", _("chưa quét được")
        INFECTED = "infected", _("có mã độc")
        REFUSED = "refused", _("bị từ chối")
        PURGED = "purged", _("đã xóa hẳn")

    #: Verdict.state → state. A file without a verdict waits; maintenance/uploads.py has it scanned again.
    STATE_OF_SCAN = {"clean": State.CLEAN, "not_scanned": State.NOT_SCANNED, "waiting": State.RECEIVED}

    #: States of files whose bytes are deleted or were never kept.
    GONE = (State.INFECTED, State.REFUSED, State.PURGED)

    #: Fields that store() copies from AcceptedFile.
    FACTS = (
        "display_name",
        "media_type",
        "extension",
        "size",
        "sha256",
        "original_sha256",
        "width",
        "height",
        "pages",
        "duration_ms",
        "trim_width_mm",
        "trim_height_mm",
        "bleed_mm",
        "colour_space",
        "output_condition",
        "has_audio",
        "dpi",
        "fonts_embedded",
        "video_codec",
        "frame_rate",
        "loudness_lufs",
        "caption_tracks",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=200, unique=True)
    zone = models.CharField(max_length=12, choices=Zone)
    state = models.CharField(max_length=12, choices=State, default=State.RECEIVED)
    refusal = models.CharField(_("lý do từ chối"), max_length=300, blank=True)
    display_name = models.CharField(_("tên tệp"), max_length=150)
    media_type = models.CharField(max_length=100, blank=True)
    extension = models.CharField(max_length=10, blank=True)
    size = models.PositiveBigIntegerField(_("dung lượng, byte"), default=0)
    sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    original_sha256 = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the bytes as they arrived")
    width = models.PositiveIntegerField(_("rộng, px"), null=True, blank=True)
    height = models.PositiveIntegerField(_("cao, px"), null=True, blank=True)
    pages = models.PositiveIntegerField(_("số trang"), null=True, blank=True)
    duration_ms = models.PositiveIntegerField(_("thời lượng, ms"), null=True, blank=True)
    trim_width_mm = models.DecimalField(max_digits=7, decimal_places=1, null=True, blank=True)
    trim_height_mm = models.DecimalField(max_digits=7, decimal_places=1, null=True, blank=True)
    bleed_mm = models.DecimalField(max_digits=5, decimal_places=1, null=True, blank=True)
    colour_space = models.CharField(max_length=20, blank=True)
    output_condition = models.CharField(_("điều kiện in"), max_length=60, blank=True)
    has_audio = models.BooleanField(null=True, blank=True)
    dpi = models.PositiveIntegerField(_("độ phân giải ảnh, dpi"), null=True, blank=True)  # the coarsest picture
    fonts_embedded = models.BooleanField(_("phông đã nhúng"), null=True, blank=True)
    video_codec = models.CharField(max_length=20, blank=True)
    frame_rate = models.DecimalField(_("hình mỗi giây"), max_digits=6, decimal_places=2, null=True, blank=True)
    loudness_lufs = models.DecimalField(_("độ to, LUFS"), max_digits=5, decimal_places=1, null=True, blank=True)
    caption_tracks = models.PositiveSmallIntegerField(_("số phụ đề kèm theo"), null=True, blank=True)
    lookalike_hash = models.CharField(max_length=32, blank=True)  # 128 bits, hexadecimal (catalogue/duplicates.py)
    scan_note = models.CharField(max_length=200, blank=True)  # signature, or why there was no verdict
    # A file that was not scanned is used only by a person's decision, with a reason (docs/security.md, rules 13, 14).
    decision = models.CharField(_("quyết định dùng tệp chưa quét"), max_length=300, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    # No default: None means that nobody has answered yet (docs/security.md, rule 26).
    shows_minor = models.BooleanField(_("có người dưới 18 tuổi nhận ra được"), null=True, blank=True)
    redacted_from = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="redacted", verbose_name=_("bản che mặt của")
    )
    # “x,y,width,height; …” in per cent, set when a redaction is requested (media_library/review/redaction.py).
    redaction_areas = models.TextField(blank=True, editable=False)
    preview_key = models.CharField(max_length=200, blank=True)
    preview_width = models.PositiveIntegerField(null=True, blank=True)
    preview_height = models.PositiveIntegerField(null=True, blank=True)
    preview_error = models.CharField(max_length=300, blank=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("tệp")
        verbose_name_plural = _("tệp")
        permissions = [("view_unredacted", _("Được xem ảnh gốc chưa che mặt"))]
        indexes = [models.Index(fields=["state"], condition=~models.Q(state="clean"), name="file_not_clean")]

    def __str__(self) -> str:
        return self.display_name

    @property
    def storage(self) -> ZoneStorage:
        return storage_for(self.zone)

    @property
    def preview_url(self) -> str:
        """Address of the preview picture, "" while there is none. Quarantined files have no public preview."""
        return f"{settings.MEDIA_URL}{self.preview_key}" if self.preview_key and self.zone == self.Zone.RELEASED else ""

    #: set from the annotations of AssetFileQuerySet, so that a list needs no query per picture
    small_preview_key = middle_preview_key = ""

    @property
    def srcset(self) -> str:
        """`srcset` of the preview and the smaller ones the query annotated; "" where there are none, or not public.

        Their widths are those of the worker's pictures (cleaners/derive/web.py).
        """
        smaller = ((self.small_preview_key, SMALL_SIDE), (self.middle_preview_key, MIDDLE_SIDE))
        width, height = self.preview_width, self.preview_height
        if not (self.preview_url and width and height and any(key for key, _side in smaller)):
            return ""
        longer = max(width, height)
        there = [(key, round(width * side / longer)) for key, side in smaller if key and side < longer]
        sources = [*there, (self.preview_key, width)] if there else []
        return ", ".join(f"{settings.MEDIA_URL}{key} {width}w" for key, width in sources)

    @property
    def stage_url(self) -> str:
        """The picture most browsers choose from `srcset` on the asset's page; showing it again loads nothing new."""
        middle = self.middle_preview_key if self.preview_url else ""
        return f"{settings.MEDIA_URL}{middle}" if middle else self.preview_url

    @property
    def stage_sizes(self) -> str:
        """`sizes` on the asset's page (stage.css): 30rem on wide screens; on others the whole width."""
        return "(min-width: 67.5rem) 30rem, 92vw"

    @property
    def posture(self) -> str:
        """CSS class of the picture's frame: which side of the preview is the longer one (library.css)."""
        return "upright" if (self.preview_height or 0) > (self.preview_width or 0) else "lying"

    @property
    def is_redacted(self) -> bool:
        """Whether a redacted version replaces this file or is being made.

        Then only holders of `view_unredacted` may open it, and that is logged.
        """
        return bool(self.redaction_areas) or hasattr(self, "redacted")
