"""Background work of the library. Every task is idempotent: a killed worker's job is simply done again."""

from __future__ import annotations

import hashlib
import logging
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from io import BytesIO
from typing import IO

from botocore.exceptions import ClientError
from django.db import transaction
from django.tasks import task
from django.utils import timezone
from django.utils.translation import gettext as _

from media_library.intake import AcceptedFile, accept_upload, ends_of
from media_library.models.file import StoredFile
from media_library.models.upload import UploadSession
from media_library.previews import MEDIA_TYPE, make_preview
from media_library.refusals import Refused
from media_library.storage import CHUNK_BYTES, purge, put_new, storage_for
from media_library.upload_doors import DOORS, Door

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


@task(backend="db", queue_name="media")
def check_upload(session_id: str) -> str:
    """Put a file that arrived in parts through the gate; returns the state it ends in.

    Idempotent: a session that is decided is left alone, and a worker killed half-way leaves it waiting.
    Raises botocore's errors when storage is away: the task fails, tend_media puts it back.
    """
    session = UploadSession.objects.filter(pk=session_id).first()
    if session is None or not session.is_pending or session.door not in DOORS:
        return session.state if session else ""
    UploadSession.objects.filter(pk=session.pk, state=UploadSession.State.RECEIVED).update(
        state=UploadSession.State.CHECKING
    )
    door = DOORS[session.door]
    try:
        with fetched(session.key) as file:
            if session.fingerprint and ends_of(file) != session.fingerprint:
                raise Refused("interrupted")  # parts of two different files, or the file changed on the way
            with accept_upload(door.profile(session, file), file, name=session.name) as accepted:
                return _keep_upload(session, door, accepted)
    except Refused as refused:
        return _refuse_upload(session, door, " ".join(refused.messages))
    except FileNotFoundError:
        return _refuse_upload(session, door, _("Tệp không còn trong kho tạm. Bạn tải lên lại."))


def _keep_upload(session: UploadSession, door: Door, accepted: AcceptedFile) -> str:
    """Attach under a lock: a twin of this task finds the session decided and stores nothing."""
    with transaction.atomic():
        waiting = UploadSession.objects.select_for_update().get(pk=session.pk)
        if waiting.is_pending:
            waiting.stored = door.keep(waiting, accepted)
            waiting.state, waiting.decided_at = UploadSession.State.ACCEPTED, timezone.now()
            waiting.save(update_fields=["stored", "state", "decided_at"])
    return waiting.state


def _refuse_upload(session: UploadSession, door: Door, sentence: str) -> str:
    """Write the reason, then delete the refused bytes: nobody looks at them again, and they may be malware."""
    with transaction.atomic():
        waiting = UploadSession.objects.select_for_update().get(pk=session.pk)
        if waiting.is_pending:
            waiting.state, waiting.refusal, waiting.decided_at = (
                UploadSession.State.REFUSED,
                sentence[:300],
                timezone.now(),
            )
            waiting.save(update_fields=["state", "refusal", "decided_at"])
            door.refused(waiting, sentence)
            transaction.on_commit(lambda: purge("quarantine", waiting.key), robust=True)
    return waiting.state


@contextmanager
def fetched(key: str, zone: str = "quarantine") -> Iterator[IO[bytes]]:
    """The object's bytes in a temporary file at 0. Raises FileNotFoundError, ClientError when storage is away."""
    storage = storage_for(zone)
    try:
        body = storage.client.get_object(Bucket=storage.bucket_name, Key=key)["Body"]
    except ClientError as error:
        if error.response["Error"]["Code"] in {"404", "NoSuchKey", "NotFound"}:
            raise FileNotFoundError(key) from error
        raise
    with tempfile.TemporaryFile(prefix="fetched-") as file:
        for chunk in body.iter_chunks(CHUNK_BYTES):
            file.write(chunk)
        file.seek(0)
        yield file
