"""The pages inside a kit's ZIP: a guide (FIRST) that works from a USB stick without a network, licences, pictures."""

from __future__ import annotations

import base64
import functools
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from base import site_context
from files.storage.backends import storage_for
from media_library.catalogue import labels
from media_library.kits.contents import FOLDERS, ActivityEntry, PackageEntry
from media_library.licences import terms
from media_library.models import KitVersion
from media_library.print import qr
from media_library.vocabulary import KitVariant

FIRST = "BAT-DAU.html"
LICENCE = "GIAY-PHEP.txt"
PICTURES = "_trang"
_FONTS = {
    ("Be Vietnam Pro", 400, "latin"): "be-vietnam-pro-400.woff2",
    ("Be Vietnam Pro", 800, "latin"): "be-vietnam-pro-800.woff2",
    ("Noto Sans Khmer", 400, "khmer"): "noto-sans-khmer-khmer-wght-normal.woff2",
}
_RANGES = {
    "latin": "U+0000-01B0,U+0300-0329,U+1EA0-1EF9,U+2000-206F,U+20AB-20AC",
    "khmer": "U+1780-17FF,U+19E0-19FF,U+200C-200D,U+25CC",
}


def pages(
    version: KitVersion, variant: str, pieces: list[PackageEntry], activities: list[ActivityEntry]
) -> list[tuple[str, bytes]]:
    """(name, bytes) of guide, pictures and licences, all in Vietnamese, with relative links only."""
    piece_rows: list[dict[str, Any]] = []
    pictures: list[tuple[str, bytes]] = []
    for number, piece in enumerate(pieces, 1):
        picture = labels.preview_of(file for _name, file in piece.files)
        name = f"{PICTURES}/hinh-{number:02d}.webp" if picture and picture.preview_key else ""
        if name and picture:
            pictures.append((name, _object(picture.zone, picture.preview_key)))
        piece_rows.append(_piece(piece, name, picture))
    text = version.kit.text("vi")
    context = {
        **_common(pieces, piece_rows),
        "kit": version.kit,
        "activities": activities,
        "text": text,
        "title": text.name if text else version.kit.code,
        "version": version,
        "variant": KitVariant(variant).label,
        "address": f"{settings.SITE_URL}/t/{version.kit.code.lower()}/",
    }
    guide = render_to_string("media_library/offline/bat_dau.html", context).encode()
    licences = render_to_string("media_library/offline/giay_phep.txt", context).encode()
    return [(FIRST, guide), (LICENCE, licences), *pictures]


def basket_page(pieces: list[PackageEntry], variant: str, address: str) -> bytes:
    """The guide of a basket's ZIP, in Vietnamese: what is in it and where, without pictures."""
    context = {
        **_common(pieces, [_piece(piece, "", None) for piece in pieces]),
        "title": _("Tài liệu trong giỏ"),
        "variant": KitVariant(variant).label,
        "address": address,
    }
    return render_to_string("media_library/offline/bat_dau.html", context).encode()


def _common(pieces: list[PackageEntry], piece_rows: list[dict[str, Any]]) -> dict[str, Any]:
    """What the guide of every ZIP shows."""
    return {
        "pieces": piece_rows,
        "folders": sorted({FOLDERS[file.role] for piece in pieces for _name, file in piece.files}),
        "fonts": fonts(),
        # Only verified numbers, because a copy on a USB stick cannot be corrected.
        "help_lines": [line for line in _help_lines() if line["number"]],
        "site": settings.SITE_URL,
    }


def _help_lines() -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = site_context.data("vi").get("campaign", {}).get("help_lines", [])
    return lines


def _piece(piece: PackageEntry, picture_name: str, picture: Any) -> dict[str, Any]:
    asset = piece.asset
    return {
        "asset": asset,
        "text": asset.text("vi"),
        "picture": picture_name,
        "width": picture.preview_width if picture else None,
        "height": picture.preview_height if picture else None,
        "files": [(name, file, labels.file_line(file), piece.sheets.get(file.pk, "")) for name, file in piece.files],
        "terms": terms(asset.licence),
        "printed": qr.address_of(piece.files[0][1].version),
    }


@functools.cache
def fonts() -> list[dict[str, Any]]:
    """The fonts as data: URLs, because some browsers load no font files for a page opened from a folder."""
    faces = []
    for (family, weight, subset), name in _FONTS.items():
        path = finders.find(f"base/fonts/{name}")
        data = base64.b64encode(Path(str(path)).read_bytes()).decode()
        faces.append({"family": family, "weight": weight, "range": _RANGES[subset], "data": data})
    return faces


def _object(zone: str, key: str) -> bytes:
    store = storage_for(zone)
    return bytes(store.client.get_object(Bucket=store.bucket_name, Key=key)["Body"].read())
