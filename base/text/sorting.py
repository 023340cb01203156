"""Sort keys of a Vietnamese dictionary, and of people by given name; Khmer words by khmer.py."""

from __future__ import annotations

import unicodedata

from .khmer import is_khmer, order
from .plain import nfc

_LETTERS = {letter: chr(0x61 + rank) for rank, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}


def sort_key(text: str) -> tuple[list[str], list[str]]:
    """Sort key of a Vietnamese dictionary: by letters (a ă â b … đ), then by tones (ngang huyền hỏi …).

    Khmer words use khmer.py. PostgreSQL's `vi-x-icu` is the same where it was built with ICU; the build
    that the demo and the tests use was not.
    """
    letters, tones = [], []
    for word in nfc(text).lower().split():
        if is_khmer(word):
            letters_of, signs = order(word)
            letters.append(letters_of)
            tones.append(signs)
            continue
        parts = unicodedata.normalize("NFD", word)
        tones.append("".join(_TONES[char] for char in parts if char in _TONES) or "0")
        bare = unicodedata.normalize("NFC", "".join(char for char in parts if char not in _TONES))
        letters.append("".join(_LETTERS.get(char, char) for char in bare))
    return letters, tones


def given_name_key(full_name: str, given_name: str = "") -> tuple:
    """Sort key of people: by given name (default: the last word of the name), then full name (docs/domain.md B.3)."""
    return sort_key(given_name or (full_name.split() or [""])[-1]), sort_key(full_name)
