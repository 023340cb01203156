"""Django storages for the two S3 buckets: `quarantine` for uploads, `released` for files that were decided on.

Each bucket has its own credentials, and nothing is readable without a signature (docs/security.md, rules 16 and 17).
Pictures of the public pages are served by our own view at MEDIA_URL, library files through signed URLs
(signed_urls.py).
"""

import threading
import uuid
from functools import cache
from pathlib import PurePosixPath
from typing import Any

from boto3.s3.transfer import TransferConfig
from django.conf import settings
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage

from files.storage import versions
from files.storage.client import client_config, client_for, making, region, session_for
from files.storage.silence import watch

ZONES = ("quarantine", "released")
_of_thread = threading.local()


class ZoneStorage(S3Storage):
    """An S3 bucket of ours; `zone` names the settings it reads (S3_<ZONE>_BUCKET, …_ACCESS_KEY, …_SECRET_KEY)."""

    zone = ""

    def get_default_settings(self) -> dict[str, Any]:
        """S3Storage's settings for `zone`."""
        prefix = f"S3_{self.zone.upper()}_"
        return super().get_default_settings() | {
            "endpoint_url": settings.S3_ENDPOINT_URL,
            "region_name": region(),
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
            # Else ten threads are made for each file: 4 of 6 ms CPU of a small one. Uploads in parts do not pass here.
            "transfer_config": TransferConfig(use_threads=False),
            "client_config": client_config(),
        }

    @property
    def client(self) -> Any:
        """boto3's S3 client of this process, for the private endpoint; clients may be shared by threads."""
        return client_for(self.endpoint_url, self.region_name, self.access_key, self.secret_key)

    @property
    def connection(self) -> Any:
        """boto3's S3 resource of this thread, made from the session of this process.

        S3Storage would make a session per thread and storage; each reads boto3's description of S3 (0.2 s of CPU).
        """
        resources = _of_thread.__dict__.setdefault("resources", {})
        key = (self.endpoint_url, self.region_name, self.access_key, self.secret_key)
        if key not in resources:
            with making:
                resources[key] = session_for(*key[1:]).resource("s3", endpoint_url=key[0], config=client_config())
                watch(resources[key].meta.client)
        return resources[key]

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """Keep names that begin with a UUID (ours, and Wagtail's renditions of them), replace every other one.

        Wagtail stores unfinished uploads under the sender's file name, which must not become a key.
        """
        path = PurePosixPath(name)
        if not _begins_with_uuid(path.name):
            name = str(path.with_name(f"{uuid.uuid4()}{path.suffix.lower()[:11]}"))
        return super().get_available_name(name, max_length)

    def delete(self, name: str) -> None:
        """Delete the object with all its versions: Wagtail calls this for pictures, renditions and documents."""
        versions.remove(self.client, self.bucket_name, name)


class QuarantineStorage(ZoneStorage):
    """Uploads that nobody has decided on yet. Never public, not even as a preview."""

    zone = "quarantine"


class ReleasedStorage(ZoneStorage):
    """Cleaned files, previews and renditions."""

    zone = "released"


class MediaStorage(ReleasedStorage):
    """The default storage. Its URLs point to our own view, so they have no signature and do not expire.

    That view serves renditions/ and previews/ only; the URL of an original answers 404.
    """

    def url(
        self,
        name: str,
        parameters: dict[str, str] | None = None,
        expire: int | None = None,
        http_method: str | None = None,
    ) -> str:
        """Address of `name` below MEDIA_URL."""
        return settings.MEDIA_URL + str(filepath_to_uri(name) or "")


@cache
def storage_for(zone: str) -> ZoneStorage:
    """The storage of `zone` ("quarantine" or "released"). Raises KeyError for any other word."""
    return {"quarantine": QuarantineStorage, "released": ReleasedStorage}[zone]()


def _begins_with_uuid(name: str) -> bool:
    try:
        return uuid.UUID(name[:36]).version == 4 and name[36:37] in {"", "."}
    except ValueError:
        return False
