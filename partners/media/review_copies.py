"""Review copies: re-encoded, and blurred when minors are flagged (docs/security.md, rule 46)."""

from __future__ import annotations

import hashlib
import io
import logging
import tempfile
import uuid as uuids
from collections.abc import Callable
from datetime import date
from pathlib import Path

from botocore.exceptions import BotoCoreError, ClientError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from PIL import Image

from files.cleaners.errors import Rejected
from files.intake import sandbox
from files.models import StoredFile
from files.storage.backends import storage_for
from files.storage.objects import CHUNK_BYTES, put_new
from files.storage.pause import answering
from files.storage.signed_urls import signed_download_url
from partners.models import SubmissionFile

STILL_SQUARES = 32  # squares along the longer side of a blurred still; faces cannot be restored from so few
MEDIA_TYPE = "video/mp4"
AWAY = (BotoCoreError, ClientError, OSError)  # what reading a picture raises while storage is silent or lacks it
NOT_MADE = _("Không dựng được bản xem nhanh; bạn xem ảnh đại diện hoặc mở tệp gốc.")
NOT_BLURRED = _("Không dựng được ảnh đại diện đã làm mờ; bạn xem bản xem nhanh hoặc mở tệp gốc.")

log = logging.getLogger(__name__)


def is_blurred(row: SubmissionFile) -> bool:
    """Whether the reviewer's first view of the file is blurred: it shows, or may show, somebody under 18."""
    return row.submission.has_minor is not False


def fits(row: SubmissionFile) -> bool:
    """Whether the existing copy may be shown: a clear one may not once minors are flagged."""
    return bool(row.viewing_key) and (row.viewing_blurred or not is_blurred(row))


def address(row: SubmissionFile) -> str:
    """Signed address of the viewing copy, valid for at most a minute."""
    return signed_download_url(
        row.viewing_key, filename="xem.mp4", media_type=MEDIA_TYPE, storage=storage_for("quarantine")
    )


def make(uuid: str) -> None:
    """Encode the viewing copy of a clip or recording and store its key. Safe to repeat: a copy that fits is kept.

    Raises botocore errors when storage is away: the task fails and is repeated.
    """
    row = SubmissionFile.objects.select_related("submission", "stored").filter(uuid=uuid).first()
    if row is None or row.stored is None or not row.can_be_played or fits(row):
        return
    blur = is_blurred(row)
    with tempfile.TemporaryDirectory(prefix="viewing-") as folder:
        source, target = Path(folder) / "in", Path(folder) / "out"
        storage = storage_for(row.stored.zone)
        response = storage.client.get_object(Bucket=storage.bucket_name, Key=row.stored.key)
        with source.open("wb") as copy:
            for chunk in response["Body"].iter_chunks(CHUNK_BYTES):
                copy.write(chunk)
        options = {"media_type": row.stored.media_type, "blur": blur}
        try:
            sandbox.run("viewing", source, target, options)
        except (Rejected, sandbox.ToolFailed) as failure:
            log.warning("no viewing copy of %s: %s", uuid, failure)
            _write(row, viewing_error=str(NOT_MADE))
            return
        _write(row, viewing_key=_put(target), viewing_blurred=blur, viewing_error="")


def _put(target: Path) -> str:
    key = f"viewing/{date.today():%Y/%m}/{uuids.uuid4()}.mp4"
    with target.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        put_new(storage_for("quarantine"), key, file, media_type=MEDIA_TYPE, sha256=digest)
    return key


def _write(row: SubmissionFile, **values: str | bool) -> None:
    """Update the row, unless the file was found infected or deleted meanwhile.

    The object of an earlier copy, or of one that came too late, has no owner then and is swept from the quarantine
    bucket.
    """
    SubmissionFile.objects.filter(pk=row.pk).exclude(stored__state__in=StoredFile.GONE).update(**values)


def make_still(uuid: str) -> None:
    """Draw the blurred still of a file from its preview. Safe to repeat: an existing one is kept.

    It is made for every picture and clip, so that it exists when the answer about minors changes later. Raises
    botocore errors and OSError when storage is away: the task fails and is repeated.
    """
    row = SubmissionFile.objects.select_related("stored").filter(uuid=uuid).first()
    if row is None or row.stored is None or row.still_key or not row.stored.preview_key:
        return
    clear = preview(row)
    try:
        data = _blurred(clear)
    except (OSError, Image.DecompressionBombError):
        log.warning("no blurred still of %s: its preview is no picture", uuid)
        _write(row, still_error=str(NOT_BLURRED))
        return
    key = f"viewing/{date.today():%Y/%m}/{uuids.uuid4()}.webp"
    digest = hashlib.sha256(data).hexdigest()
    put_new(storage_for("quarantine"), key, io.BytesIO(data), media_type="image/webp", sha256=digest)
    _write(row, still_key=key, still_error="")


def _blurred(data: bytes) -> bytes:
    """A picture of the same size in pixels. Averaging removes the detail; a Gaussian blur can be undone in part."""
    with Image.open(io.BytesIO(data), formats=["WEBP"]) as opened:
        picture = opened.convert("RGB")
    side = max(max(picture.size) // STILL_SQUARES, 1)
    small = picture.resize((max(picture.width // side, 1), max(picture.height // side, 1)), Image.Resampling.BOX)
    target = io.BytesIO()
    small.resize(picture.size, Image.Resampling.BICUBIC).save(target, "WEBP", quality=60)
    return target.getvalue()


def preview(row: SubmissionFile) -> bytes:
    """The clear preview of the file as WebP. Raises OSError for a row without a file."""
    if row.stored is None:
        raise FileNotFoundError(row.declared_name)
    with row.stored.storage.open(row.stored.preview_key) as file:
        return file.read()


def still(row: SubmissionFile) -> bytes | None:
    """The picture for the first view, as WebP: blurred unless nobody under 18 is shown; None until it is drawn."""
    if not is_blurred(row):
        return preview(row)
    if not row.still_key:
        return None
    with storage_for("quarantine").open(row.still_key) as file:
        return file.read()


def read_picture(row: SubmissionFile, read: Callable[[SubmissionFile], bytes | None]) -> bytes | None:
    """`read`, which is preview() or still(), of a file that has a preview, else None. Raises AWAY."""
    if row.stored is None or not row.stored.preview_key:
        return None
    with answering(row.stored.storage):
        return read(row)


def in_its_place(row: SubmissionFile) -> str:
    """The sentence shown instead of copy and still: not made yet, could not be made, or not possible."""
    if row.can_be_played and not row.viewing_error:
        return gettext("Bản xem nhanh đang được dựng.")
    if not row.has_still and not row.can_be_played:
        return gettext("Loại tệp này không có hình xem trước.")
    if row.stored and row.has_still and not (row.still_error or row.stored.preview_error):
        return gettext("Hình xem trước đang được dựng.")
    return gettext("Không có gì để xem trước.")  # the page shows the error beside it, with a link to the original
