"""Recall: recall() changes the rows, clear() moves the objects out of reach.

recall() works in one transaction: from its commit on, pages, lists, search, kits, playlists, /tai/ and the pictures
under /media/ refuse, and a worker purges the CDN. No request waits for the CDN or touches an object (docs/security.md,
rule 19). Signed URLs handed out before end when the worker's clear() has renamed the objects, usually within seconds.
The scheduler repeats clear() until it succeeds.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.tasks import task
from django.utils import timezone
from django.utils.translation import gettext as _

from base import site_context
from base.caching.cdn_purge import purge_addresses
from base.errors import DecidedMeanwhile
from files.models import StoredFile
from files.storage.objects import copy, purge
from media_library.catalogue.computed_fields import refresh_computed_fields
from media_library.derivatives import share_images
from media_library.kits import publishing
from media_library.models import Asset, AssetFile, AssetVersion, KitArchive, KitVersion, Recall, SubjectConsent
from media_library.notices import notify_holders
from media_library.recall.reach import stories_with
from media_library.vocabulary import SLIDE_SHOW, Access

PREFIX = "recalled/"  # outside every public folder; the objects are kept as a record
PAGES = ("kho-tai-lieu/", "bo-tai-lieu/")

log = logging.getLogger(__name__)


def recall(
    asset: Asset,
    *,
    version: AssetVersion | None = None,
    reason: str,
    replaced_by: Asset | None = None,
    by: Any = None,
    of_person: bool = False,
    consent: SubjectConsent | None = None,
) -> Recall:
    """Take back `asset`, or one released `version` of it, at once and everywhere.

    When the version was the newest, the newest remaining one takes its place; without one the asset is withdrawn.
    `reason` is what holders read (≤ 300 characters); `by` is the account that decided. `of_person`: somebody shown in
    it takes it back; `consent`: the withdrawn one. Raises ValidationError without a reason, for a draft and for a
    replacement that readers cannot open; DecidedMeanwhile for what was taken back before.
    """
    reason = " ".join(reason.split())[:300]
    if not reason:
        raise ValidationError({"reason": _("Bạn ghi lý do thu hồi, các trường đã tải sẽ đọc câu này.")})
    released = Asset.objects.released().exclude(pk=asset.pk).exclude(access=Access.STAFF)
    if replaced_by is not None and not released.filter(pk=replaced_by.pk).exists():
        raise ValidationError({"replaced_by": _("Tài liệu thay thế phải là một tài liệu khác đang phát hành.")})
    with transaction.atomic():
        asset = Asset.objects.select_for_update().get(pk=asset.pk)
        if asset.status == Asset.Status.DRAFT:
            raise ValidationError(_("Tài liệu này không ở trạng thái đã phát hành."))
        if asset.status == Asset.Status.WITHDRAWN and version is None:
            raise _recalled_meanwhile(asset)
        asset.versions.cancel_releases(_("Tài liệu vừa được thu hồi. Bạn xem lý do thu hồi rồi hãy phát hành bản mới."))
        versions = _withdraw_rows(asset, version, replaced_by)
        new_recall = Recall.objects.create(
            asset=asset,
            version=version,
            reason=reason,
            replaced_by=replaced_by,
            created_by=by,
            of_person=of_person,
            consent=consent,
        )
        new_recall.versions.set(versions)
        notify_holders(new_recall, versions)
        _close_kits(new_recall, versions)
        transaction.on_commit(lambda: follow_up(new_recall.pk))
    return new_recall


def _withdraw_rows(asset: Asset, version: AssetVersion | None, replaced_by: Asset | None) -> Any:
    now = timezone.now()
    if version is None:
        asset.versions.filter(released_at__isnull=False, withdrawn_at__isnull=True).update(withdrawn_at=now)
        asset.withdraw(replaced_by=replaced_by)
        return asset.versions.filter(withdrawn_at=now)
    if not asset.versions.filter(pk=version.pk, released_at__isnull=False, withdrawn_at=None).update(withdrawn_at=now):
        raise _recalled_meanwhile(asset)
    if asset.current_version_id == version.pk:
        remaining = asset.versions.filter(released_at__isnull=False, withdrawn_at=None).order_by("-released_at").first()
        if remaining is None:
            asset.withdraw(replaced_by=replaced_by)
        else:
            asset.current_version = remaining
            asset.save(update_fields=["current_version", "updated_at"])
            refresh_computed_fields(asset)
    return asset.versions.filter(pk=version.pk)


def _recalled_meanwhile(asset: Asset) -> DecidedMeanwhile:
    last = Recall.objects.filter(asset=asset).select_related("created_by").order_by("-pk").first()
    sentence = _("%(who)s vừa thu hồi tài liệu hoặc phiên bản này. Bạn xem lý do ở “Thu hồi”.")
    return DecidedMeanwhile(last.created_by if last else None, sentence)


def _close_kits(recall_row: Recall, versions: Any) -> None:
    """Withdraw kit versions whose ZIP files have a file of `versions`; released kits get a new version without it."""
    touched = KitVersion.objects.filter(archives__files__version__in=versions).distinct()
    kits = {version.kit for version in touched.select_related("kit")}
    KitVersion.objects.filter(pk__in=[version.pk for version in touched]).update(state=KitVersion.State.WITHDRAWN)
    for kit in kits:
        if kit.is_released:
            publishing.publish(kit, changelog=_("Bỏ %(code)s, đã thu hồi.") % {"code": recall_row.asset.code})


def follow_up(recall_pk: int) -> None:
    """After the commit: clear this process's caches, enqueue the CDN purge, then the move of the objects."""
    recall_row = Recall.objects.select_related("asset", "version").get(pk=recall_pk)
    purge_caches(recall_row)
    clear_recall.enqueue(recall_pk)


