"""Signed URLs at the public endpoint, and the file name of a download.

They are valid for at most a minute, but for downloads of released files that are open to everybody: a browser resumes a
broken download at the signed address, so that one has to outlive a bad line. It names an object that is written once;
recall and withdrawal rename the object, which ends all of its addresses at once.
"""

from urllib.parse import quote

from anyascii import anyascii

from files.storage.backends import ZoneStorage, storage_for
from files.storage.client import public_client

SHORT_SECONDS = 60
RESUMABLE_SECONDS = 6 * 60 * 60  # a film of 2 GB at 800 kbit/s


def signed_download_url(
    key: str, *, filename: str, media_type: str, resumable: bool = False, storage: ZoneStorage | None = None
) -> str:
    """A URL at the public endpoint that downloads `key`, valid for SHORT_SECONDS.

    With `resumable` for RESUMABLE_SECONDS: only for released files that anybody may download; quarantine stays short.

    The answer always carries our media type and `attachment` with both file names of RFC 6266.
    """
    store = storage or storage_for("released")
    seconds = RESUMABLE_SECONDS if resumable and store.zone == "released" else SHORT_SECONDS
    params = {
        "Bucket": store.bucket_name,
        "Key": key,
        "ResponseContentDisposition": content_disposition(filename),
        "ResponseContentType": media_type,
    }
    return str(public_client(store.zone).generate_presigned_url("get_object", Params=params, ExpiresIn=seconds))


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
