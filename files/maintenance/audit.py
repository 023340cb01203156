"""Storage audit: compare rows with objects and find missing, altered, orphaned ones and those that are only hidden.

Used by `manage.py verify_media` and by garbage.py. Every app that keeps objects registers a source, so an object that
no source names is an orphan.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.models import UploadedFile

from files.models import StoredFile, UploadSession
from files.storage.backends import ZONES, storage_for
from files.storage.objects import CHUNK_BYTES
from files.storage.versions import versions

GRACE = timedelta(hours=24)  # younger objects are no orphans: their rows may not be committed yet (rule 19)


@dataclass(frozen=True)
class StoredObject:
    """An object that a row refers to. `size` in bytes and `sha256` are None where the row does not know them."""

    zone: str
    key: str
    what: str
    size: int | None = None
    sha256: str | None = None


@dataclass
class Findings:
    """The result of verify()."""

    missing: list[StoredObject] = field(default_factory=list)
    altered: list[StoredObject] = field(default_factory=list)
    extra: list[tuple[str, str]] = field(default_factory=list)  # (zone, key), older than GRACE
    lingering: list[tuple[str, str]] = field(default_factory=list)  # deleted, but versions are kept; older than GRACE
    overwritten: list[tuple[str, str]] = field(default_factory=list)  # there, with versions behind it; older than GRACE
    young: int = 0  # objects nobody holds yet, younger than GRACE
    checked: int = 0

    @property
    def is_clean(self) -> bool:
        """Whether nothing is missing, altered or orphaned, and no version is kept that nobody can see."""
        return not (self.missing or self.altered or self.extra or self.lingering or self.overwritten)


ObjectSource = Callable[[], Iterable[StoredObject]]
_sources: list[ObjectSource] = []
#: Folders of objects that can be made again at any time: no row refers to them, and they are not orphans.
_caches: set[str] = set()


def register_object_source(source: ObjectSource) -> None:
    """Register a function that yields the objects another app's rows refer to; called from AppConfig.ready()."""
    _sources.append(source)


def register_cache(folder: str) -> None:
    """Register a folder (first part of the key) of objects that are made again when they are missing."""
    _caches.add(folder)


def stored_objects() -> Iterator[StoredObject]:
    """Every object that rows refer to, of this app and of all registered sources."""
    for stored in StoredFile.objects.exclude(state__in=StoredFile.GONE).iterator():
        yield StoredObject(stored.zone, stored.key, f"StoredFile {stored.pk}", stored.size, stored.sha256)
        if stored.preview_key:
            yield StoredObject(stored.zone, stored.preview_key, f"hình xem trước của {stored.pk}")
    for document in get_document_model().objects.iterator():
        yield StoredObject("released", document.file.name, f"Document {document.pk}", document.file_size)
    for pk, name in UploadedFile.objects.values_list("pk", "file").iterator():
        yield StoredObject("released", name, f"UploadedFile {pk}")
    waiting = UploadSession.objects.filter(state__in=UploadSession.UNDECIDED)
    for session in waiting.exclude(state=UploadSession.State.OPEN).iterator():
        yield StoredObject("quarantine", session.key, f"UploadSession {session.pk}", session.size)
    for source in _sources:
        yield from source()


def listing(zone: str) -> dict[str, tuple[int, datetime]]:
    """key → (bytes, last change) of a whole bucket. Raises when any page of the listing fails: never a partial list."""
    storage = storage_for(zone)
    pages = storage.client.get_paginator("list_objects_v2").paginate(Bucket=storage.bucket_name)
    return {item["Key"]: (item["Size"], item["LastModified"]) for page in pages for item in page.get("Contents", [])}


def hidden(zone: str) -> dict[str, datetime]:
    """key → last change, for every key with a version or a delete marker that a plain read does not show.

    Objects are written once and deleted by purge(), so there are none but after a fault. Raises as listing() does.
    """
    storage, changed, hidden_keys = storage_for(zone), dict[str, datetime](), set[str]()
    for version in versions(storage.client, storage.bucket_name):
        changed[version.key] = max(version.changed, changed.get(version.key, version.changed))
        hidden_keys |= set() if version.is_shown else {version.key}
    return {key: changed[key] for key in hidden_keys}


def verify(*, read: bool = True) -> Findings:
    """Compare every row with its object. `read`: also read each object whose row knows its SHA-256.

    The listings are taken first, so an object written meanwhile is no orphan; one that is missing from the listing is
    requested by its key before it counts as missing.
    """
    unseen = {zone: hidden(zone) for zone in ZONES}
    there = {zone: listing(zone) for zone in ZONES}
    findings = Findings()
    claimed: dict[str, set[str]] = {zone: set() for zone in ZONES}
    for row in stored_objects():
        claimed[row.zone].add(row.key)
        findings.checked += 1
        size = there[row.zone].get(row.key, (None,))[0]
        size = _size(row) if size is None else size
        if size is None:
            findings.missing.append(row)
        elif (row.size is not None and size != row.size) or (read and row.sha256 and _digest(row) != row.sha256):
            findings.altered.append(row)
    before = timezone.now() - GRACE
    for zone, objects in there.items():
        for key, (_bytes, changed) in objects.items():
            if key not in claimed[zone] and key.partition("/")[0] not in _caches:
                findings.young += changed >= before
                findings.extra += [(zone, key)] if changed < before else []
        for key, changed in unseen[zone].items():
            if changed < before:
                (findings.overwritten if key in objects else findings.lingering).append((zone, key))
    return findings


def orphans() -> list[tuple[str, str]]:
    """(zone, key) of objects older than GRACE that no row refers to, hidden ones too; collect_garbage() purges them.

    A hidden object that a row still refers to is left: it was lost by mistake, and its versions can bring it back.
    """
    findings = verify(read=False)
    missing_places = {(stored.zone, stored.key) for stored in findings.missing}
    return findings.extra + [place for place in findings.lingering if place not in missing_places]


def _size(stored: StoredObject) -> int | None:
    storage = storage_for(stored.zone)
    try:
        return int(storage.client.head_object(Bucket=storage.bucket_name, Key=stored.key)["ContentLength"])
    except storage.client.exceptions.ClientError as error:
        if error.response["Error"]["Code"] in {"404", "NoSuchKey", "NotFound"}:
            return None
        raise


def _digest(stored: StoredObject) -> str:
    storage, digest = storage_for(stored.zone), hashlib.sha256()
    body = storage.client.get_object(Bucket=storage.bucket_name, Key=stored.key)["Body"]
    for chunk in body.iter_chunks(CHUNK_BYTES):
        digest.update(chunk)
    return digest.hexdigest()
