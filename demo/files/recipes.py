"""RECIPES: asset code → function that builds its files."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from . import media, office, screens, sheets
from .model import BuiltFile

RECIPES: dict[str, Callable[[dict, Path], list[BuiltFile]]] = {
    **dict.fromkeys(sheets.DRAWN, sheets.drawn_sheets),
    "P-A4-04": office.photocopy_sheet,
    "B-WEB-06": screens.web_banner,
    "ST-60-09": sheets.stickers,
    "D-200-10": sheets.decal,
    "BM-50150-11": sheets.bookmarks,
    "IG-DOC-12": sheets.infographic,
    "IG-A3-13": sheets.help_map,
    "TVC-30-14": media.tvc,
    "TVC-15D-15": media.upright,
    "LED-LOOP-16": media.led_loop,
    "PT-180-17": office.broadcast,
    "WP-DT-18": screens.phone_wallpapers,
    "WP-MT-19": screens.pc_wallpapers,
    "SL-169-20": office.slides,
    "AV-1080-21": office.avatar_frames,
    "CV-FB-22": screens.covers,
    "BK-00-23": office.brand_kit,
    "GC-THE-24": sheets.cards,
    "GC-CHU-25": office.post_texts,
}


# code → an earlier version, which has the first file of its own only: its sheets hang somewhere
OLDER = {"P-A3-03": "1.1", "P-A4-04": "0.9"}


def build_asset_files(asset: dict, out: Path) -> list[BuiltFile]:
    """All files of one asset below `out`, those of its OLDER version last.

    `asset`: a row of `assets` in demo_content.json, with the address of the site as `site`.

    Raises KeyError for an unknown code.
    """
    out.mkdir(parents=True, exist_ok=True)
    build = RECIPES[asset["code"]]
    files, number = build(asset, out), OLDER.get(asset["code"], "")
    if not number:
        return files
    older = out / f"v{number}"
    older.mkdir(exist_ok=True)
    return [*files, replace(build(asset | {"version": number}, older)[0], older=number)]
