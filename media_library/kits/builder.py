"""Build a kit's ZIP files once per version in the worker, never per download (docs/performance.md P5).

The archive is written to a temporary file, stored and verified. Then, with the assets locked, its members are checked
again: if one was taken back meanwhile, the build starts over without it.
"""

from __future__ import annotations

import hashlib
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from io import BufferedRandom

from django.db import transaction
from django.tasks import task
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from base import site_context
from campaign.activities import offline_states
from files.models import StoredFile
from files.storage.backends import storage_for
from files.storage.objects import CHUNK_BYTES, new_key, put_new
from media_library.kits import contents, offline_page
from media_library.models import Asset, AssetFile, Kit, KitArchive, KitVersion
from media_library.notices import notify_of_grown_kit
from media_library.print.sheet import print_sheet
from media_library.vocabulary import Access, KitVariant

ZIP_TYPE = "application/zip"
READY, FAILED = "ready", "failed"  # values of KitVersion.State that build() returns
ATTEMPTS = 3  # builds in all, when assets are taken back meanwhile
_DATE = (1980, 1, 1, 0, 0, 0)  # fixed, so that the same members give the same bytes


@dataclass
class Built:
    """A ZIP in a temporary file, and its members."""

    variant: str
    file: BufferedRandom
    size: int
    sha256: str
    members: list[AssetFile]


@task(backend="db", queue_name="media")
def build_kit(version_pk: int) -> str:
    """Task that runs build(); safe to repeat."""
    return build(version_pk)


def build(version_pk: int) -> str:
    """Build the ZIP files of a KitVersion that is BUILDING and make it the kit's current one; returns its state.

    Idempotent: a version in any other state is left alone. Raises OSError or botocore errors when storage is
    away, which leaves the version BUILDING for the next attempt.
    """
    for _attempt in range(ATTEMPTS):
        version = KitVersion.objects.select_related("kit").filter(pk=version_pk, state="building").first()
        if version is None:
            return ""
        assets = members_of(version.kit)
        if not assets:
            return _fail(version_pk, _("Bộ chưa có tài liệu nào đang được dùng. Bạn thêm tài liệu đã phát hành."))
        if _publish(version, [_store(built) for built in _build_all(version, assets)]):
            return READY
    return _fail(version_pk, _("Tài liệu trong bộ thay đổi liên tục khi đóng gói. Bạn phát hành bộ lần nữa."))


def members_of(kit: Kit) -> list[Asset]:
    """Assets of `kit` that may be given out today, in order, with texts, files and versions; none of the staff's."""
    assets = Asset.objects.released().exclude(access=Access.STAFF).filter(kit_items__kit=kit)
    members = list(assets.order_by("kit_items__order").with_cards())
    for asset in members:
        if version := asset.current_version:
            version.asset = asset
            for file in asset.current_files:
                file.version = version
    return members


def fingerprint(kit: Kit, assets: list[Asset]) -> str:
    """SHA-256 over everything that the archives are made of: files, texts, order, activities."""
    digest = hashlib.sha256()
    for text in kit.texts.all():
        digest.update(f"{text.locale_id}|{text.name}|{text.intro}|{text.guide}\n".encode())
    for asset in assets:
        number = asset.current_version.number if asset.current_version else ""
        digest.update(f"{asset.code}|{asset.name}|{number}|{asset.licence}\n".encode())
        for file in asset.current_files:
            digest.update(f"{file.role}|{file.language}|{file.label}|{file.stored.sha256}\n".encode())
    keys = _activity_keys(kit)
    states = offline_states(keys)
    for key in keys:
        digest.update(f"{key}|{states.get(key, '')}\n".encode())
    return digest.hexdigest()


def _build_all(version: KitVersion, assets: list[Asset]) -> Iterator[Built]:
    full: set[int] | None = None
    activities = contents.activity_entries(_activity_keys(version.kit))
    for variant in KitVariant.values:
        pieces = _pieces(assets, variant)
        file_keys = {file.pk for piece in pieces for _name, file in piece.files}
        if not file_keys or (variant != KitVariant.FULL and file_keys == full):
            continue  # nothing to print, or the same files as in the full ZIP
        full = file_keys if variant == KitVariant.FULL else full
        yield _zip(version, variant, pieces, [] if variant == KitVariant.PRINT else activities)


def _activity_keys(kit: Kit) -> list[str]:
    return list(kit.activities.order_by("order", "pk").values_list("activity", flat=True))


def _pieces(assets: list[Asset], variant: str) -> list[contents.PackageEntry]:
    names: set[str] = set()
    pieces = []
    for asset in assets:
        files = contents.pick(asset.current_files, variant)
        if files:
            pieces.append(contents.PackageEntry(asset, [(contents.member_name(file, names), file) for file in files]))
    return pieces


