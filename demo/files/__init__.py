"""Generates the print and screen files of the 25 demo assets. No Django imports.

`build_asset_files(asset, out)` makes the files of one asset, `build_all(assets, site, cache)` all of them in two
processes with a cache, `build_picture(name, width)` an article picture or KOL portrait.
"""

from .model import BuiltFile
from .pictures import build_picture
from .pool import build_all, start_building
from .recipes import build_asset_files

__all__ = ["BuiltFile", "build_all", "build_asset_files", "build_picture", "start_building"]
