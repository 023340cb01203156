"""Files of a submission: straight from the browser into quarantine, or through the plain form.

Direct way: start() announces a row and signs one POST; the browser uploads; finish() looks at what
storage holds and hands the row to the worker. The plain way, take(), decides within the request.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from botocore.exceptions import ClientError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _

from media_library.intake import accept_upload
from media_library.limits import FORM_MAX_BYTES, PROFILES
from media_library.models import StoredFile
from media_library.names import declared_extension, display_name
from media_library.storage import new_key, presigned_upload, storage_for
from media_library.tasks import make_preview_for

from .models import Submission, SubmissionFile
from .tasks import check_file, profile_of

MAX_FILES = 3  # per submission: one clip or picture, and room for a second cut
UPLOAD_SECONDS = 2 * 3600  # to start the upload; 500 MB at 0.1 MB/s takes 83 minutes
CLIP_TYPES = {"mp4": "video/mp4", "m4v": "video/mp4", "mov": "video/quicktime", "webm": "video/webm"}
PICTURE_TYPES = {
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "avif": "image/avif",
    "heic": "image/heic",
    "heif": "image/heif",
}


class UploadRefused(Exception):
    """No to an upload before any byte was looked at. `status` is a 4xx, the text is for people."""

    def __init__(self, status: int, message: str) -> None:
        self.status = status
        super().__init__(message)


def start(submission: Submission, *, name: str, size: int) -> tuple[SubmissionFile, dict[str, Any]]:
    """Announce a file of `size` bytes; returns its row and {"url", "fields"} of the signed POST.

    The name's ending only chooses the limit; what the file is will be decided by its content.
    Call with the submission locked. Raises UploadRefused.
    """
    ending = declared_extension(name)
    media_type = CLIP_TYPES.get(ending) or PICTURE_TYPES.get(ending)
    if media_type is None:
        raise UploadRefused(
            415,
            _(
                "Ở đây nhận video MP4, MOV, WebM và ảnh JPEG, PNG, WebP, AVIF, HEIC. Bạn xuất tệp ở một "
                "trong các dạng đó rồi chọn lại."
            ),
        )
    _room(submission)
    if size <= 0:
        raise UploadRefused(400, _("Tệp rỗng (0 byte). Bạn mở thử tệp trên máy rồi chọn lại."))
    limit = max(PROFILES["partner_clip" if ending in CLIP_TYPES else "partner_picture"].sizes.values())
    if size > limit:
        raise UploadRefused(
            413,
            _("Tệp lớn hơn %(limit)s. Bạn thử nén lại hoặc dán liên kết bài đăng nhé.")
            % {"limit": filesizeformat(limit)},
        )
    row = SubmissionFile.objects.create(
        submission=submission,
        incoming_key=new_key("incoming", ending),
        declared_name=display_name(name, ending),
        declared_size=size,
    )
    return row, presigned_upload(row.incoming_key, media_type=media_type, max_bytes=size, seconds=UPLOAD_SECONDS)


def finish(submission: Submission, uuid: UUID) -> SubmissionFile:
    """Storage should hold the whole file now: mark it received and let the worker look inside.

    Safe to call twice. Raises SubmissionFile.DoesNotExist, and UploadRefused (409) when bytes are missing:
    then the row is gone, and the sweeper takes what arrived.
    """
    row = submission.files.select_for_update().get(uuid=uuid)
    if row.received_at or not row.is_pending:
        return row
    if _size_in_storage(row.incoming_key) != row.declared_size:
        row.delete()
        raise UploadRefused(409, _("Tệp chưa lên hết nên chưa nhận được. Bạn kiểm tra mạng rồi chọn lại tệp."))
    row.received_at = timezone.now()
    row.save(update_fields=["received_at"])
    transaction.on_commit(lambda: check_file.enqueue(str(row.uuid)))
    return row


def take(submission: Submission, file: UploadedFile, *, user: Any) -> SubmissionFile:
    """A file of the plain form, at most 20 MB, decided now. Raises UploadRefused or intake.Refused, leaving nothing."""
    _room(submission)
    if (file.size or 0) > FORM_MAX_BYTES:
        raise UploadRefused(
            413,
            _(
                "Tệp lớn hơn %(limit)s nên không gửi qua biểu mẫu này được. Bạn mở trang bằng trình duyệt "
                "của máy (không phải trong Zalo) để tải tệp lớn, hoặc dán liên kết bài đăng."
            )
            % {"limit": filesizeformat(FORM_MAX_BYTES)},
        )
    with accept_upload(profile_of(file), file) as accepted:
        stored = StoredFile.objects.store(accepted, zone=StoredFile.Zone.QUARANTINE, user=user, kind="partners")
    row = SubmissionFile.objects.create(
        submission=submission,
        declared_name=stored.display_name,
        declared_size=stored.size,
        received_at=timezone.now(),
        stored=stored,
    )
    transaction.on_commit(lambda: make_preview_for.enqueue(str(stored.pk)))
    return row


def remove(row: SubmissionFile) -> None:
    """Take a file off its submission. The object has no owner then and goes with the next sweep, never in a request."""
    stored = row.stored
    row.delete()
    if stored is not None:
        stored.delete()


def _room(submission: Submission) -> None:
    """Raise UploadRefused when the submission is full. Refused files take no room."""
    if submission.files.filter(refusal="").count() >= MAX_FILES:
        raise UploadRefused(
            409, _("Mỗi bài nhận tối đa %(limit)d tệp. Bạn bỏ bớt một tệp rồi thêm tệp mới.") % {"limit": MAX_FILES}
        )


def _size_in_storage(key: str) -> int | None:
    """Bytes that quarantine holds under `key`, None when there is no such object."""
    storage = storage_for("quarantine")
    try:
        return int(storage.client.head_object(Bucket=storage.bucket_name, Key=key)["ContentLength"])
    except ClientError as error:
        if error.response["Error"]["Code"] in {"404", "NoSuchKey", "NotFound"}:
            return None
        raise
