"""Two S3 buckets, two credentials: `quarantine` for what arrived, `released` for what was decided on.

Nothing is readable without a signature (docs/security.md, rules 16 and 17). Pictures of the public
pages leave through our own view at MEDIA_URL, library files through signed addresses of at
most a minute.
"""

import base64
import hashlib
import threading
import uuid
from datetime import date
from functools import cache
from pathlib import PurePosixPath
from typing import IO, Any
from urllib.parse import quote

import boto3.session
from anyascii import anyascii
from botocore.config import Config
from botocore.exceptions import ClientError
from django.conf import settings
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage

CONNECT_TIMEOUT = 2  # seconds (docs/security.md, rule 37)
READ_TIMEOUT = 5  # seconds
ATTEMPTS = 3  # the first one included
SINGLE_PUT_BYTES = 64 * 1024 * 1024  # above this an upload is cut into parts
PART_BYTES = 16 * 1024 * 1024  # 2 GB = 128 parts, far below the 10,000 S3 allows
CHUNK_BYTES = 1024 * 1024

ZONES = ("quarantine", "released")


class ObjectExists(Exception):
    """The key is taken. Objects are never overwritten."""


class ObjectDamaged(OSError):
    """What storage holds after the upload is not what was sent."""


class ZoneStorage(S3Storage):
    """An S3 bucket of ours; `zone` names the settings it reads (S3_<ZONE>_BUCKET, …_ACCESS_KEY, …_SECRET_KEY)."""

    zone = ""

    def get_default_settings(self) -> dict[str, Any]:
        prefix = f"S3_{self.zone.upper()}_"
        return super().get_default_settings() | {
            "endpoint_url": settings.S3_ENDPOINT_URL,
            "region_name": _region(),
            "bucket_name": getattr(settings, prefix + "BUCKET"),
            "access_key": getattr(settings, prefix + "ACCESS_KEY"),
            "secret_key": getattr(settings, prefix + "SECRET_KEY"),
            "security_token": None,
            "session_profile": None,
            "custom_domain": None,
            "signature_version": "s3v4",
            "addressing_style": "path",
            "default_acl": None,
            "file_overwrite": False,
            "querystring_auth": True,
            "querystring_expire": 60,
            "client_config": client_config(),
        }

    @property
    def client(self) -> Any:
        """boto3's S3 client of this process, for the private endpoint; clients may be shared by threads."""
        return _client(self.endpoint_url, self.region_name, self.access_key, self.secret_key)

    @property
    def connection(self) -> Any:
        """boto3's S3 resource of this thread, over the session of this process.

        S3Storage makes a session for every thread and storage, and each reads boto3's description of S3 anew: 0.2 s
        of CPU at the first file of a thread.
        """
        made = _of_thread.__dict__.setdefault("resources", {})
        key = (self.endpoint_url, self.region_name, self.access_key, self.secret_key)
        if key not in made:
            with _making:
                made[key] = _session(*key[1:]).resource("s3", endpoint_url=key[0], config=client_config())
        return made[key]

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """Keep names that begin with a UUID (ours, and Wagtail's renditions of them), replace every other one.

        Wagtail parks unfinished uploads under the sender's file name; such a name must not become a key.
        """
        path = PurePosixPath(name)
        if not _begins_with_uuid(path.name):
            name = str(path.with_name(f"{uuid.uuid4()}{path.suffix.lower()[:11]}"))
        return super().get_available_name(name, max_length)


class QuarantineStorage(ZoneStorage):
    """Uploads nobody has decided on. Never public, not even as a preview."""

    zone = "quarantine"


class ReleasedStorage(ZoneStorage):
    """Cleaned files, previews and renditions."""

    zone = "released"


class MediaStorage(ReleasedStorage):
    """The default storage: pictures served by our own view, so an address has no signature and never expires.

    Only renditions/ and previews/ are served there; an original's address answers 404.
    """

    def url(
        self,
        name: str,
        parameters: dict[str, str] | None = None,
        expire: int | None = None,
        http_method: str | None = None,
    ) -> str:
        return settings.MEDIA_URL + str(filepath_to_uri(name) or "")


def client_config() -> Config:
    """Time-outs and bounded retries with jitter for every request to storage."""
    return Config(
        signature_version="s3v4",
        s3={"addressing_style": "path"},
        connect_timeout=CONNECT_TIMEOUT,
        read_timeout=READ_TIMEOUT,
        retries={"total_max_attempts": ATTEMPTS, "mode": "standard"},
    )


@cache
def storage_for(zone: str) -> ZoneStorage:
    """The storage of `zone` ("quarantine" or "released"). Raises KeyError for any other word."""
    return {"quarantine": QuarantineStorage, "released": ReleasedStorage}[zone]()


def new_key(kind: str, extension: str) -> str:
    """A key nobody can guess and nobody else has: kind/yyyy/mm/<uuid4>.<extension>."""
    return f"{kind}/{date.today():%Y/%m}/{uuid.uuid4()}.{extension.lower()}"