def _zip(
    version: KitVersion,
    variant: str,
    pieces: list[contents.PackageEntry],
    activities: list[contents.ActivityEntry],
) -> Built:
    target = tempfile.TemporaryFile()  # noqa: SIM115 - handed on to _store
    sums: list[tuple[str, str]] = []
    with override("vi"), zipfile.ZipFile(target, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
        for piece in pieces:
            for name, file in piece.files:
                sums.append((name, _copy(archive, name, file.stored)))
                if contents.gets_sheet(file, variant):
                    piece.sheets[file.pk] = sheet = contents.sheet_member(name, file)
                    sums.append((sheet, _write(archive, sheet, print_sheet(file))))
        for entry in activities:
            for name, copy, _language in entry.files:
                sums.append((name, _write(archive, name, copy.content, deflate=True)))
        for name, data in offline_page.pages(version, variant, pieces, activities):
            sums.append((name, _write(archive, name, data, deflate=True)))
        lines = "".join(f"{digest}  {name}\n" for name, digest in sorted(sums))
        _write(archive, "SHA256.txt", lines.encode(), deflate=True)
    size = target.tell()
    members = [file for piece in pieces for _name, file in piece.files]
    return Built(variant, target, size, _digest(target), members)


def _info(name: str, *, deflate: bool = False) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _DATE)
    info.compress_type = zipfile.ZIP_DEFLATED if deflate else zipfile.ZIP_STORED
    info.external_attr = 0o644 << 16
    return info


def _copy(archive: zipfile.ZipFile, name: str, stored: StoredFile) -> str:
    """Copy an object of storage into the archive in chunks; returns its SHA-256.

    Raises OSError when it is not the recorded one.
    """
    store, digest = storage_for(stored.zone), hashlib.sha256()
    info = _info(name)
    info.file_size = stored.size
    with archive.open(info, "w", force_zip64=stored.size > 2**31) as member:
        for chunk in store.client.get_object(Bucket=store.bucket_name, Key=stored.key)["Body"].iter_chunks(CHUNK_BYTES):
            digest.update(chunk)
            member.write(chunk)
    if digest.hexdigest() != stored.sha256:
        raise OSError(f"{stored.key}: not the bytes that were released")
    return digest.hexdigest()


def _write(archive: zipfile.ZipFile, name: str, data: bytes, *, deflate: bool = False) -> str:
    archive.writestr(_info(name, deflate=deflate), data)
    return hashlib.sha256(data).hexdigest()


def _digest(file: BufferedRandom) -> str:
    file.seek(0)
    return hashlib.file_digest(file, "sha256").hexdigest()


def _store(built: Built) -> tuple[Built, StoredFile]:
    """Store and verify the object; its row is inserted with the others, in _publish()."""
    key = new_key("kits", "zip")
    with built.file as file:
        put_new(storage_for(StoredFile.Zone.RELEASED), key, file, media_type=ZIP_TYPE, sha256=built.sha256)
    stored = StoredFile(
        key=key,
        zone=StoredFile.Zone.RELEASED,
        state=StoredFile.State.CLEAN,
        display_name=f"{built.variant}-{date.today():%Y-%m-%d}.zip",
        media_type=ZIP_TYPE,
        extension="zip",
        size=built.size,
        sha256=built.sha256,
        original_sha256=built.sha256,
    )
    return built, stored


def _publish(version: KitVersion, stored: list[tuple[Built, StoredFile]]) -> bool:
    """Make the archives the kit's current ones. False when a member was taken back meanwhile (objects are orphaned)."""
    file_keys = {file.pk for built, _row in stored for file in built.members}
    assets = {file.version.asset_id for built, _row in stored for file in built.members}
    with transaction.atomic():
        list(Asset.objects.select_for_update().filter(pk__in=assets).order_by("pk").values_list("pk"))
        if AssetFile.objects.released().filter(pk__in=file_keys).count() != len(file_keys):
            return False
        locked = KitVersion.objects.select_for_update().filter(pk=version.pk, state="building").first()
        if locked is None:
            return True  # another worker has built it meanwhile
        for built, row in stored:
            row.save(force_insert=True)
            KitArchive.objects.create(version=locked, variant=built.variant, stored=row).files.set(built.members)
        locked.state, locked.ready_at, locked.problem = KitVersion.State.READY, timezone.now(), ""
        locked.save(update_fields=["state", "ready_at", "problem"])
        before = Kit.objects.select_related("current_version").get(pk=locked.kit_id).current_version
        notify_of_grown_kit(locked, before)
        Kit.objects.filter(pk=locked.kit_id).update(current_version=locked, updated_at=timezone.now())
        site_context.invalidate()
    return True


def _fail(version_pk: int, problem: str) -> str:
    KitVersion.objects.filter(pk=version_pk).update(state=KitVersion.State.FAILED, problem=problem)
    return FAILED
