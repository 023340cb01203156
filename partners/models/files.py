"""Models of a submission's files, and of remarks on a second, a region or a paragraph."""

import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from files.intake.messages import rejection_message
from files.models import StoredFile

from .submission import Submission


class SubmissionFile(models.Model):
    """A clip, sound, picture or captions of a submission after the intake: stored in quarantine, or refused.

    Before that it is a files.UploadSession (upload target “partner”, `target` the submission's UUID).
    """

    class Verdict(models.TextChoices):
        OPEN = "", _("Chưa quyết định")
        TAKEN = "taken", _("Nhận")
        DECLINED = "declined", _("Không nhận")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    submission = models.ForeignKey(Submission, models.CASCADE, related_name="files")
    declared_name = models.CharField(_("tên tệp"), max_length=150)
    declared_size = models.PositiveBigIntegerField(_("dung lượng, byte"), default=0)
    caption = models.CharField(_("chú thích"), max_length=250, blank=True)
    stored = models.OneToOneField(StoredFile, models.PROTECT, null=True, blank=True, related_name="submission_file")
    refused = models.JSONField(
        _("lý do bị từ chối"), default=dict, blank=True, help_text="files.intake.messages.UploadRejected.details, or {}"
    )
    viewing_key = models.CharField(
        max_length=200, blank=True, help_text="quarantine key of the small copy that reviewers watch, made anew by us"
    )
    viewing_blurred = models.BooleanField(default=False)
    viewing_error = models.CharField(max_length=200, blank=True)
    still_key = models.CharField(
        max_length=200, blank=True, help_text="quarantine key of the blurred still, shown first when minors are flagged"
    )
    still_error = models.CharField(max_length=200, blank=True)
    asset = models.ForeignKey(
        "media_library.Asset",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("tài liệu trong kho"),
    )
    picture = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    verdict = models.CharField(_("bàn KOL"), max_length=8, choices=Verdict, default=Verdict.OPEN, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("tệp của bài gửi")
        verbose_name_plural = _("tệp của bài gửi")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.declared_name

    @property
    def refusal(self) -> str:
        """Why the intake refused the file, in the active language; "" for an accepted one."""
        return rejection_message(self.refused)

    @property
    def is_pending(self) -> bool:
        """Whether the scanner has not answered yet."""
        return self.stored is not None and self.stored.state == StoredFile.State.RECEIVED

    @property
    def is_unscanned(self) -> bool:
        """Whether no scanner could look at it."""
        return self.stored is not None and self.stored.state == StoredFile.State.NOT_SCANNED

    @property
    def family(self) -> str:
        """ "video", "image", "audio", "text"; "" without a stored file."""
        return self.stored.media_type.partition("/")[0] if self.stored else ""

    @property
    def has_still(self) -> bool:
        """Whether it is a picture or clip, which may show people."""
        return self.family in {"image", "video"}

    @property
    def can_be_played(self) -> bool:
        """Whether it is a clip or recording, of which a viewing copy is made."""
        return self.family in {"video", "audio"}


SPOT = 7  # half size of a region that was tapped and not drawn, in hundredths


class Remark(models.Model):
    """A remark of the newsroom on a second of a clip, a region of a picture, a paragraph, or the whole piece."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="remarks")
    file = models.ForeignKey(SubmissionFile, models.CASCADE, null=True, blank=True, related_name="remarks")
    second = models.DecimalField(_("giây"), max_digits=7, decimal_places=1, null=True, blank=True)
    # The region of a picture: centre and half size, as hundredths of its width and height.
    spot_x = models.PositiveSmallIntegerField(null=True, blank=True)
    spot_y = models.PositiveSmallIntegerField(null=True, blank=True)
    spot_w = models.PositiveSmallIntegerField(default=SPOT)
    spot_h = models.PositiveSmallIntegerField(default=SPOT)
    paragraph = models.PositiveSmallIntegerField(_("đoạn"), null=True, blank=True)
    text = models.CharField(_("nhận xét"), max_length=600)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True, blank=True, help_text="the partner sent the piece again afterwards")

    class Meta:
        verbose_name = _("nhận xét")
        verbose_name_plural = _("nhận xét")
        ordering = ["file", "second", "paragraph", "pk"]

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        """Raise ValidationError for a pin outside the picture or before the start."""
        if self.spot_x is not None and not (0 <= self.spot_x <= 100 and 0 <= (self.spot_y or 0) <= 100):
            raise ValidationError({"spot_x": _("Vùng khoanh nằm ngoài ảnh. Bạn khoanh lại trên ảnh.")})
        if self.second is not None and self.second < 0:
            raise ValidationError({"second": _("Giây tính từ 0.")})

    @property
    def moment(self) -> str:
        """Start position for the player, “34.5” in every language; "" when there is no copy to play."""
        is_shown = self.second is not None and self.file is not None and self.file.viewing_key
        return f"{self.second:.1f}" if is_shown else ""

    @property
    def where(self) -> str:
        """The pin in words: “0:34”, “đoạn 2”, “vùng khoanh trên ảnh”, or ""."""
        if self.second is not None:
            minutes, seconds = divmod(int(self.second), 60)
            return f"{minutes}:{seconds:02d}"
        if self.paragraph is not None:
            return gettext("đoạn %(number)d") % {"number": self.paragraph}
        if self.spot_x is not None:
            return gettext("vùng khoanh trên ảnh")
        return ""
