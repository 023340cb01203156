"""Assets in the JSON API (docs/api.md): what a visitor sees in the library, nothing for schools or staff alone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema

from base.languages.parameter import LanguageCode
from media_library.models import Asset, AssetFile
from media_library.models.querysets import AssetQuerySet
from media_library.vocabulary import Access, Kind

MOST = 50  # items of one answer
router = Router(tags=["tai-lieu"])


class FileOut(Schema):
    """One file: `address` starts a download."""

    label: str
    role: str
    language: str
    format: str
    bytes: int
    sha256: str
    address: str


class AssetOut(Schema):
    """One asset; texts in Vietnamese."""

    code: str
    slug: str
    kind: str
    name: str
    summary: str
    version: str
    released_at: datetime | None
    languages: list[str]
    moments: list[str]
    topics: list[str]
    licence: str
    address: str
    files: list[FileOut]


class AssetsOut(Schema):
    """A page of assets; `total` counts all that match."""

    total: int
    items: list[AssetOut]


class AssetFilters(Schema):
    """Filters of the list: values of the library's own vocabulary."""

    loai: Kind | None = Field(None, description="kind")
    nn: LanguageCode | None = Field(None, description="language of a file")
    chu_de: str = Field("", max_length=50, alias="chu-de", description="slug of a topic")
    limit: int = Field(20, ge=1, le=MOST)
    offset: int = Field(0, ge=0, le=100_000)


def visible() -> AssetQuerySet:
    """Assets of the API: released and open."""
    return Asset.objects.visible_to(AnonymousUser()).filter(access=Access.OPEN)


@router.get("/", response=AssetsOut, summary="Assets, newest first")
def list_assets(request: HttpRequest, filters: Query[AssetFilters]) -> dict[str, Any]:
    """Assets that match all filters."""
    assets = visible()
    if filters.loai:
        assets = assets.filter(kind=filters.loai)
    if filters.nn:
        assets = assets.filter(languages__contains=[filters.nn])
    if filters.chu_de:
        assets = assets.filter(topics__slug=filters.chu_de)
    rows = assets.with_cards().prefetch_related("topics").order_by("-released_at", "pk")
    page_rows = rows[filters.offset : filters.offset + filters.limit]
    return {"total": assets.count(), "items": [asset_out(asset) for asset in page_rows]}


@router.get("/{slug:slug}/", response=AssetOut, summary="One asset")
def read_asset(request: HttpRequest, slug: str) -> dict[str, Any]:
    """One asset by its slug. Raises Http404."""
    asset = visible().with_cards().prefetch_related("topics").filter(slug=slug).first()
    if asset is None:
        raise Http404(_("Không có tài liệu này trong kho."))
    return asset_out(asset)


def asset_out(asset: Asset) -> dict[str, Any]:
    """Values of AssetOut."""
    text = asset.text()
    return {
        "code": asset.code,
        "slug": asset.slug,
        "kind": asset.kind,
        "name": text.name if text else asset.code,
        "summary": text.summary if text else "",
        "version": asset.current_version.number if asset.current_version else "",
        "released_at": asset.released_at,
        "languages": asset.languages,
        "moments": asset.moments,
        "topics": [topic.slug for topic in asset.topics.all()],
        "licence": asset.licence,
        "address": settings.SITE_URL + asset.get_absolute_url(),
        "files": [_file_out(file) for file in asset.current_files],
    }


def _file_out(file: AssetFile) -> dict[str, Any]:
    return {
        "label": file.label,
        "role": file.role,
        "language": file.language,
        "format": file.stored.extension,
        "bytes": file.stored.size,
        "sha256": file.stored.sha256,
        "address": settings.SITE_URL + file.get_absolute_url(),
    }
