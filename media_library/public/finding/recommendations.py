"""Recommendations for schools: what fits a school, what is new, what is newer than what it downloaded."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q

from media_library.models import Asset, DownloadEvent
from media_library.models.querysets import AssetQuerySet

MINE = 60  # assets shown in “bộ của tôi”


def fitting_assets(organisation_id: int, *, level: str = "", has_screen: bool = True, user: Any) -> AssetQuerySet:
    """“Bộ của tôi”: assets for the level and the equipment, those for every level included; not yet taken ones first.

    `level` is a value of vocabulary.SchoolLevel; "" and “lien-cap” do not filter. `.is_taken`: whether the organisation
    has downloaded the current version.
    """
    assets = Asset.objects.visible_to(user)
    if level:
        assets = assets.filter(Q(levels=[]) | Q(levels__contains=[level])) if level != "lien-cap" else assets
    if not has_screen:
        assets = assets.exclude(kind="video", alternatives=[])
    downloads = DownloadEvent.objects.filter(organisation=organisation_id, version=OuterRef("current_version"))
    return assets.annotate(is_taken=Exists(downloads)).order_by("is_taken", "-released_at", "pk")


def recently_updated(user: Any) -> AssetQuerySet:
    """Assets by their latest release, newest first."""
    return Asset.objects.visible_to(user).order_by("-released_at", "pk")


def new_since(organisation_id: int, user: Any) -> AssetQuerySet:
    """“Mới so với lần tải trước”: released after the organisation's latest download; all without one."""
    latest = (
        DownloadEvent.objects.filter(organisation=organisation_id)
        .order_by("-created_at")
        .values_list("created_at", flat=True)
        .first()
    )
    assets = recently_updated(user)
    return assets.filter(released_at__gt=latest) if latest else assets


def outdated(organisation_id: int, user: Any) -> AssetQuerySet:
    """Assets of which the organisation downloaded an older version and not the current one."""
    mine = DownloadEvent.objects.filter(organisation=organisation_id, asset=OuterRef("pk"))
    newest = mine.filter(version=OuterRef("current_version"))
    return recently_updated(user).filter(Exists(mine)).exclude(Exists(newest))
