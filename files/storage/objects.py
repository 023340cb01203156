"""Write S3 objects once under random keys, verify them, fetch them to a file, delete them with all versions."""

from __future__ import annotations

import base64
import hashlib
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import IO, Any

from botocore.exceptions import ClientError

from files.storage import versions
from files.storage.backends import ZoneStorage, storage_for

SINGLE_PUT_BYTES = 64 * 1024 * 1024  # above this an upload is cut into parts
PART_BYTES = 16 * 1024 * 1024  # 2 GB are 120 parts; S3 allows 10,000
CHUNK_BYTES = 1024 * 1024


class ObjectExists(Exception):
    """The key is taken. Objects are never overwritten."""


class ObjectDamaged(OSError):
    """Storage does not hold the bytes that were sent."""


def new_key(kind: str, extension: str) -> str:
    """A key that nobody can guess: kind/yyyy/mm/<uuid4>.<extension>."""
    return f"{kind}/{date.today():%Y/%m}/{uuid.uuid4()}.{extension.lower()}"


def put_new(storage: ZoneStorage, key: str, file: IO[bytes], *, media_type: str, sha256: str) -> None:
    """Write `file` (seekable, read from its start) to `key`, then read it back and compare.

    `sha256` is the hexadecimal digest of the file. Raises ObjectExists when the key is taken,
    ObjectDamaged when what storage holds differs, ClientError or BotoCoreError when storage is away.
    """
    file.seek(0, 2)
    size = file.tell()
    file.seek(0)
    target = {"Bucket": storage.bucket_name, "Key": key}
    facts = {"ContentType": media_type, "Metadata": {"sha256": sha256}}
    try:
        if size <= SINGLE_PUT_BYTES:
            storage.client.put_object(**target, **facts, Body=file, ContentLength=size, IfNoneMatch="*")
        else:
            _put_parts(storage, target, facts, file)
    except ClientError as error:
        if error.response["Error"]["Code"] in {"PreconditionFailed", "412", "ConditionalRequestConflict"}:
            raise ObjectExists(key) from error
        raise
    _verify(storage, target, size, sha256)
    file.seek(0)


@contextmanager
def fetched(key: str, zone: str = "quarantine") -> Iterator[IO[bytes]]:
    """The object's bytes in a temporary file at 0. Raises FileNotFoundError, or ClientError when storage is away."""
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


def purge(zone: str, key: str) -> int:
    """Delete an object with all its versions and delete markers; returns how many there were.

    Every deletion of the project ends here or in ZoneStorage.delete(). Called by tasks, commands and removals, never by
    a request (rule 19).
    """
    storage = storage_for(zone)
    return versions.remove(storage.client, storage.bucket_name, key)


def purge_below(zone: str, prefix: str) -> list[str]:
    """purge() of every object whose key begins with `prefix`; returns their keys."""
    storage = storage_for(zone)
    return versions.remove_below(storage.client, storage.bucket_name, prefix)


def copy(zone: str, key: str, target: str) -> bool:
    """Copy an object inside its bucket; False when there is none under `key`."""
    storage = storage_for(zone)
    source = {"Bucket": storage.bucket_name, "Key": key}
    try:
        storage.client.copy_object(Bucket=storage.bucket_name, Key=target, CopySource=source)
    except ClientError as error:
        if error.response.get("ResponseMetadata", {}).get("HTTPStatusCode") != 404:
            raise
        return False
    return True


def _put_parts(storage: ZoneStorage, target: dict[str, str], facts: dict[str, Any], file: IO[bytes]) -> None:
    """Upload in parts; an upload that fails is aborted, because its parts would take space unseen."""
    client = storage.client
    upload = client.create_multipart_upload(**target, **facts)["UploadId"]
    try:
        parts: list[dict[str, Any]] = []
        while part := file.read(PART_BYTES):
            number = len(parts) + 1
            digest = base64.b64encode(hashlib.md5(part, usedforsecurity=False).digest()).decode()
            response = client.upload_part(**target, UploadId=upload, PartNumber=number, Body=part, ContentMD5=digest)
            parts.append({"PartNumber": number, "ETag": response["ETag"]})
        client.complete_multipart_upload(**target, UploadId=upload, MultipartUpload={"Parts": parts}, IfNoneMatch="*")
    except BaseException:
        client.abort_multipart_upload(**target, UploadId=upload)
        raise


def _verify(storage: ZoneStorage, target: dict[str, str], size: int, sha256: str) -> None:
    """Read the object back and compare: a proxy or a full disk may have truncated it (docs/security.md, rule 20)."""
    response = storage.client.get_object(**target)
    digest, length = hashlib.sha256(), 0
    for chunk in response["Body"].iter_chunks(CHUNK_BYTES):
        digest.update(chunk)
        length += len(chunk)
    if length != size or digest.hexdigest() != sha256:
        raise ObjectDamaged(f"{target['Key']}: {length} bytes of {size} in storage")
