"""RECIPES: asset code → function that builds its files."""

from collections.abc import Callable
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


def build_asset_files(asset: dict, out: Path) -> list[BuiltFile]:
    """All files of one asset (a row of `assets` in demo_content.json) below `out`.

    Raises KeyError for an unknown code.
    """
    out.mkdir(parents=True, exist_ok=True)
    return RECIPES[asset["code"]](asset, out)