def purge_caches(recall_row: Recall) -> None:
    """Clear the caches of the web processes now; purge pages, lists and pictures at the CDN by a task.

    Wagtail's backend waits for the CDN without a limit, which must block neither the request nor clear().
    """
    site_context.invalidate()  # rows were changed by update()
    pictures = [settings.MEDIA_URL + key for row in _objects(recall_row) for key in _public_keys(row)]
    pages = [settings.SITE_URL + url for url in [*pictures, *_addresses(recall_row.asset)]]
    purge_addresses([*pages, *_stories(recall_row.asset)])


@task(backend="db", queue_name="media")
def clear_recall(recall_pk: int) -> None:
    """Task that runs clear(); safe to repeat. Fails when storage is away; the scheduler tries again."""
    clear(recall_pk)


def clear(recall_pk: int) -> None:
    """Rename every object of a recall, purge share images and caches, then set `cleared_at`. Safe to repeat.

    Never called in a request. Raises OSError or botocore errors when storage is away; `cleared_at` stays empty then.
    """
    recall_row = Recall.objects.select_related("asset").get(pk=recall_pk)
    rows = _objects(recall_row)
    purge_caches(recall_row)  # before _hide(): the rows still have the public names
    for row in rows:
        _hide(row)
    share_images.forget_drawn(share_images.ASSET, recall_row.asset.slug)  # drawn anew where a version is left
    Recall.objects.filter(pk=recall_pk, cleared_at=None).update(cleared_at=timezone.now())


def uncleared() -> QuerySet[Recall]:
    """Recalls whose objects may still be reachable; the scheduler tries them again."""
    return Recall.objects.filter(cleared_at=None)


def is_taken_back(key: str) -> bool:
    """Whether `key` is a picture of a recalled file whose objects are not renamed yet; one query."""
    files = AssetFile.objects.filter(
        version__asset__in=uncleared().values("asset"), version__withdrawn_at__isnull=False
    )
    return files.filter(Q(stored__preview_key=key) | Q(stored__derivatives__key=key)).exists()


