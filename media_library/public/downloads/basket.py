"""Basket: codes of assets in the address, so that it needs no cookie and no JavaScript and can be shared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, QueryDict
from django.utils.translation import gettext as _

from media_library.catalogue import labels
from media_library.derivatives import share_images
from media_library.kits import contents
from media_library.models import Asset, AssetFile
from media_library.models.basket import MAX_PIECES, Basket
from media_library.models.querysets import active_organisation
from media_library.public.cards import AssetCard, reader
from media_library.vocabulary import KitVariant

PARAMETER = "m"  # code of an asset; repeated
VARIANT = "goi"
MAX_BYTES = 300_000_000  # of one streamed ZIP; kits may be larger, as storage serves them


@dataclass(frozen=True)
class Package:
    """One way to download the basket: its variant and files."""

    variant: str
    label: str
    files: list[AssetFile]

    @property
    def size(self) -> int:
        return sum(file.stored.size for file in self.files)

    @property
    def fits(self) -> bool:
        """Whether the size is within MAX_BYTES."""
        return self.size <= MAX_BYTES


def codes_of(query: QueryDict) -> tuple[list[str], bool]:
    """(codes in capitals, each once, at most MAX_PIECES; whether there were more)."""
    raw_codes = query.getlist(PARAMETER)
    raw_codes += query.get("them", "").replace(",", " ").split()
    codes = list(dict.fromkeys(code.strip().upper()[:40] for code in raw_codes if code.strip()))
    return codes[:MAX_PIECES], len(codes) > MAX_PIECES


def address(codes: list[str], **more: str) -> str:
    """The query string of a basket."""
    return "?" + urlencode([*((PARAMETER, code) for code in codes), *more.items()])


def basket_assets(codes: list[str], user: Any) -> list[Asset]:
    """The assets of `codes` that `user` may see, in that order; three queries."""
    assets_by_code = {asset.code: asset for asset in Asset.objects.visible_to(user).filter(code__in=codes).with_cards()}
    return [assets_by_code[code] for code in codes if code in assets_by_code]


def downloadable_files(assets: list[Asset], user: Any) -> list[AssetFile]:
    """Files of the current versions that `user` may download; permissions are checked in one query."""
    versions = [asset.current_version_id for asset in assets]
    rows = AssetFile.objects.visible_to(user).with_reader(user).filter(version__in=versions).order_by("order", "pk")
    place = {version: at for at, version in enumerate(versions)}
    return sorted(rows, key=lambda file: (place[file.version_id], file.order, file.pk))


def packages_of(files: list[AssetFile]) -> list[Package]:
    """Full, light and print package of these files; none empty, and no two with the same files."""
    packages: list[Package] = []
    for variant in KitVariant:
        picked: list[AssetFile] = []
        for asset_id in dict.fromkeys(file.version.asset_id for file in files):
            picked += contents.pick([file for file in files if file.version.asset_id == asset_id], variant)
        if picked and all({file.pk for file in picked} != {file.pk for file in package.files} for package in packages):
            packages.append(Package(variant, str(variant.label), picked))
    return packages


def basket_context(request: HttpRequest, uuid: UUID | None = None) -> dict[str, Any]:
    """Context of the basket's page. Raises Http404 for a saved basket of another organisation."""
    user = reader(request)
    saved = _saved(user, uuid) if uuid else None
    codes, too_many = (saved.codes, False) if saved else codes_of(request.GET)
    assets = basket_assets(codes, user)
    there = [asset.code for asset in assets]
    return {
        "basket": saved,
        "head": _head(request, assets) if assets and not saved else None,
        "codes": there,
        "unknown": [code for code in codes if code not in there][:5],
        "too_many": too_many,
        "limit": MAX_PIECES,
        "rows": [
            {"card": AssetCard.of(asset), "without": address([code for code in there if code != asset.code])}
            for asset in assets
        ],
        "packages": [
            {"package": package, "query": address(there, **{VARIANT: package.variant})}
            for package in packages_of(downloadable_files(assets, user))
        ],
        "cap": MAX_BYTES,
        "may_save": user.is_authenticated and bool(user.organisation and user.organisation.is_active),
        "saved": Basket.objects.filter(organisation__in=active_organisation(user))[:20]
        if user.is_authenticated
        else [],
    }


def _head(request: HttpRequest, assets: list[Asset]) -> dict[str, Any]:
    """Values for the page's head: names of the assets, and the first one's picture."""
    first = assets[0]
    card = share_images.of_asset(first, labels.preview_of(first.current_files))
    names = ", ".join(asset.name for asset in assets)
    return share_images.head(share_images.ASSET, first.slug, card, names, request.get_full_path())


def _saved(user: Any, uuid: UUID) -> Basket:
    basket = Basket.objects.filter(uuid=uuid, organisation__in=active_organisation(user)).first()
    if basket is None:
        raise Http404(_("Giỏ này không có, hoặc là của đơn vị khác. Giỏ đã lưu chỉ mở được bằng tài khoản của đơn vị."))
    return basket
