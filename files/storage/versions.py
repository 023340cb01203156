"""Versions of S3 objects. Both buckets keep them, so a plain delete only hides an object: its bytes stay.

This module has the project's only calls that delete from storage; everything else goes through objects.purge().
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Version:
    """One version of an object, or one delete marker. A plain read shows the latest, unless that is a marker."""

    key: str
    id: str
    is_latest: bool
    is_marker: bool
    changed: datetime

    @property
    def is_shown(self) -> bool:
        return self.is_latest and not self.is_marker


def versions(client: Any, bucket: str, prefix: str = "") -> Iterator[Version]:
    """Every version and delete marker of the keys that begin with `prefix`. Raises when a page of the list fails."""
    for page in client.get_paginator("list_object_versions").paginate(Bucket=bucket, Prefix=prefix):
        for kind in ("Versions", "DeleteMarkers"):
            for item in page.get(kind, []):
                yield Version(
                    item["Key"], item["VersionId"], item["IsLatest"], kind == "DeleteMarkers", item["LastModified"]
                )


def remove(client: Any, bucket: str, key: str) -> int:
    """Delete every version and delete marker of `key`; returns how many there were, 0 for an unknown key."""
    return _remove(client, bucket, [version for version in versions(client, bucket, key) if version.key == key])


def remove_below(client: Any, bucket: str, prefix: str) -> list[str]:
    """As remove(), for all keys that begin with `prefix` (not empty); returns the keys."""
    if not prefix:
        raise ValueError("a prefix that names nothing would empty the bucket")
    all_versions = list(versions(client, bucket, prefix))
    _remove(client, bucket, all_versions)
    return sorted({version.key for version in all_versions})


def _remove(client: Any, bucket: str, all_versions: list[Version]) -> int:
    # The latest goes last: while it is there, no older version and no hidden object can be read again.
    for item in sorted(all_versions, key=lambda version: version.is_latest):
        client.delete_object(Bucket=bucket, Key=item.key, VersionId=item.id)
    return len(all_versions)
