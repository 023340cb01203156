"""Library teaser of the front page: the newest open assets, drawn side by side at true scale."""

from __future__ import annotations

from typing import NamedTuple

from django.contrib.auth.models import AnonymousUser

from base import site_context
from media_library.catalogue import labels
from media_library.models import Asset, AssetFile
from media_library.public.cards import CardPicture

MAX_ITEMS = 7  # assets; that many fit into 1200 px
#: CSS classes of shelf.css by kind, for assets whose files have no size in millimetres.
SHAPE_OF_KIND = {
    "standee": "o-s60",
    "poster": "o-a3 hung",
    "banner": "o-bn hung",
    "bookmark": "o-bm hung",
    "infographic": "o-a2 hung",
}
#: CSS classes of shelf.css by trim size in millimetres, short side first.
SHAPE_OF_SIZE = {
    (800, 1800): "o-s80",
    (600, 1600): "o-s60",
    (594, 841): "o-a1 hung",
    (420, 594): "o-a2 hung",
    (297, 420): "o-a3 hung",
    (210, 297): "o-a4 hung",
    (50, 150): "o-bm hung",
}
SIZE_NAMES = {(594, 841): "A1", (420, 594): "A2", (297, 420): "A3", (210, 297): "A4"}
MOMENT_ICONS = {
    "chao-co": "truong",
    "lop-hoc": "meo",
    "cong-truong": "anh",
    "thu-vien": "kho",
    "phong-may": "ban",
    "mang-xa-hoi": "chiase",
    "in-tai-truong": "in",
}


class TeaserItem(NamedTuple):
    """An asset of the teaser; `shape`: CSS classes that set width, height and hanging height in centimetres."""

    slug: str
    name: str
    languages: str
    size: int
    shape: str
    size_name: str
    picture: CardPicture


def library_teaser() -> list[TeaserItem]:
    """The newest assets that everybody may download and that have a preview, tallest first; at most MAX_ITEMS.

    None where the library that the front page links asks for a password, a sign-in or a group: its pages name them.
    """
    library = site_context.data().get("articles", {}).get("landings", {}).get("libraryindexpage")
    if library and library["is_closed"]:
        return []
    return _newest()


def _newest() -> list[TeaserItem]:
    assets = Asset.objects.visible_to(AnonymousUser()).with_cards()[: MAX_ITEMS * 4]
    items = [item for item in map(_as_object, assets) if item]
    items.sort(
        key=lambda item: list(SHAPE_OF_SIZE.values()).index(item.shape) if item.shape in SHAPE_OF_SIZE.values() else 99
    )
    return items[:MAX_ITEMS]


def _as_object(asset: Asset) -> TeaserItem | None:
    """The asset with its first file that has a preview and a known shape; None without one."""
    version = asset.current_version
    files = [file for file in version.files.all() if file.stored.preview_url] if version else []
    printed = sorted(files, key=lambda file: file.stored.trim_width_mm is None)
    for file in printed:
        stored = file.stored
        short, long = sorted(int(side) for side in (stored.trim_width_mm or 0, stored.trim_height_mm or 0))
        upright = (stored.preview_height or 0) >= (stored.preview_width or 0)
        shape = SHAPE_OF_SIZE.get((short, long), "") if upright else ""
        shape = shape or (SHAPE_OF_KIND.get(asset.kind, "") if upright == (asset.kind != "banner") else "")
        if shape:
            name = SIZE_NAMES.get((short, long)) or (
                f"{short // 10} × {long // 10} cm" if short >= 10 else asset.get_kind_display()
            )
            return TeaserItem(
                asset.slug, asset.name, ", ".join(asset.languages).upper(), stored.size, shape, name, _picture(file)
            )
    return None


def _picture(file: AssetFile) -> CardPicture:
    picture = labels.picture_of(file)
    return CardPicture(picture.preview_url, picture.srcset, picture.preview_width, picture.preview_height)
