"""Players for clips and recordings of the library inside a story.

Pages stay in the edge cache, signed addresses are valid for 60 seconds: the player requests <story>/xem/ or
<story>/nghe/, which redirects to a new one.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import OuterRef, Subquery

from files.models import StoredFile
from files.storage.signed_urls import signed_view_url
from media_library.models import Asset, AssetFile, AssetText
from media_library.models.querysets import own_language_first
from media_library.vocabulary import Access

VIDEO_SEGMENT = "xem"
AUDIO_SEGMENT = "nghe"


@dataclass(frozen=True)
class Player:
    """Data for the template. `asset` is for the link to the library; sizes in pixels and bytes."""

    asset: Asset
    title: str
    media_type: str
    size: int
    poster: str
    width: int | None
    height: int | None
    duration_ms: int | None
    captions: tuple[str, ...] = ()  # language codes
    files: tuple[AssetFile, ...] = ()  # everything readers may download, in the editor's order


def players_of(*assets: Asset | None) -> list[Player | None]:
    """A player for each of `assets`, in one query for all.

    None without an asset, or when it was withdrawn or has nothing to play; the story then shows its picture.
    """
    files = _files([asset for asset in assets if asset is not None])
    return [_player(asset, files.get(asset.pk, [])) if asset is not None else None for asset in assets]


def _files(assets: list[Asset]) -> dict[int, list[AssetFile]]:
    """{asset id: files of the current version} of open assets whose rights are in force; each with `asset_name`.

    One query or none. The rights are those of all pages of the library (media_library.models.querysets).
    """
    open_to_all = [asset for asset in assets if asset.is_released and asset.access == Access.OPEN]
    if not open_to_all:
        return {}
    names = (
        AssetText.objects.filter(asset=OuterRef("version__asset")).order_by(own_language_first(), "pk").values("name")
    )
    rows = AssetFile.objects.released().filter(version__in=[asset.current_version_id for asset in open_to_all])
    files_by_asset: dict[int, list[AssetFile]] = {}
    for row in rows.annotate(asset_name=Subquery(names[:1])).order_by("-order"):
        files_by_asset.setdefault(row.version.asset_id, []).append(row)
    return files_by_asset


def _lightest(files: list[AssetFile]) -> AssetFile | None:
    kinds = [file for file in files if file.stored.media_type.startswith(("video/", "audio/"))]
    return min(kinds, key=lambda file: file.stored.size, default=None)


def _captions(files: list[AssetFile]) -> dict[str, StoredFile]:
    return {file.language: file.stored for file in files if file.stored.extension in ("vtt", "srt")}


def _player(asset: Asset, files: list[AssetFile]) -> Player | None:
    file = _lightest(files)
    if file is None:
        return None
    stored = file.stored
    return Player(
        asset=asset,
        title=file.asset_name or asset.code,  # type: ignore[attr-defined]  # annotated by _files()
        media_type=stored.media_type,
        size=stored.size,
        poster=stored.preview_url,
        width=stored.width,
        height=stored.height,
        duration_ms=stored.duration_ms,
        captions=tuple(_captions(files)),
        files=tuple(reversed(files)),
    )


def captions_of(asset: Asset | None) -> dict[str, StoredFile]:
    """{language code: its VTT or SRT file} of a released, open asset. One query."""
    return _captions(_files([asset]).get(asset.pk, [])) if asset is not None else {}


def address_to_play(asset: Asset | None) -> str:
    """A signed address, valid for 60 seconds; empty when there is nothing to play."""
    file = _lightest(_files([asset]).get(asset.pk, [])) if asset is not None else None
    return signed_view_url(file.stored.key, media_type=file.stored.media_type) if file else ""
