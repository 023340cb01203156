"""Background tasks of derivatives. Every task is idempotent: the job of a killed worker is run again."""

from __future__ import annotations

import hashlib
import tempfile
import uuid
from datetime import date
from io import BytesIO

from django.db import transaction
from django.tasks import TaskContext, task

from files.models import StoredFile
from files.storage.backends import storage_for
from files.storage.objects import CHUNK_BYTES, purge, put_new
from jobs.queue import tickets
from media_library.catalogue.requirements import people_blockers
from media_library.derivatives import specs
from media_library.derivatives.previews import (
    DRAWING_FAILED,
    MEDIA_TYPE,
    NOT_DRAWN,
    PREVIEWED,
    TAKEN_BACK,
    Preview,
    make_preview,
)
from media_library.models.derivative import Derivative, FileWords


@task(backend="db", queue_name="media")
def make_preview_for(stored_id: str) -> str:
    """Draw the preview of a StoredFile and store it in the file's bucket; returns its key, "" when there is none.

    Drawing locks nothing. The row is locked to store the picture, in the bucket where the file lies by then; a row with
    a preview or a recorded failure is left alone, so of two workers with the same file one keeps its picture; so is one
    that was found infected or deleted meanwhile. The preview of a quarantined file is not public. Raises OSError or
    botocore errors when storage is away, which leaves the task FAILED and the row open.
    """
    stored = StoredFile.objects.filter(pk=stored_id).first()
    if stored is None or not _waits_for_preview(stored):
        return stored.preview_key if stored else ""
    preview = _draw(stored)
    with transaction.atomic():
        stored = StoredFile.objects.select_for_update().filter(pk=stored_id).first()
        if stored is None or not _waits_for_preview(stored):
            return stored.preview_key if stored else ""
        if preview is None:
            stored.preview_error = str(DRAWING_FAILED if stored.media_type in PREVIEWED else NOT_DRAWN)
        else:
            stored.preview_width, stored.preview_height = preview.width, preview.height
            stored.lookalike_hash = preview.lookalike_hash
            stored.preview_key = _put(stored, preview.picture)
            if preview.words or preview.codes is not None:
                read = {"words": preview.words, "codes": preview.codes}
                FileWords.objects.update_or_create(stored=stored, defaults=read)
        stored.save(update_fields=["preview_key", "preview_width", "preview_height", "preview_error", "lookalike_hash"])
    return stored.preview_key


def _waits_for_preview(stored: StoredFile) -> bool:
    return not (stored.preview_key or stored.preview_error or stored.state in StoredFile.GONE)


def _draw(stored: StoredFile) -> Preview | None:
    store = storage_for(stored.zone)
    with tempfile.NamedTemporaryFile(prefix="preview-source-") as copy:
        for chunk in store.client.get_object(Bucket=store.bucket_name, Key=stored.key)["Body"].iter_chunks(CHUNK_BYTES):
            copy.write(chunk)
        copy.flush()
        return make_preview(copy.name, stored.media_type, in_library=hasattr(stored, "asset_file"))


def _put(stored: StoredFile, picture: bytes) -> str:
    """previews/yyyy/mm/<uuid4>.webp: random, because /media/ serves every preview of the released bucket."""
    key = f"previews/{date.today():%Y/%m}/{uuid.uuid4()}.webp"
    digest = hashlib.sha256(picture).hexdigest()
    put_new(storage_for(stored.zone), key, BytesIO(picture), media_type=MEDIA_TYPE, sha256=digest)
    return key


def may_be_drawn_again(stored: StoredFile) -> bool:
    """Whether the preview failed and may be drawn: not for redacted files, nor for those without a valid consent."""
    failed = bool(stored.preview_error) and stored.media_type in PREVIEWED and not stored.redaction_areas
    return failed and (stored.zone == StoredFile.Zone.QUARANTINE or not people_blockers(stored))


@task(backend="db", queue_name="media", priority=-50, takes_context=True)
def make_light_derivative(context: TaskContext) -> str:
    """A ticket for one picture, page or text, after checks and previews; claim() chooses the job."""
    return specs.work(context.task_result.id, clips=False)


@task(backend="db", queue_name="clips", takes_context=True)
def make_clip_derivatives(context: TaskContext) -> str:
    """A ticket for one clip, in the queue of long jobs."""
    return work_on_clip(context.task_result.id)


def work_on_clip(ticket: str) -> str:
    """specs.work() for one clip; then, whatever the result, a ticket for a clip that had to wait for it."""
    state = "unknown"
    try:
        state = specs.work(ticket, clips=True)
    finally:
        if state:  # there was a job
            ensure_ticket()
    return state


def ensure_ticket() -> None:
    """Enqueue a ticket when clips wait without one: a ticket ends unused while its owner has a clip in work."""
    waiting = Derivative.objects.filter(form__in=specs.CLIPS, state=Derivative.State.WAITING)
    issued = tickets(make_clip_derivatives).filter(status="READY")
    if waiting.exists() and not issued.exists():
        make_clip_derivatives.enqueue()


@task(backend="db", queue_name="media")
def take_back_pictures(stored_id: str) -> int:
    """Delete the pictures of a file whose consent was withdrawn, also where a recall has renamed them.

    Returns how many; 0 where the withdrawal was undone meanwhile. The file itself needs no deletion: nobody gets a
    signed URL for it any more.
    """
    stored = StoredFile.objects.filter(pk=stored_id, zone=StoredFile.Zone.RELEASED).first()
    if stored is None or not stored.consents.filter(withdrawn_at__isnull=False).exists():
        return 0
    derivatives = stored.derivatives.filter(key__contains="previews/")
    keys = [*derivatives.values_list("key", flat=True), *([stored.preview_key] if stored.preview_key else [])]
    derivatives.delete()
    StoredFile.objects.filter(pk=stored.pk).update(preview_key="", preview_error=str(TAKEN_BACK))
    for key in keys:
        purge(stored.zone, key)
    return len(keys)
