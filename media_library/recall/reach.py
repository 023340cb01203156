"""How far an asset or one version of it has gone: shown before a recall, and the same figures afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from wagtail.models import Page, ReferenceIndex

from media_library.models import Asset, AssetVersion, Basket, DownloadEvent, Kit
from media_library.notices import other_holders
from media_library.vocabulary import SHOWN_KINDS, Access, Kind, Way
from users.models import Organisation


@dataclass(frozen=True)
class Reach:
    """Counts, and the names that a person recognises."""

    holders: int  # distinct organisations that downloaded it, alone or in a kit, or have printed copies
    copies: int  # downloads, also those of visitors without an account
    kits: list[Kit]
    stories: list[Page]
    screens: int  # playlists that show it
    baskets: int  # that organisations saved; only when nothing of the asset is left
    orders: int  # of printed copies, not handed over yet
    stock: int  # printed copies in store


#: Counts of printed copies of versions, as (open orders, copies in store).
_printed: list[Callable[[QuerySet[AssetVersion]], tuple[int, int]]] = []


def register_printed(counts: Callable[[QuerySet[AssetVersion]], tuple[int, int]]) -> None:
    """Register a query of printed copies; the library itself knows none."""
    _printed.append(counts)


def holders_of(versions: QuerySet[AssetVersion]) -> QuerySet[Organisation]:
    """Organisations that downloaded or otherwise hold one of `versions`, each once: those whom a recall tells."""
    downloads = DownloadEvent.objects.filter(file__version__in=versions, organisation__isnull=False)
    downloaded = Q(pk__in=downloads.order_by().values("organisation"))
    return Organisation.objects.filter(downloaded | Q(pk__in=list(other_holders(versions))))


def versions_of(asset: Asset, version: AssetVersion | None) -> QuerySet[AssetVersion]:
    """What a recall of `version`, or of the whole asset, takes back."""
    live = asset.versions.filter(released_at__isnull=False, withdrawn_at=None)
    return live.filter(pk=version.pk) if version else live


def reach(asset: Asset, version: AssetVersion | None = None) -> Reach:
    """The reach of `version`, or of the whole asset; ten queries."""
    versions = versions_of(asset, version)
    is_current = version is None or version.pk == asset.current_version_id
    played = asset.access == Access.OPEN and asset.kind in {*SHOWN_KINDS, Kind.VIDEO}
    kits = Kit.objects.filter(current_version__archives__files__version__in=versions).distinct()
    is_whole = not asset.versions.filter(released_at__isnull=False, withdrawn_at=None).exclude(pk__in=versions).exists()
    printed = [counts(versions) for counts in _printed]
    return Reach(
        holders=holders_of(versions).count(),
        copies=_copies(versions),
        kits=list(kits.prefetch_related("texts__locale")),
        stories=stories_with(asset) if is_current else [],
        screens=len(asset.moments) if played and is_current else 0,
        baskets=Basket.objects.filter(codes__contains=[asset.code]).count() if is_whole else 0,
        orders=sum(orders for orders, _stock in printed),
        stock=sum(stock for _orders, stock in printed),
    )


def _copies(versions: QuerySet[AssetVersion]) -> int:
    """Downloads: each of a file alone, and each ZIP once, however many of its files are of `versions`."""
    downloads = DownloadEvent.objects.filter(file__version__in=versions).order_by()
    packages = downloads.filter(way=Way.KIT).values("kit_version", "organisation", "created_at").distinct()
    return downloads.exclude(way=Way.KIT).count() + packages.count()


def stories_with(asset: Asset) -> list[Page]:
    """Live pages whose text has a card of `asset`."""
    pages = ContentType.objects.get_for_model(Page)
    keys = ReferenceIndex.get_references_to(asset).filter(base_content_type=pages).values_list("object_id", flat=True)
    return list(Page.objects.live().filter(pk__in=[int(key) for key in keys]))
