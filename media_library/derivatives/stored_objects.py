"""Objects that the library stores besides StoredFile, for the storage audit: derivatives, pictures, renditions."""

from __future__ import annotations

from collections.abc import Iterator

from files.maintenance.audit import StoredObject
from media_library.models import Derivative, SiteImage, SiteRendition


def stored_objects() -> Iterator[StoredObject]:
    """Every object that a Derivative, a SiteImage or a SiteRendition refers to."""
    for job in Derivative.objects.exclude(key="").select_related("stored").iterator():
        yield StoredObject(job.stored.zone, job.key, f"Derivative {job.pk}", job.size, job.sha256)
    for image in SiteImage.objects.iterator():
        yield StoredObject("released", image.file.name, f"SiteImage {image.pk}", image.file_size)
    for pk, name in SiteRendition.objects.values_list("pk", "file").iterator():
        yield StoredObject("released", name, f"SiteRendition {pk}")
