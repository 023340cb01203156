"""Clips and recordings of the library, played inside a story.

A page is shared by all readers and lives in the edge cache, a storage address lives sixty seconds: the player
asks <story>/xem/ or <story>/nghe/, which answers with a fresh address.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from media_library.models import Asset, AssetFile, StoredFile
from media_library.storage import signed_view_url
from media_library.vocabulary import Access

VIDEO_SEGMENT = "xem"
AUDIO_SEGMENT = "nghe"


@dataclass(frozen=True)
class Player:
    """What a template needs; `asset` for the library's page with download and captions, sizes in pixels."""

    asset: Asset
    title: str
    media_type: str
    size: int
    poster: str
    width: int | None
    height: int | None
    duration_ms: int | None
    captions: tuple[str, ...] = ()  # language codes


def _playable(asset: Asset | None) -> StoredFile | None:
    """The lightest clip or recording of a released, open asset; None where there is none. One query."""
    if asset is None or not asset.is_released or asset.access != Access.OPEN:
        return None
    files = StoredFile.objects.filter(asset_file__version=asset.current_version_id, zone=StoredFile.Zone.RELEASED)
    kinds = [file for file in files if file.media_type.startswith(("video/", "audio/"))]
    return min(kinds, key=lambda file: file.size, default=None)


def player_of(asset: Asset | None) -> Player | None:
    """Two queries. None when the asset was withdrawn or has nothing to play: the story then shows its picture."""
    stored = _playable(asset)
    if asset is None or stored is None:
        return None
    return Player(
        asset=asset,
        title=asset.name,
        media_type=stored.media_type,
        size=stored.size,
        poster=stored.preview_url,
        width=stored.width,
        height=stored.height,
        duration_ms=stored.duration_ms,
        captions=tuple(captions_of(asset)),
    )


def captions_of(asset: Asset | None) -> dict[str, StoredFile]:
    """{language code: its VTT or SRT file} of a released, open asset. One query."""
    if asset is None or not asset.is_released or asset.access != Access.OPEN:
        return {}
    files = AssetFile.objects.filter(
        version=asset.current_version_id, stored__zone=StoredFile.Zone.RELEASED, stored__extension__in=("vtt", "srt")
    )
    return {file.language: file.stored for file in files.select_related("stored").order_by("-order")}


def address_to_play(asset: Any) -> str:
    """A signed address for the next sixty seconds, empty when there is nothing to play."""
    stored = _playable(asset)
    return signed_view_url(stored.key, media_type=stored.media_type) if stored else ""
