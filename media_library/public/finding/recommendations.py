"""Short cuts: what fits a school, what is new, what is newer than what a unit holds."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q

from media_library.models import Asset, DownloadEvent
from media_library.models.querysets import AssetQuerySet

MINE = 60  # assets in “bộ của tôi”


def fitting(organisation_id: int, *, level: str = "", has_screen: bool = True, user: Any) -> AssetQuerySet:
    """“Bộ của tôi”: what suits the level and the screens, newest first; assets for every level included.

    `level` is a value of vocabulary.SchoolLevel, anything else (“lien-cap”) suits all. `.is_taken` tells whether
    the unit has the newest version.
    """
    assets = Asset.objects.visible_to(user)
    if level:
        assets = assets.filter(Q(levels=[]) | Q(levels__contains=[level])) if level != "lien-cap" else assets
    if not has_screen:
        assets = assets.exclude(kind="video", alternatives=[])
    taken = DownloadEvent.objects.filter(organisation=organisation_id, version=OuterRef("current_version"))
    return assets.annotate(is_taken=Exists(taken)).order_by("is_taken", "-released_at", "pk")


def recently_updated(user: Any) -> AssetQuerySet:
    """Assets in the order of their latest release."""
    return Asset.objects.visible_to(user).order_by("-released_at", "pk")


def new_since(organisation_id: int, user: Any) -> AssetQuerySet:
    """“Mới so với lần tải trước”: released after the unit's latest download; everything for who took nothing."""
    latest = (
        DownloadEvent.objects.filter(organisation=organisation_id)
        .order_by("-created_at")
        .values_list("created_at", flat=True)
        .first()
    )
    assets = recently_updated(user)
    return assets.filter(released_at__gt=latest) if latest else assets


def outdated(organisation_id: int, user: Any) -> AssetQuerySet:
    """Assets of which the unit took an older version and not the newest."""
    mine = DownloadEvent.objects.filter(organisation=organisation_id, asset=OuterRef("pk"))
    newest = mine.filter(version=OuterRef("current_version"))
    return recently_updated(user).filter(Exists(mine)).exclude(Exists(newest))
