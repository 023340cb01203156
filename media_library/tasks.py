"""Background work of the library. Every task is idempotent: a killed worker's job is simply done again."""

from __future__ import annotations

import hashlib
import logging
import tempfile
import uuid
from datetime import date
from io import BytesIO

from django.db import transaction
from django.tasks import task
from django.utils.translation import gettext as _

from media_library.models.file import StoredFile
from media_library.previews import MEDIA_TYPE, make_preview
from media_library.storage import CHUNK_BYTES, put_new, storage_for

log = logging.getLogger(__name__)


@task(backend="db", queue_name="media")
def make_preview_for(stored_id: str) -> str:
    """Draw the preview of a StoredFile and put it beside the file; returns its key, "" when there is none.

    The row is locked meanwhile, so two workers never draw the same file and a release waits for the
    picture; a row that has its preview, or a recorded failure, is left alone. The preview lies in the
    file's own bucket: what is in quarantine never becomes public through its thumbnail. Raises OSError
    or botocore errors when storage is away, which leaves the task FAILED and the row open.
    """
    with transaction.atomic():
        stored = StoredFile.objects.select_for_update().filter(pk=stored_id).first()
        if stored is None or stored.preview_key or stored.preview_error or stored.state == StoredFile.State.PURGED:
            return stored.preview_key if stored else ""
        drawn = _draw(stored)
        if drawn is None:
            stored.preview_error = _("Không vẽ được hình xem trước cho loại tệp này.")
        else:
            picture, stored.preview_width, stored.preview_height = drawn
            stored.preview_key = _put(stored, picture)
        stored.save(update_fields=["preview_key", "preview_width", "preview_height", "preview_error"])
    return stored.preview_key


def _draw(stored: StoredFile) -> tuple[bytes, int, int] | None:
    store = storage_for(stored.zone)
    with tempfile.NamedTemporaryFile(prefix="preview-source-") as copy:
        for chunk in store.client.get_object(Bucket=store.bucket_name, Key=stored.key)["Body"].iter_chunks(CHUNK_BYTES):
            copy.write(chunk)
        copy.flush()
        return make_preview(copy.name, stored.media_type)


def _put(stored: StoredFile, picture: bytes) -> str:
    """previews/yyyy/mm/<uuid4>.webp: unguessable, because /media/ shows every preview of the released bucket."""
    key = f"previews/{date.today():%Y/%m}/{uuid.uuid4()}.webp"
    digest = hashlib.sha256(picture).hexdigest()
    put_new(storage_for(stored.zone), key, BytesIO(picture), media_type=MEDIA_TYPE, sha256=digest)
    return key
