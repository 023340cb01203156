"""Queries of the assets that a school has downloaded, and of those that would suit it."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from media_library.models import Asset, AssetFile, DownloadEvent
from schools.models import Unit
from users.models import Organisation, User

SHOWN = 50  # downloaded files that are listed
FITTING = 3  # suggested assets


def downloaded_by(organisation: Organisation) -> list[DownloadEvent]:
    """The latest download of each file, newest first, with file, version and asset; at most SHOWN."""
    latest = (
        DownloadEvent.objects.filter(organisation=organisation).order_by("file_id", "-created_at").distinct("file_id")
    )
    events = DownloadEvent.objects.filter(pk__in=latest.values("pk")).order_by("-created_at")
    return list(events.select_related("asset__current_version", "version", "file__stored")[:SHOWN])


def newest_files(events: list[DownloadEvent]) -> dict[int, AssetFile]:
    """Key of an event → the file of the asset's newest version for the same use; one query.

    Of the same language and role, with the same name where there is one; an event without such a file is left out.
    """
    versions = [event.asset.current_version_id for event in events]
    files = AssetFile.objects.released().filter(version__in=versions).select_related("stored").order_by("order", "pk")
    by_use: dict[tuple[int, str, str], list[AssetFile]] = {}
    for file in files:
        by_use.setdefault((file.version.asset_id, file.language, file.role), []).append(file)
    newest = {}
    for event in events:
        same = by_use.get((event.asset_id, event.file.language, event.file.role), [])
        if same:
            newest[event.pk] = next((file for file in same if file.label == event.file.label), same[0])
    return newest


def fitting_assets(unit: Unit, user: User) -> QuerySet[Asset]:
    """Suggest FITTING assets not downloaded yet: those for the unit's level first, clips only with a screen."""
    assets = Asset.objects.visible_to(user)
    downloads = DownloadEvent.objects.filter(organisation=unit.organisation_id, asset=OuterRef("pk"))
    for_level = Asset.audiences.through.objects.filter(asset=OuterRef("pk"), audience__slug=unit.level)
    if not unit.has_led:
        assets = assets.exclude(kind="video")
    return (
        assets.exclude(Exists(downloads))
        .annotate(for_level=Exists(for_level))
        .order_by("-for_level", "-released_at", "pk")[:FITTING]
    )
