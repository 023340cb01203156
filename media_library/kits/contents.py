"""Which files belong to a full, light or print ZIP, and their names inside it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.utils.functional import Promise

from base.languages import language_codes, language_name
from base.text import vn_slugify
from campaign.activities import Activity, OfflineFile, chosen, offline_files
from media_library.catalogue.requirements import is_print_ready
from media_library.models import Asset, AssetFile
from media_library.print.sheet import sheet_name
from media_library.vocabulary import FileRole, KitVariant

#: role → folder of the ZIP, numbered in the order of use
FOLDERS: dict[str, str] = {
    FileRole.SCHOOL_PRINT: "1-in-tai-truong",
    FileRole.PRINT: "2-gui-nha-in",
    FileRole.SCREEN: "3-chieu",
    FileRole.LIGHT: "3-chieu",
    FileRole.SOCIAL: "4-dang-mang",
    FileRole.AUDIO: "5-nghe-doc",
    FileRole.TEXT: "5-nghe-doc",
    FileRole.EDITABLE: "6-sua-duoc",
    FileRole.SOURCE: "6-sua-duoc",
}
LIGHT_ROLES = {FileRole.SCHOOL_PRINT, FileRole.SCREEN, FileRole.LIGHT, FileRole.SOCIAL, FileRole.TEXT, FileRole.AUDIO}
ACTIVITIES = "7-hoat-dong"  # folder of what is played or signed without a network
#: Roles whose files have a print sheet, “phieu-in_…”, beside them.
SHEET_ROLES = {FileRole.SCHOOL_PRINT, FileRole.PRINT}


@dataclass
class PackageEntry:
    """One asset inside a ZIP: (name, file) of each of its files, and the names of their print sheets by file."""

    asset: Asset
    files: list[tuple[str, AssetFile]] = field(default_factory=list)
    sheets: dict[int, str] = field(default_factory=dict)


@dataclass
class ActivityEntry:
    """One activity of the kit, and (name in the ZIP, file, its language) of what goes on without a network."""

    activity: Activity
    files: list[tuple[str, OfflineFile, str | Promise]] = field(default_factory=list)


def activity_entries(keys: Collection[str]) -> list[ActivityEntry]:
    """The activities of `keys` that are there now, each with its offline files. Slow: sheets are typeset."""
    used_names: set[str] = set()
    entries = []
    for activity in chosen(keys, "vi"):
        named: list[tuple[str, OfflineFile, str | Promise]] = []
        for file in offline_files(activity.key):
            name = f"{ACTIVITIES}/{file.name}"
            if name in used_names:  # pages in two sections may share a slug
                name = f"{ACTIVITIES}/{activity.key[:8]}_{file.name}"
            used_names.add(name)
            named.append((name, file, language_name(file.language)))
        entries.append(ActivityEntry(activity, named))
    return entries


def pick(files: Iterable[AssetFile], variant: str) -> list[AssetFile]:
    """The files of one asset that go into `variant`, in their order.

    Light: no print files and no sources; a clip in its light version; if none is left, the smallest file.
    Print: files that a print shop can take as they are, [] for an asset without one. Full: everything except the
    complete set (SOURCE).
    """
    files = list(files)
    if variant == KitVariant.PRINT:
        return [file for file in files if is_print_ready(file)]
    if variant == KitVariant.FULL:
        return [file for file in files if file.role != FileRole.SOURCE] or files
    light = {file.language for file in files if file.role == FileRole.LIGHT}
    picked_files = [
        file
        for file in files
        if file.role in LIGHT_ROLES and not (file.role == FileRole.SCREEN and file.language in light)
    ]
    return picked_files or sorted(files, key=lambda file: file.stored.size)[:1]


def member_name(file: AssetFile, used_names: set[str]) -> str:
    """“2-gui-nha-in/p-a3-03_ban-in-a3_v1.2_vi.pdf”: ASCII, not in `taken`, to which it is added."""
    folder = FOLDERS.get(file.role, "6-sua-duoc")
    stem, dot, ending = file.download_name.rpartition(".")
    name, number = f"{folder}/{stem}{dot}{ending}", 1
    while name in used_names:
        number += 1
        name = f"{folder}/{stem}-{number}{dot}{ending}"
    used_names.add(name)
    return name


def gets_sheet(file: AssetFile, variant: str) -> bool:
    """Whether `variant` has a print sheet beside this file: a printed file of known size, in no light package."""
    return variant != KitVariant.LIGHT and file.role in SHEET_ROLES and bool(file.stored.trim_width_mm)


def sheet_member(name: str, file: AssetFile) -> str:
    """Name of the print sheet inside a ZIP, beside the file whose member name is `name`."""
    return f"{name.partition('/')[0]}/{sheet_name(file)}"


def package_name(words: str, version: str, variant: str) -> str:
    """ASCII name of a ZIP: “bo-khoi-dong-thcs_v1.3_light.zip”."""
    return f"{vn_slugify(words, 60)}_v{version}_{variant}.zip"


def languages_of(files: Iterable[AssetFile]) -> list[str]:
    """Languages that have files, in the order of the vocabulary."""
    there = {file.language for file in files}
    return [code for code in language_codes() if code in there]
