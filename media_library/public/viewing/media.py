"""Clips and recordings on an asset's page: a player that loads nothing before a tap, with captions from this origin."""

from __future__ import annotations

import re
from dataclasses import dataclass
from uuid import UUID

from botocore.exceptions import BotoCoreError, ClientError
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from base.caching.headers import public_page
from base.errors import error_page
from files.storage.backends import storage_for
from media_library.catalogue.labels import is_subtitle
from media_library.models import Asset, AssetFile
from media_library.rights.permissions import downloadable_file
from media_library.vocabulary import Access

MAX_BYTES = 2 * 1024 * 1024  # an hour of speech is about 100 KB
_SRT_TIME = re.compile(r"(\d{2}:\d{2}:\d{2}),(\d{3})")


@dataclass(frozen=True)
class Track:
    """Captions in one language; `is_default`: on from the start."""

    language: str
    address: str
    is_default: bool


@dataclass(frozen=True)
class AssetPlayer:
    """What the player of an asset's page shows; `is_clip`: with pictures, else sound alone."""

    file: AssetFile
    address: str
    is_clip: bool
    tracks: tuple[Track, ...] = ()


def player_of(asset: Asset, files: list[AssetFile]) -> AssetPlayer | None:
    """The lightest clip, else the lightest recording, of an open asset; None without one."""
    playable = [file for file in files if file.stored.media_type.startswith(("video/", "audio/"))]
    if asset.access != Access.OPEN or not playable:
        return None
    file = min(playable, key=lambda row: (row.stored.media_type.startswith("audio/"), row.stored.size))
    is_clip = file.stored.media_type.startswith("video/")
    captions = {row.language: row for row in reversed(files) if is_subtitle(row)} if is_clip else {}
    own = get_language() if get_language() in captions else next(iter(captions), "")
    tracks = tuple(
        Track(code, reverse("media_library:captions", args=[row.uuid]), code == own) for code, row in captions.items()
    )
    return AssetPlayer(file, reverse("media_library:clip", args=[file.uuid]), is_clip, tracks)


@require_safe
def captions(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Captions of a released, open file as WebVTT: a <track> does not follow a redirect to storage."""
    try:
        file = downloadable_file(user=AnonymousUser(), uuid=uuid)
    except PermissionDenied:
        raise Http404 from None
    if not is_subtitle(file) or file.stored.size > MAX_BYTES:
        raise Http404
    store = storage_for("released")
    try:
        raw = store.client.get_object(Bucket=store.bucket_name, Key=file.stored.key)["Body"].read()
    except (ClientError, BotoCoreError, OSError):
        return error_page(503, "", "")
    return public_page(HttpResponse(as_vtt(raw), content_type="text/vtt; charset=utf-8"))


def as_vtt(raw: bytes) -> str:
    """WebVTT of a VTT or SRT file; bytes that are no UTF-8 are replaced."""
    text = raw.decode("utf-8-sig", "replace").replace("\r\n", "\n")
    if text.startswith("WEBVTT"):
        return text
    return "WEBVTT\n\n" + _SRT_TIME.sub(r"\1.\2", text)
