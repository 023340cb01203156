"""S3's multipart protocol for the quarantine bucket: begin, sign one part, list, complete, abort.

Only the URLs of parts leave the server. Each is signed for one part number and its exact length, so a browser cannot
send more bytes than it announced.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from botocore.exceptions import ClientError
from django.conf import settings

from files.storage.backends import storage_for
from files.storage.client import public_client

PREFIX = "arrivals"  # folder of uploads in parts; unfinished() lists only this one
MEDIA_TYPE = "application/octet-stream"  # the content is not checked yet
SIGNED_SECONDS = 3600  # for one part of 8 MB: 2.3 kB/s is enough


class UploadGone(Exception):
    """Storage knows no such upload: it was completed, aborted or never begun."""


@dataclass(frozen=True)
class Part:
    """A part that storage holds."""

    number: int
    size: int  # bytes
    etag: str


def begin(key: str) -> str:
    """Start an upload to `key`; returns its UploadId."""
    response = _client().create_multipart_upload(Bucket=_bucket(), Key=key, ContentType=MEDIA_TYPE)
    return str(response["UploadId"])


def signed_part(key: str, upload: str, number: int, length: int) -> str:
    """URL where a browser may PUT part `number` of exactly `length` bytes for SIGNED_SECONDS."""
    params = {"Bucket": _bucket(), "Key": key, "UploadId": upload, "PartNumber": number, "ContentLength": length}
    return str(
        public_client("quarantine").generate_presigned_url("upload_part", Params=params, ExpiresIn=SIGNED_SECONDS)
    )


def parts(key: str, upload: str) -> list[Part]:
    """The parts that storage has, by number.

    Raises UploadGone, or ClientError and BotoCoreError when storage is away.
    """
    pages = _client().get_paginator("list_parts").paginate(Bucket=_bucket(), Key=key, UploadId=upload)
    try:
        return [
            Part(int(item["PartNumber"]), int(item["Size"]), item["ETag"])
            for page in pages
            for item in page.get("Parts", [])
        ]
    except ClientError as error:
        raise _told(error) from error


def complete(key: str, upload: str, stored_parts: list[Part]) -> None:
    """Make the object of its parts; the key must be free. Raises UploadGone or ClientError."""
    listed = [{"PartNumber": part.number, "ETag": part.etag} for part in stored_parts]
    try:
        _client().complete_multipart_upload(
            Bucket=_bucket(), Key=key, UploadId=upload, MultipartUpload={"Parts": listed}, IfNoneMatch="*"
        )
    except ClientError as error:
        raise _told(error) from error


def abort(key: str, upload: str) -> None:
    """Abort the upload and delete its parts; one that is gone already is no error."""
    try:
        _client().abort_multipart_upload(Bucket=_bucket(), Key=key, UploadId=upload)
    except ClientError as error:
        if not isinstance(_told(error), UploadGone):
            raise


def size_of(key: str) -> int | None:
    """Bytes of the object under `key` in quarantine, None when there is none."""
    try:
        return int(_client().head_object(Bucket=_bucket(), Key=key)["ContentLength"])
    except ClientError as error:
        if error.response["Error"]["Code"] in {"404", "NoSuchKey", "NotFound"}:
            return None
        raise


def unfinished() -> Iterator[tuple[str, str, datetime]]:
    """(key, UploadId, begun at) of every unfinished upload in storage."""
    pages = _client().get_paginator("list_multipart_uploads").paginate(Bucket=_bucket(), Prefix=f"{PREFIX}/")
    for page in pages:
        for item in page.get("Uploads", []):
            yield item["Key"], item["UploadId"], item["Initiated"]


def _told(error: ClientError) -> Exception:
    is_gone = error.response["Error"]["Code"] in {"NoSuchUpload", "404", "NotFound"}
    return UploadGone(str(error)) if is_gone else error


def _client() -> Any:  # boto3 makes its clients' classes at run time
    return storage_for("quarantine").client


def _bucket() -> str:
    return str(settings.S3_QUARANTINE_BUCKET)
