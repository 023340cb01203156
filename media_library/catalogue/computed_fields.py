"""Fields of an asset computed from the files of its current version: sizes, screens, alternatives, lightest file.

refresh_computed_fields() stores them as columns of the asset, so that lists and facets need no join.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils import translation

from base.languages import language_codes
from files.models import StoredFile
from media_library.catalogue.everyday_words import everyday_words
from media_library.catalogue.paper_sizes import paper_size
from media_library.models import Asset, AssetFile
from media_library.models.querysets import folded_tokens
from media_library.vocabulary import Alternative, FileRole, Kind, Screen, Size

HAND = 140  # mm, longest side of the size “small”
LARGE = 1000  # mm, least longer side of the size “large”
CAPTIONS = {"vtt", "srt"}
#: role of a file → its alternative format
_ROLES = {
    FileRole.TEXT: Alternative.TEXT,
    FileRole.AUDIO: Alternative.AUDIO,
    FileRole.EDITABLE: Alternative.EDITABLE,
    FileRole.SCHOOL_PRINT: Alternative.BLACK_WHITE,
}


def refresh_computed_fields(asset: Asset) -> None:
    """Compute the fields that follow from the current version's files and all texts, and save them."""
    values = computed_values(asset)
    for name, value in values.items():
        setattr(asset, name, value)
    asset.save(update_fields=[*values, "updated_at"])


def computed_values(asset: Asset) -> dict[str, Any]:
    """Column → value of everything that follows from the current version's files and all texts.

    The search text has everyday words, and kind and moments in every language, independent of the active one.
    """
    texts = list(asset.texts.all())
    files = list(asset.current_version.files.select_related("stored")) if asset.current_version else []
    words = [asset.code]
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            words += [asset.get_kind_display(), *(str(label) for label in asset.moment_labels)]
    words += [part for text in texts for part in (text.name, text.summary, text.placement)]
    words += [f"{file.format_label} {file.label}" for file in files]
    words += everyday_words(asset)
    sizes, screens, alternatives, lightest = compute(asset.kind, files)
    return {
        "languages": sorted({file.language for file in files}, key=language_codes().index),
        "search_text": " ".join(folded_tokens(" ".join(str(word) for word in words))),
        "sizes": sizes,
        "screens": screens,
        "alternatives": alternatives,
        "lightest": lightest,
    }


def compute(kind: str, files: Iterable[AssetFile]) -> tuple[list[str], list[str], list[str], int | None]:
    """(sizes, screens, alternatives, bytes of the smallest file) of an asset of `kind` with these files."""
    files = list(files)
    sizes = {size_of(kind, file.stored) for file in files} - {None}
    screens = {screen_of(file.stored) for file in files} - {None}
    alternatives = {alternative_of(file) for file in files} - {None}
    return (
        [value for value in Size.values if value in sizes],
        [value for value in Screen.values if value in screens],
        [value for value in Alternative.values if value in alternatives],
        min((file.stored.size for file in files), default=None),
    )


def size_of(kind: str, stored: StoredFile) -> Size | None:
    """The size class of a printed sheet by its trim box; None for what is not printed."""
    if not stored.trim_width_mm or not stored.trim_height_mm:
        return None
    if kind == Kind.STANDEE:
        return Size.STANDEE
    if sheet := paper_size(stored):
        return Size(sheet.lower())
    longer = max(stored.trim_width_mm, stored.trim_height_mm)
    return Size.LARGE if longer >= LARGE else Size.SMALL if longer <= HAND else Size.OTHER


def screen_of(stored: StoredFile) -> Screen | None:
    """The screen that a picture or clip fits by its pixels; None for sheets, sound and text."""
    if stored.trim_width_mm or not stored.width or not stored.height:
        return None
    if (stored.width, stored.height) == (1366, 768):
        return Screen.OLD_PC
    ratio = stored.width / stored.height
    bounds = [(1.95, Screen.STRIP), (1.15, Screen.WIDE), (0.87, Screen.SQUARE), (0.62, Screen.PORTRAIT)]
    return next((screen for least, screen in bounds if ratio > least), Screen.TALL)


def alternative_of(file: AssetFile) -> Alternative | None:
    """The file's alternative format, by role; captions (VTT, SRT) count as captions whatever the role."""
    if file.stored.extension in CAPTIONS:
        return Alternative.CAPTIONS
    return _ROLES.get(FileRole(file.role)) if file.role in FileRole.values else None
