"""Background work of the partner door. Each task may run twice: under a lock it looks at the row before it writes."""

from __future__ import annotations

import tempfile
from typing import IO, Any

from botocore.exceptions import ClientError
from django.db import transaction
from django.tasks import task
from django.utils.translation import gettext as _
from wagtail.contrib.frontend_cache.utils import purge_page_from_cache

from media_library.cleaning.rejection import Rejected
from media_library.cleaning.sniff import HEAD_BYTES, sniff
from media_library.intake import AcceptedFile, Refused, accept_upload
from media_library.models import StoredFile
from media_library.storage import storage_for
from media_library.tasks import make_preview_for

from .models import KolStoryPage, SubmissionFile

CHUNK_BYTES = 1024 * 1024


@task(backend="db", queue_name="media")
def check_file(uuid: str) -> None:
    """Look inside a received file: keep the cleaned bytes in quarantine, or write why it does not come in.

    `uuid` names a SubmissionFile; a row that is gone or already decided is left alone.
    """
    row = SubmissionFile.objects.filter(uuid=uuid).select_related("submission").first()
    if row is None or not row.is_pending or row.received_at is None:
        return
    try:
        with (
            _fetched(row.incoming_key) as file,
            accept_upload(profile_of(file), file, name=row.declared_name) as accepted,
        ):
            _keep(row, accepted)
    except Refused as refused:
        _refuse(row, " ".join(refused.messages))
    except FileNotFoundError:
        _refuse(row, _("Tệp không còn trong kho tạm. Bạn bỏ tệp này rồi tải lên lại."))


@task(backend="db", queue_name="media")
def release_clip(page_pk: int) -> None:
    """Copy the clip of a live story to the released bucket; the same row, the same key, another zone."""
    page = KolStoryPage.objects.live().filter(pk=page_pk).select_related("clip").first()
    if page is None or page.clip is None or page.clip.zone == StoredFile.Zone.RELEASED:
        return
    page.clip.move_to_released()
    purge_page_from_cache(page)


def profile_of(file: IO[bytes]) -> str:
    """The intake profile by content: pictures as pictures, everything else has to prove that it is a clip."""
    file.seek(0)
    head = file.read(HEAD_BYTES)
    file.seek(0)
    try:
        tool, _found = sniff(head)
    except Rejected:  # accept_upload() will say why
        return "partner_clip"
    return "partner_picture" if tool == "picture" else "partner_clip"


def _keep(row: SubmissionFile, accepted: AcceptedFile) -> None:
    """Store first, then attach: a lost commit leaves an object nobody owns, never a row without its object."""
    stored = StoredFile.objects.store(
        accepted, zone=StoredFile.Zone.QUARANTINE, user=row.submission.created_by, kind="partners"
    )
    with transaction.atomic():
        pending = _pending(row)
        if pending is None:  # removed meanwhile, or decided by a twin of this task
            stored.delete()
            return
        pending.stored, pending.incoming_key = stored, ""
        pending.save(update_fields=["stored", "incoming_key"])
        transaction.on_commit(lambda: make_preview_for.enqueue(str(stored.pk)))


def _refuse(row: SubmissionFile, sentence: str) -> None:
    """Write the reason, then delete the refused bytes: they are never looked at again (and may be malware)."""
    with transaction.atomic():
        pending = _pending(row)
        if pending is None:
            return
        key, pending.refusal, pending.incoming_key = pending.incoming_key, sentence[:300], ""
        pending.save(update_fields=["refusal", "incoming_key"])
        transaction.on_commit(lambda: purge_incoming(key), robust=True)


def purge_incoming(key: str) -> None:
    """Delete an incoming object with every version it has. Only the worker and the sweeper call this."""
    storage = storage_for("quarantine")
    answer = storage.client.list_object_versions(Bucket=storage.bucket_name, Prefix=key)
    for found in [*answer.get("Versions", []), *answer.get("DeleteMarkers", [])]:
        storage.client.delete_object(Bucket=storage.bucket_name, Key=found["Key"], VersionId=found["VersionId"])


def _pending(row: SubmissionFile) -> SubmissionFile | None:
    return SubmissionFile.objects.select_for_update().filter(pk=row.pk, stored=None, refusal="").first()


def _fetched(key: str) -> IO[Any]:
    """The object's bytes in a temporary file at 0; the caller closes it.

    Raises FileNotFoundError when it is gone, ClientError when storage is away.
    """
    storage = storage_for("quarantine")
    try:
        body = storage.client.get_object(Bucket=storage.bucket_name, Key=key)["Body"]
    except ClientError as error:
        if error.response["Error"]["Code"] in {"404", "NoSuchKey", "NotFound"}:
            raise FileNotFoundError(key) from error
        raise
    file = tempfile.TemporaryFile()  # noqa: SIM115
    for chunk in body.iter_chunks(CHUNK_BYTES):
        file.write(chunk)
    file.seek(0)
    return file