def not_recalled(files: QuerySet[StoredFile]) -> QuerySet[StoredFile]:
    """`files` without those of recalled versions, which nothing else may hand out either."""
    return files.exclude(asset_file__version__withdrawn_at__isnull=False)


def _objects(recall_row: Recall) -> list[StoredFile]:
    """Files of the withdrawn versions, and ZIP files that contain one of them."""
    files = AssetFile.objects.filter(version__asset=recall_row.asset, version__withdrawn_at__isnull=False)
    archives = KitArchive.objects.filter(files__in=files, version__state="withdrawn", stored__isnull=False)
    rows = [file.stored for file in files.select_related("stored").prefetch_related("stored__derivatives")]
    return rows + [stored for archive in archives.select_related("stored").distinct() if (stored := archive.stored)]


def forget_pictures(rows: Iterable[StoredFile]) -> None:
    """Purge the pictures of `rows` at the CDN after the commit, because /media/ no longer serves them."""
    purge_addresses(settings.SITE_URL + settings.MEDIA_URL + key for row in rows for key in _public_keys(row))


def _public_keys(row: StoredFile) -> list[str]:
    """Keys under which /media/ serves pictures of a released file, those of its pages included."""
    keys = [row.preview_key, *(job.key for job in row.derivatives.all())]
    return [key for key in keys if key.startswith("previews/") and row.zone == StoredFile.Zone.RELEASED]


def _hide(stored: StoredFile) -> None:
    rename(stored, lambda key: key if key.startswith(PREFIX) else PREFIX + key)


@transaction.atomic
def rename(stored: StoredFile, new_name: Callable[[str], str]) -> None:
    """Rename the object, its preview and its derivatives; the row is locked, because it may be purged meanwhile."""
    row = StoredFile.objects.select_for_update().get(pk=stored.pk)
    if row.zone != StoredFile.Zone.RELEASED or row.state == StoredFile.State.PURGED:
        return
    for holder, name in [(row, "key"), (row, "preview_key"), *((job, "key") for job in row.derivatives.all())]:
        key = getattr(holder, name)
        if key and new_name(key) != key:
            _move(key, new_name(key))
            setattr(holder, name, new_name(key))
            holder.save(update_fields=[name])


def _move(key: str, target: str) -> None:
    """Copy inside the bucket, then purge the old name. After a crash in between, repeating is safe."""
    if not copy(StoredFile.Zone.RELEASED, key, target):
        log.warning("recall: %s is not there any more", key)  # moved by an earlier attempt, or never stored
        return
    purge(StoredFile.Zone.RELEASED, key)


def _stories(asset: Asset) -> list[str]:
    """Full addresses of the live pages whose text has a card of `asset`."""
    return [address for page in stories_with(asset) if (address := page.get_full_url())]


def _addresses(asset: Asset) -> list[str]:
    """Site-relative addresses to purge at once; other filtered lists expire within a minute."""
    pages = [f"/{code}/{page}" for code, _name in settings.LANGUAGES for page in PAGES]
    pages += [f"/{code}/kho-tai-lieu/{asset.slug}/" for code, _name in settings.LANGUAGES]
    pages += [f"/{code}/kho-tai-lieu/?dip={moment}" for code, _name in settings.LANGUAGES for moment in asset.moments]
    pages += [f"/{code}/bo-tai-lieu/{kit.slug}/" for code, _name in settings.LANGUAGES for kit in asset.kits.all()]
    pages += [f"/{code}/" for code, _name in settings.LANGUAGES]
    kits = [kit.code.lower() for kit in asset.kits.all()]
    lists = [*asset.moments, *(moment + SLIDE_SHOW for moment in asset.moments), *kits]
    pages += [f"/{code}/phat/{name}/" for code, _name in settings.LANGUAGES for name in lists]
    return [*pages, asset.short_address]
