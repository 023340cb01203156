"""What partners' rows keep in storage besides StoredFile: the reviewers' copies (media_library.verification)."""

from __future__ import annotations

from collections.abc import Iterator

from media_library.verification import Held

from .models import SubmissionFile


def held() -> Iterator[Held]:
    """Viewing copies of clips, in quarantine; they are drawn again when they are gone, but nobody sweeps them."""
    for pk, key in SubmissionFile.objects.exclude(viewing_key="").values_list("pk", "viewing_key").iterator():
        yield Held("quarantine", key, f"SubmissionFile {pk}")
