"""UploadSession: one large file on its way from a browser to quarantine, in parts."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from files.intake.messages import rejection_message
from files.models.stored_file import StoredFile


class UploadSession(models.Model):
    """What a browser announced, which parts it may send, and the result.

    open → received → checking → accepted | refused | duplicate (a person decides); open → aborted | expired.
    The bytes lie in quarantine under `key`; nothing is readable there before the gate has decided.
    """

    class State(models.TextChoices):
        OPEN = "open", _("đang tải lên")
        RECEIVED = "received", _("đang chờ kiểm tra")
        CHECKING = "checking", _("đang kiểm tra")
        ACCEPTED = "accepted", _("đã nhận")
        DUPLICATE = "duplicate", _("đã có trong kho")
        REFUSED = "refused", _("bị từ chối")
        ABORTED = "aborted", _("đã bỏ")
        EXPIRED = "expired", _("quá hạn, đã bỏ")

    #: States whose bytes count against a quota: they take space in quarantine or soon will.
    UNDECIDED = (State.OPEN, State.RECEIVED, State.CHECKING, State.DUPLICATE)

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("người gửi")
    )
    upload_target = models.CharField(max_length=20)  # a name of targets.UPLOAD_TARGETS
    object_id = models.CharField(max_length=64)  # what the file belongs to; the UploadTarget defines the format
    name = models.CharField(_("tên tệp"), max_length=150)
    size = models.PositiveBigIntegerField(_("dung lượng, byte"))
    fingerprint = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the first and last MiB")
    part_bytes = models.PositiveIntegerField()
    key = models.CharField(max_length=200, unique=True)
    upload_id = models.CharField(max_length=300)  # UploadId of S3; never leaves the server
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    refused = models.JSONField(
        _("lý do từ chối"), default=dict, blank=True, help_text="messages.UploadRejected.details, or {}"
    )
    answers = models.JSONField(default=dict, blank=True, help_text="what the sender said of it meanwhile")
    stored = models.OneToOneField(StoredFile, models.SET_NULL, null=True, blank=True, related_name="upload")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(db_index=True)
    received_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("lượt tải lên")
        verbose_name_plural = _("lượt tải lên")
        ordering = ["created_at"]
        indexes = [models.Index(fields=["owner", "upload_target", "state"])]

    def __str__(self) -> str:
        return self.name

    @property
    def refusal(self) -> str:
        """Why the file was refused, in the active language; "" when it was not."""
        return rejection_message(self.refused)

    @property
    def part_count(self) -> int:
        """Number of parts of `part_bytes` or less."""
        return -(-self.size // self.part_bytes)

    def part_length(self, number: int) -> int:
        """Bytes of part `number` (from 1): all parts are `part_bytes` long except the last."""
        return min(self.part_bytes, self.size - (number - 1) * self.part_bytes)

    @property
    def is_pending(self) -> bool:
        """Whether the file has arrived whole and the gate has not decided yet."""
        return self.state in {self.State.RECEIVED, self.State.CHECKING}
