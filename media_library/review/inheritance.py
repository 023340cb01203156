"""A new version begins with the files of the newest one, copied by the worker; only a changed file is uploaded again.

Each copy is an object and a row of its own: a recall of the older version takes its objects away and leaves these.
"""

from __future__ import annotations

import copy
import itertools
from collections.abc import Sequence
from typing import Any

from django.db import models, transaction
from django.tasks import task
from django.utils import timezone

from files.models import StoredFile
from files.storage import objects
from jobs.queue import FORGOTTEN, queued
from media_library.derivatives.queue import plan
from media_library.models import Asset, AssetFile, AssetVersion, Derivative, FileWords
from media_library.review.marks import renew_marks


def start_version(asset: Asset, number: str, changelog: str, *, by: Any) -> AssetVersion:
    """Create the version `number`; the worker copies the files of the newest version into it.

    Raises IntegrityError for a number that there is.
    """
    based_on = asset.current_version if asset.is_released else None
    with transaction.atomic():
        version = AssetVersion.objects.create(asset=asset, number=number, changelog=changelog, based_on=based_on)
        version.reopen(by)
        if based_on:
            transaction.on_commit(lambda: inherit_files.enqueue(version.pk))
    return version


def next_number(numbers: Sequence[str]) -> str:
    """The first free number after the newest: 1.0 → 1.1, 2 → 3. `numbers`: of all versions, the newest first."""
    if not numbers:
        return "1.0"
    head, dot, last = numbers[0].rpartition(".")
    return next(free for step in itertools.count(int(last) + 1) if (free := f"{head}{dot}{step}") not in numbers)


@task(backend="db", queue_name="media", priority=10)
def inherit_files(version_pk: int) -> int:
    """Copy what `version_pk` inherits; returns how many files it copied now. Safe to repeat.

    Raises OSError or botocore errors when storage is away; requeue_inheritance() queues it again.
    """
    version = AssetVersion.objects.select_related("based_on", "asset").filter(pk=version_pk, inherited_at=None).first()
    if version is None or version.based_on is None:
        return 0
    done = version.files.exclude(copy_of=None).values("copy_of")
    rows = version.based_on.files.select_related("stored").exclude(pk__in=done).order_by("order", "pk")
    copied = sum(_copy_file(version, row) for row in rows if version.based_on.withdrawn_at is None)
    renew_marks(version)
    AssetVersion.objects.filter(pk=version_pk).update(inherited_at=timezone.now())
    return copied


def requeue_inheritance() -> int:
    """Queue versions again that wait for files without a task; returns how many."""
    due = AssetVersion.objects.filter(based_on__isnull=False, inherited_at=None)
    waiting = set(due.filter(created_at__lt=timezone.now() - FORGOTTEN).values_list("pk", flat=True))
    for pk in waiting - queued(inherit_files):
        inherit_files.enqueue(pk)
    return len(waiting)


def _copy_file(version: AssetVersion, row: AssetFile) -> bool:
    """Copy one file with its pictures, answers, consents and name zone; False for one that is closed or gone.

    Objects first, then the rows: a killed worker leaves objects for garbage collection and no row without its object.
    """
    old = row.stored
    if old.is_redacted or old.state in StoredFile.GONE:
        return False
    new, derivatives = _copy_objects(old)
    with transaction.atomic():
        if AssetVersion.objects.select_for_update().filter(pk=version.pk, released_at=None).first() is None:
            return False
        new.save(force_insert=True)
        Derivative.objects.bulk_create(derivatives)
        if words := FileWords.objects.filter(stored=old).first():
            _fresh(words, stored=new).save()
        new.consents.set(old.consents.all())
        file = _fresh(row, version=version, stored=new, copy_of=row)
        file.save()
        if hasattr(row, "zone"):
            _fresh(row.zone, file=file).save()
        plan(new, kind=version.asset.kind)
    return True


def _copy_objects(old: StoredFile) -> tuple[StoredFile, list[Derivative]]:
    """Copy the object of `old`, its preview and its derivatives under new keys; returns unsaved rows for them."""
    new = _fresh(old, redacted_from=None)
    new.key = _copied(old.zone, old.key, old.extension)
    if old.preview_key:
        new.preview_key = _copied(old.zone, old.preview_key, "webp")
    done = old.derivatives.filter(state=Derivative.State.DONE).exclude(key="")
    done = done.exclude(form=Derivative.Form.PRINT_SHEET)  # it names the old version
    derivatives = [
        _fresh(job, stored=new, key=_copied(old.zone, job.key, job.key.rpartition(".")[2]), ticket="") for job in done
    ]
    return new, derivatives


def _copied(zone: str, key: str, extension: str) -> str:
    """Copy the object `key` inside its bucket, in the same folder; returns the new key. Raises FileNotFoundError."""
    target = objects.new_key(key.partition("/")[0], extension)
    if not objects.copy(zone, key, target):
        raise FileNotFoundError(key)
    return target


def _fresh[Row: models.Model](row: Row, **changes: Any) -> Row:
    """An unsaved copy of `row` with `changes`; its key and its unique fields with a default are drawn anew."""
    new_row = copy.copy(row)
    new_row._state.adding = True
    for field in row._meta.concrete_fields:
        if field.primary_key or (field.unique and field.has_default()):
            setattr(new_row, field.attname, field.get_default() if field.has_default() else None)
    for name, value in changes.items():
        setattr(new_row, name, value)
    return new_row
