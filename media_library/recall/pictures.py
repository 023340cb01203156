"""Closing of pictures: withdraw_keys() makes every public address of a picture answer 404, for ever.

The addresses of a picture contain a random key, the name of its file (models/image.py). withdraw_keys() stores the key
in a WithdrawnKey: from its commit on /media/ refuses, and copies at the edge and in browsers end within 60 seconds
(base/caching/headers.py). The worker's clear() then moves the original to a new key and purges the renditions. Whoever
shows the picture again makes renditions with the new key, so nobody has to open anything. A picture that must not be
shown at all has SiteImage.is_withdrawn besides.

The scheduler repeats clear() until it succeeds.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.db.models.signals import post_save
from django.tasks import task
from django.utils import timezone

from base import site_context
from base.caching.cdn_purge import purge_addresses
from files.models import StoredFile
from files.storage.objects import copy, purge, purge_below
from media_library.models import SiteImage, SiteRendition, WithdrawnKey
from media_library.models.image import key_of, new_key

ZONE = StoredFile.Zone.RELEASED
FOLDER = "renditions/"
LATE = timedelta(minutes=15)  # three runs of maintain_library

log = logging.getLogger(__name__)
_barriers: list[Callable[[str], bool]] = []


def register_barrier(hides: Callable[[str], bool]) -> None:
    """Register `hides(key)`: whether /media/ must refuse the preview `key`; called from AppConfig.ready()."""
    _barriers.append(hides)


def is_withdrawn(key: str) -> bool:
    """Whether /media/ must refuse `key`: its random part is withdrawn, or an app hides the preview."""
    if not key.startswith(FOLDER):
        return any(hides(key) for hides in _barriers)
    name = key_of(key)
    return name is not None and WithdrawnKey.objects.filter(pk=name).exists()


def withdraw_keys(image_ids: Iterable[int]) -> int:
    """Close every present address of these pictures; returns how many keys were withdrawn.

    Call it in the transaction of the change. No object is touched here: a task that begins after the commit does it.
    """
    images = SiteImage.objects.filter(pk__in=set(image_ids))
    keys = {key: image for image in images if (key := key_of(image.file.name))}
    known_keys = set(WithdrawnKey.objects.filter(pk__in=keys).values_list("pk", flat=True))
    new = {key: image for key, image in keys.items() if key not in known_keys}
    if new:
        rows = [WithdrawnKey(key=key, image=image, original=image.file.name) for key, image in new.items()]
        WithdrawnKey.objects.bulk_create(rows, ignore_conflicts=True)
        _forget(SiteRendition.objects.filter(image__in=list(new.values())).values_list("file", flat=True))
        for key in new:
            clear_withdrawn.enqueue(str(key))  # a row of this transaction: the worker sees it after the commit
    return len(new)


def withdraw(image_ids: Iterable[int]) -> None:
    """Take these pictures off every page, and close their addresses. Call it in the transaction of the change."""
    ids = set(image_ids)
    SiteImage.objects.filter(pk__in=ids).update(is_withdrawn=True)
    withdraw_keys(ids)
    site_context.invalidate()  # rows were changed by update()


@task(backend="db", queue_name="media")
def clear_withdrawn(key: str) -> bool:
    """Task that runs clear(); safe to repeat. Fails when storage is away; the scheduler tries again."""
    return clear(UUID(key))


def clear(key: UUID) -> bool:
    """Move the original of a withdrawn key to a new one, purge all that has the old one; whether anything was left.

    Never called in a request. Raises OSError or botocore's errors when storage is away; `cleared_at` stays empty then.
    """
    row = WithdrawnKey.objects.filter(pk=key).first()
    if row is None:
        return False
    moved = _give_new_key(row)
    deleted_keys = purge_below(ZONE, f"{FOLDER}{key}")
    if not SiteImage.objects.filter(file=row.original).exists():
        purge(ZONE, row.original)
    if moved or deleted_keys:
        _forget(deleted_keys)
        site_context.invalidate()
    WithdrawnKey.objects.filter(pk=key, cleared_at=None).update(cleared_at=timezone.now())
    return bool(moved or deleted_keys)


@transaction.atomic
def _give_new_key(row: WithdrawnKey) -> bool:
    """Copy the original under a new name and forget renditions with the old one; whether there was an original.

    After a crash, repeating is safe. Renditions are deleted as rows, with their entries in Wagtail's cache.
    """
    image = SiteImage.objects.select_for_update().filter(pk=row.image_id, file=row.original).first()
    target = new_key(row.original)
    moved = bool(image) and copy(ZONE, row.original, target)
    if moved:
        SiteImage.objects.filter(pk=row.image_id).update(file=target)
    elif image:
        log.warning("withdrawn picture: %s is not there any more", row.original)
    SiteRendition.objects.filter(image=row.image_id, file__startswith=f"{FOLDER}{row.pk}").delete()
    return moved


def _forget(names: Iterable[str]) -> None:
    purge_addresses(f"{settings.SITE_URL}{settings.MEDIA_URL}{name}" for name in names)


def finish() -> int:
    """Clear what the worker has not cleared, because it died or storage was away; returns how many keys had something.

    Those of the last LATE are looked at again: whoever had read the picture's row before may have drawn a rendition.
    """
    late = Q(cleared_at=None) | Q(cleared_at__gt=timezone.now() - LATE)
    done = 0
    for key in list(WithdrawnKey.objects.filter(late).values_list("pk", flat=True)):
        try:
            done += clear(key)
        except (OSError, BotoCoreError, ClientError) as error:
            log.warning("withdrawn picture %s still waits for storage: %s", key, error)
    return done


def _saved(sender: Any, instance: SiteImage, raw: bool = False, **kwargs: Any) -> None:
    """Receiver of post_save: an editor ticked “rút khỏi mọi trang”. One without renditions has no address to close."""
    if instance.is_withdrawn and not raw and instance.renditions.exists():
        withdraw_keys([instance.pk])


def connect() -> None:
    """Connect the receiver; called by AppConfig.ready()."""
    post_save.connect(_saved, sender=SiteImage, dispatch_uid="withdrawn-pictures")