def put_new(storage: ZoneStorage, key: str, file: IO[bytes], *, media_type: str, sha256: str) -> None:
    """Write `file` (seekable, read from its start) to `key` and prove that it arrived whole.

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


def signed_download_url(
    key: str, *, filename: str, media_type: str, seconds: int = 60, storage: ZoneStorage | None = None
) -> str:
    """An address at the public endpoint that starts a download of `key` for `seconds` (1–60) seconds.

    The answer always carries our media type and `attachment` with both file names of RFC 6266.
    """
    store = storage or storage_for("released")
    params = {
        "Bucket": store.bucket_name,
        "Key": key,
        "ResponseContentDisposition": content_disposition(filename),
        "ResponseContentType": media_type,
    }
    return str(
        public_client(store.zone).generate_presigned_url(
            "get_object", Params=params, ExpiresIn=max(1, min(seconds, 60))
        )
    )


def signed_view_url(key: str, *, media_type: str, seconds: int = 60) -> str:
    """An address at the public endpoint where a player may start to read `key` for 1–60 `seconds`; Range works."""
    params = {
        "Bucket": storage_for("released").bucket_name,
        "Key": key,
        "ResponseContentDisposition": "inline",
        "ResponseContentType": media_type,
    }
    return str(
        public_client("released").generate_presigned_url(
            "get_object", Params=params, ExpiresIn=max(1, min(seconds, 60))
        )
    )


def purge(zone: str, key: str) -> None:
    """Delete an object with every version it has. Only the worker and the sweeper call this (rule 19)."""
    storage = storage_for(zone)
    answer = storage.client.list_object_versions(Bucket=storage.bucket_name, Prefix=key)
    for found in [*answer.get("Versions", []), *answer.get("DeleteMarkers", [])]:
        if found["Key"] == key:
            storage.client.delete_object(Bucket=storage.bucket_name, Key=key, VersionId=found["VersionId"])


def content_disposition(filename: str) -> str:
    """`attachment` with an ASCII name for old clients and the real one in UTF-8 (RFC 6266, RFC 8187)."""
    plain = "".join(
        character if character.isalnum() or character in "._- ()" else "_" for character in anyascii(filename)
    )
    return f"attachment; filename=\"{plain.strip() or 'tep'}\"; filename*=UTF-8''{quote(filename, safe='')}"


def _begins_with_uuid(name: str) -> bool:
    try:
        return uuid.UUID(name[:36]).version == 4 and name[36:37] in {"", "."}
    except ValueError:
        return False


def _region() -> str:
    return str(getattr(settings, "S3_REGION", "us-east-1"))


def public_client(zone: str) -> Any:
    prefix = f"S3_{zone.upper()}_"
    keys = (getattr(settings, prefix + "ACCESS_KEY"), getattr(settings, prefix + "SECRET_KEY"))
    return _client(settings.S3_PUBLIC_ENDPOINT_URL or settings.S3_ENDPOINT_URL, _region(), *keys)


_of_thread = threading.local()
_making = threading.Lock()  # sessions are not made for several threads, their clients are


@cache
def _session(region: str, access_key: str, secret_key: str) -> boto3.session.Session:
    return boto3.session.Session(aws_access_key_id=access_key, aws_secret_access_key=secret_key, region_name=region)


@cache
def _client(endpoint: str, region: str, access_key: str, secret_key: str) -> Any:
    """Signing needs no connection, but building a client costs 50 ms: one per endpoint and credential."""
    with _making:
        session = _session(region, access_key, secret_key)
        return session.client("s3", endpoint_url=endpoint, config=client_config())


def _put_parts(storage: ZoneStorage, target: dict[str, str], facts: dict[str, Any], file: IO[bytes]) -> None:
    """Upload in parts; an upload that fails is aborted, so that no invisible parts stay behind."""
    client = storage.client
    upload = client.create_multipart_upload(**target, **facts)["UploadId"]
    try:
        parts: list[dict[str, Any]] = []
        while part := file.read(PART_BYTES):
            number = len(parts) + 1
            digest = base64.b64encode(hashlib.md5(part, usedforsecurity=False).digest()).decode()
            answer = client.upload_part(**target, UploadId=upload, PartNumber=number, Body=part, ContentMD5=digest)
            parts.append({"PartNumber": number, "ETag": answer["ETag"]})
        client.complete_multipart_upload(**target, UploadId=upload, MultipartUpload={"Parts": parts}, IfNoneMatch="*")
    except BaseException:
        client.abort_multipart_upload(**target, UploadId=upload)
        raise


def _verify(storage: ZoneStorage, target: dict[str, str], size: int, sha256: str) -> None:
    """Read the object back and compare: a proxy or a full disk may have cut it off (docs/security.md, rule 20)."""
    answer = storage.client.get_object(**target)
    digest, length = hashlib.sha256(), 0
    for chunk in answer["Body"].iter_chunks(CHUNK_BYTES):
        digest.update(chunk)
        length += len(chunk)
    if length != size or digest.hexdigest() != sha256:
        raise ObjectDamaged(f"{target['Key']}: {length} bytes of {size} in storage")
