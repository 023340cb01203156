"""Garbage collection: mark unreferenced StoredFile rows as purged, purge orphaned objects, both after a day."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, ManyToOneRel, Model, OuterRef, QuerySet
from django.utils import timezone

from files.maintenance.audit import GRACE, orphans
from files.models import StoredFile, UploadSession
from files.storage.objects import purge

#: Models whose rows are derived from a file and deleted with it; they do not count as references.
_made_of_files: set[type[Model]] = set()


def register_made_of_files(model: type[Model]) -> None:
    """Register a model whose relation to StoredFile is no reference; called from AppConfig.ready()."""
    _made_of_files.add(model)


def _relations() -> Iterator[ManyToOneRel]:
    # include_hidden: relations with related_name="+" (e.g. of consent papers) and many-to-many tables.
    for relation in StoredFile._meta.get_fields(include_hidden=True):
        if isinstance(relation, ManyToOneRel):  # else a field of StoredFile itself
            yield relation


def unreferenced() -> QuerySet[StoredFile]:
    """Files older than GRACE that no row of any app points to, e.g. removed from a version or replaced.

    The upload by which a file came does not keep it, nor does a covered picture that is gone keep its original.
    """
    files = StoredFile.objects.filter(created_at__lt=timezone.now() - GRACE).exclude(state=StoredFile.State.PURGED)
    for relation in _relations():
        if relation.related_model in _made_of_files or relation.related_model is UploadSession:
            continue
        references = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
        if relation.related_model is StoredFile:  # by `redacted_from`
            references = references.exclude(state=StoredFile.State.PURGED)
        files = files.filter(~Exists(references))
    return files


def collect_garbage(*, dry: bool = False) -> tuple[int, int]:
    """(rows marked as purged, objects purged). Raises before any object is purged when a listing fails."""
    rows = unreferenced()
    marked = rows.count() if dry else rows.update(state=StoredFile.State.PURGED, preview_key="")
    if not dry:
        _delete_what_was_made()
    lost = orphans()
    if not dry:
        for zone, key in lost:
            purge(zone, key)
    return marked, len(lost)


def _delete_what_was_made() -> None:
    """Delete the rows made of files that are gone; the objects that they name are orphans then."""
    for relation in _relations():
        if relation.related_model in _made_of_files:
            of_gone = {f"{relation.field.name}__state__in": StoredFile.GONE}
            relation.related_model._base_manager.filter(**of_gone).delete()
