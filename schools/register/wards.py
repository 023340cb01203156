"""The official list of wards, and what a spelling in a file means."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from base.text import vn_slugify

NEAREST = 3  # names offered for an unknown one
_KIND = re.compile(r"^(phuong|xa|thi-tran|p|x|tt)-(?=.)")


@dataclass(frozen=True)
class Reading:
    """`name`: the official name of a ward, "" if it is unknown; `nearest`: official names like it, best first."""

    name: str
    nearest: tuple[str, ...] = ()


def official() -> tuple[str, ...]:
    """The official names in the order of the file; empty where every name is taken."""
    return _names(str(settings.WARD_LIST_FILE))


@cache
def _names(file: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in Path(file).read_text("utf-8").splitlines() if line.strip())


def read_ward(text: str) -> Reading:
    """What `text` means: with or without marks, “P. Cái Răng”, “Cái Răng”; for anything else the nearest names."""
    return _reading(str(settings.WARD_LIST_FILE), vn_slugify(text))


def unlisted(text: str, reading: Reading) -> str:
    """The sentence for a name that is not in the list, with the nearest ones."""
    sentence = _("“%(text)s” không có trong danh sách xã, phường.") % {"text": text}
    near = _("Gần nhất: %(names)s.") % {"names": ", ".join(reading.nearest)} if reading.nearest else ""
    return f"{sentence} {near}".strip()


@cache
def _by_key(file: str) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Official names by their slug, and by their slug without “phường”, “xã”."""
    names = {vn_slugify(name): name for name in _names(file)}
    bare: dict[str, list[str]] = {}
    for key, name in names.items():
        bare.setdefault(_KIND.sub("", key), []).append(name)
    return names, bare


def _reading(file: str, key: str) -> Reading:
    names, bare = _by_key(file)
    own = _KIND.sub("", key)
    if key in names or len(bare.get(own, ())) == 1:
        return Reading(names.get(key) or bare[own][0])
    keys = [*get_close_matches(own, bare, NEAREST, 0.7), own]
    nearest = [name for near in dict.fromkeys(keys) for name in bare.get(near, ())]
    return Reading("", tuple(nearest[:NEAREST]))
