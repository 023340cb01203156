"""Objects in storage that partners' rows hold besides StoredFile, for the storage audit (files.maintenance.audit)."""

from __future__ import annotations

from collections.abc import Iterator

from files.maintenance.audit import StoredObject
from partners.models import SubmissionFile


def stored_objects() -> Iterator[StoredObject]:
    """Viewing copies and blurred stills, in quarantine; as held objects they are not swept."""
    for field in ("viewing_key", "still_key"):
        for pk, key in SubmissionFile.objects.exclude(**{field: ""}).values_list("pk", field).iterator():
            yield StoredObject("quarantine", key, f"SubmissionFile {pk}")
