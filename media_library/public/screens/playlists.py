"""Playlists of a school's screen: the clips of a moment or of a kit, or posters as a slide show."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from media_library.catalogue import labels
from media_library.models import Asset, AssetFile, Kit
from media_library.vocabulary import SHOWN_KINDS, SLIDE_SHOW, Access, FileRole, Kind, Moment

LENGTH = 40  # pieces of one playlist
SECONDS = 12  # seconds that a poster is shown
_CLIP_TYPES = {"video/mp4", "video/webm"}


@dataclass(frozen=True)
class Piece:
    """A clip (`file` is played) or a picture (the preview of `file` is shown)."""

    asset: Asset
    file: AssetFile
    is_clip: bool

    @property
    def picture(self) -> str:
        return self.file.stored.preview_url

    @property
    def seconds(self) -> int:
        return round((self.file.stored.duration_ms or SECONDS * 1000) / 1000)


@dataclass(frozen=True)
class Playlist:
    """The pieces of one code."""

    code: str
    title: str
    pieces: list[Piece]

    @property
    def weight(self) -> int:
        """Bytes that a screen stores: those of its clips."""
        return sum(piece.file.stored.size for piece in self.pieces if piece.is_clip)


def playlist(code: str, language: str) -> Playlist | None:
    """The playlist of a moment (“chao-co”), its slide show (“chao-co-hinh”) or a kit's code; None for other codes.

    Only assets that are open to everybody, because a screen does not sign in. Four queries.
    """
    stem = code.removesuffix(SLIDE_SHOW)
    assets = Asset.objects.visible_to(AnonymousUser()).filter(access=Access.OPEN).with_cards()
    if stem in Moment.values:
        kinds = SHOWN_KINDS if code != stem else {Kind.VIDEO}
        rows = assets.filter(moments__contains=[stem], kind__in=kinds).order_by("-released_at", "pk")
        title = str(Moment(stem).label)
    else:
        kit = Kit.objects.released().filter(code=code.upper()).prefetch_related("texts__locale").first()
        if kit is None:
            return None
        rows = assets.filter(kit_items__kit=kit, kind__in={*SHOWN_KINDS, Kind.VIDEO}).order_by("kit_items__order")
        title = kit.name
    pieces = [piece for asset in rows[:LENGTH] if (piece := _piece(asset, language))]
    return Playlist(code, title, pieces)


def with_pictures() -> Moment | None:
    """The first moment of the vocabulary whose slide show has pictures; one query."""
    assets = Asset.objects.visible_to(AnonymousUser()).filter(access=Access.OPEN, kind__in=SHOWN_KINDS)
    there = {moment for row in assets.order_by().values_list("moments", flat=True).distinct() for moment in row}
    return next((moment for moment in Moment if moment in there), None)


def _piece(asset: Asset, language: str) -> Piece | None:
    files = asset.current_files
    if asset.kind == Kind.VIDEO:
        clips = [file for file in files if file.stored.media_type in _CLIP_TYPES]
        wide = [file for file in clips if (file.stored.width or 0) >= (file.stored.height or 0)] or clips
        best = labels.best_file([file for file in wide if file.role != FileRole.LIGHT] or wide, language)
        return Piece(asset, best, True) if best else None
    preview_file = labels.best_file([file for file in files if file.stored.preview_url], language)
    return Piece(asset, preview_file, False) if preview_file else None
