"""Copies a file's objects from the quarantine bucket to the released bucket."""

from __future__ import annotations

import contextlib
import hashlib
import tempfile

from django.db import transaction

from files.models.stored_file import PREVIEW_TYPE, StoredFile
from files.storage.backends import storage_for
from files.storage.objects import CHUNK_BYTES, ObjectDamaged, ObjectExists, put_new

RELEASED = StoredFile.Zone.RELEASED
Object = tuple[str, str, str]  # key, media type, SHA-256 or ""


def promote(stored: StoredFile) -> None:
    """Copy the object, its preview and its derivatives to the released bucket under the same keys; then change `zone`.

    Copying locks nothing. The row is locked at the end, and what was drawn meanwhile is copied before the zone changes.
    Safe to repeat after a crash: an object that exists there already is kept. The copies in quarantine are left to
    garbage collection (docs/security.md, rule 19). Raises OSError or botocore errors when storage is away; the zone is
    unchanged then.
    """
    copied: set[Object] = set()
    while stored.zone != RELEASED:
        for item in _objects(stored) - copied:
            _copy(*item)
            copied.add(item)
        with transaction.atomic():
            row = StoredFile.objects.select_for_update().get(pk=stored.pk)
            if row.zone != RELEASED and _objects(row) <= copied:
                row.zone = RELEASED
                row.save(update_fields=["zone"])
        stored.refresh_from_db()


def _objects(stored: StoredFile) -> set[Object]:
    derivatives = set(stored.derivatives.exclude(key="").values_list("key", "media_type", "sha256"))
    preview = {(stored.preview_key, PREVIEW_TYPE, "")} if stored.preview_key else set()
    return {(stored.key, stored.media_type, stored.sha256)} | preview | derivatives


def _copy(key: str, media_type: str, sha256: str) -> None:
    """Copy through this process: neither bucket's credential may read the other (docs/security.md, rule 16).

    Raises ObjectDamaged when the bytes do not have the digest `sha256`.
    """
    source = storage_for(StoredFile.Zone.QUARANTINE)
    digest = hashlib.sha256()
    with tempfile.TemporaryFile() as copy:
        for chunk in source.client.get_object(Bucket=source.bucket_name, Key=key)["Body"].iter_chunks(CHUNK_BYTES):
            digest.update(chunk)
            copy.write(chunk)
        if sha256 and digest.hexdigest() != sha256:
            raise ObjectDamaged(f"{key}: not the bytes that were accepted")
        with contextlib.suppress(ObjectExists):
            put_new(storage_for(RELEASED), key, copy, media_type=media_type, sha256=digest.hexdigest())
