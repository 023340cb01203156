"""Pictures of an imported or pasted text, stored through the upload gate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bs4 import Tag
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile

from articles.admin.quick.pictures import store
from base.text import nfc, whole_number
from files.intake.accept import UploadRejected
from files.intake.contents import PICTURE


class TakenPictures:
    """Stores the picture of an <img> whose `src` is PICTURE and a number of `files`; None for others, or if refused."""

    def __init__(self, files: Sequence[UploadedFile], user: Any) -> None:
        self.files = files
        self.user = user
        self.without_alt = 0
        self.refused: set[int] = set()
        self.stored: dict[int, dict[str, Any]] = {}

    def take(self, tag: Tag) -> dict[str, Any] | None:
        """The value of a block “figure”; a number that stands twice is stored once."""
        source = str(tag.get("src") or "")
        number = whole_number(source.removeprefix(PICTURE)) if source.startswith(PICTURE) else None
        if number is None or number >= len(self.files):
            return None
        if number not in self.stored and number not in self.refused:
            self._store(number, nfc(str(tag.get("alt") or ""))[:255])
        value = self.stored.get(number)
        return dict(value) if value else None

    def _store(self, number: int, alt: str) -> None:
        file = self.files[number]
        try:
            image, words = store(file, self.user, file.name or "")
        except (UploadRejected, PermissionDenied):
            self.refused.add(number)
            return
        image.description = alt
        image.save(update_fields=["description"])
        self.without_alt += not alt
        self.stored[number] = {"image": image.pk, "caption": words["caption"], "credit": ""}
