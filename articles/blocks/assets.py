"""Assets in the bodies of stories, by SQL that each process makes once a day."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from base.compiled_once import KeyIn, instances_of
from media_library.models import Asset, AssetFile
from media_library.models.querysets import AssetQuerySet
from media_library.vocabulary import Access


def shown() -> AssetQuerySet:
    """Assets that a story may show today."""
    return Asset.objects.released().exclude(access=Access.STAFF)


def assets_by_id(keys: Sequence[int]) -> dict[int, Asset]:
    """{id: asset}, with all that its card shows, in two queries; without those that may not be shown today."""
    if not keys:
        return {}
    day = timezone.localdate()  # the condition is that of a day
    given = {KeyIn.KEYS: KeyIn.given(keys)}
    assets: list[Any] = instances_of(
        f"assets of stories on {day}", Asset, _any, given, beside="current_version", annotated="text_rows"
    )
    versions = {KeyIn.KEYS: KeyIn.given(asset.current_version_id for asset in assets)}
    files = instances_of(
        "files of assets", AssetFile, _any_files, versions, beside="stored", annotated="small_preview_key"
    )
    for asset in assets:
        asset.text_rows = json.loads(asset.text_rows)
        asset.files_read = [file for file in files if file.version_id == asset.current_version_id]
        for file in asset.files_read:
            file.version = asset.current_version
    return {asset.pk: asset for asset in assets}


def _any() -> QuerySet[Asset]:
    return shown().with_texts().filter(KeyIn("pk"))


def _any_files() -> QuerySet[AssetFile]:
    return AssetFile.objects.with_pictures().filter(KeyIn("version"))
