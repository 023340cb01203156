"""Signed URLs at the public endpoint, valid for at most a minute, and the file name of a download."""

from urllib.parse import quote

from anyascii import anyascii

from files.storage.backends import ZoneStorage, storage_for
from files.storage.client import public_client


def signed_download_url(
    key: str, *, filename: str, media_type: str, seconds: int = 60, storage: ZoneStorage | None = None
) -> str:
    """A URL at the public endpoint that downloads `key`, valid for `seconds` (1–60).

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
    """A URL at the public endpoint where a player may start to read `key`, valid for `seconds` (1–60); Range works."""
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


def content_disposition(filename: str) -> str:
    """`attachment` with an ASCII name for old clients and the full name in UTF-8 (RFC 6266, RFC 8187)."""
    plain = "".join(
        character if character.isalnum() or character in "._- ()" else "_" for character in anyascii(filename)
    )
    return f"attachment; filename=\"{plain.strip() or 'tep'}\"; filename*=UTF-8''{quote(filename, safe='')}"
