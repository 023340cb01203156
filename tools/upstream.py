"""Writes our Vietnamese sentences of Wagtail, wagtail-localize and allauth as PO files to send (docs/upstream.md).

    python -m tools.upstream [FOLDER]     # default: .upstream/

Each file has upstream's own template and translations, and ours where upstream has none; what upstream has is
kept. Run again after an update of the packages, it takes the new templates: so it merges new releases.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("wagtail", "wagtail_localize", "allauth")
OURS = ROOT / "locale" / "vi" / "LC_MESSAGES"

Key = tuple[str | None, str]


@dataclass(frozen=True)
class Merged:
    """A merged catalogue: path below FOLDER, and how many sentences came from upstream, from us, from nobody."""

    path: str
    theirs: int
    ours: int
    missing: int


def our_words(name: str) -> dict[Key, polib.POEntry]:
    """(context, msgid) → our entry, of the catalogue `name` (django.po, djangojs.po)."""
    path = OURS / name
    return {(one.msgctxt, one.msgid): one for one in polib.pofile(str(path))} if path.exists() else {}


def templates() -> Iterator[tuple[Path, Path]]:
    """(folder in which the package lies, English catalogue) of every catalogue of PACKAGES."""
    for package in PACKAGES:
        spec = find_spec(package)
        if spec and spec.origin:
            folder = Path(spec.origin).parent
            for path in sorted(folder.rglob("locale/en/LC_MESSAGES/*.po")):
                yield folder.parent, path


def merge(
    template: polib.POFile, known: dict[Key, polib.POEntry], ours: dict[Key, polib.POEntry]
) -> tuple[int, int, int]:
    """Fill `template` with upstream's translations, else ours; return how many of each, and how many have none."""
    theirs_count = ours_count = missing = 0
    for entry in template:
        key = (entry.msgctxt, entry.msgid)
        old, own = known.get(key), ours.get(key)
        if old and old.translated():
            theirs_count, found = theirs_count + 1, old
        elif own and own.translated():
            ours_count, found = ours_count + 1, own
        else:
            missing += 1
            entry.msgstr = ""
            continue
        entry.msgstr = found.msgstr
        if entry.msgid_plural:
            entry.msgstr, entry.msgstr_plural = "", {0: found.msgstr_plural.get(0) or found.msgstr}
    return theirs_count, ours_count, missing


def write(folder: Path) -> list[Merged]:
    """Write all catalogues below `folder` at the place that they have in their package."""
    written = []
    for base, path in templates():
        place = path.parent.parent.parent / "vi" / "LC_MESSAGES" / path.name
        known = {(one.msgctxt, one.msgid): one for one in polib.pofile(str(place))} if place.exists() else {}
        catalogue = polib.pofile(str(path))
        counts = merge(catalogue, known, our_words(path.name))
        catalogue.metadata |= {"Language": "vi", "Plural-Forms": "nplurals=1; plural=0;", "Language-Team": "Vietnamese"}
        target = folder / place.relative_to(base)
        target.parent.mkdir(parents=True, exist_ok=True)
        catalogue.save(str(target))
        written.append(Merged(target.relative_to(folder).as_posix(), *counts))
    return written


def main(folder: str = ".upstream") -> None:
    """Write the files and print a line for each."""
    found = write(ROOT / folder)
    for one in found:
        print(f"{one.path}: {one.theirs} upstream's, {one.ours} ours, {one.missing} without a translation")
    print(f"{sum(one.ours for one in found)} sentences of ours in {len(found)} files")


if __name__ == "__main__":
    main(*sys.argv[1:2])
