"""Vietnamese and Khmer text: NFC, folding for search, slugs, sort keys, counting tiếng.

Django's slugify drops đ, PostgreSQL's search does not find “lừa đảo” for “lua dao”, and Khmer is written without
spaces (docs/domain.md B.8).
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Container

from anyascii import anyascii
from django.utils.text import slugify

from base.collation_km import is_khmer, order

_KHMER_CLUSTER = re.compile("[\u1780-\u17b3](?:\u17d2[\u1780-\u17b3]|[\u17b4-\u17d1\u17d3\u17dd\u200c\u200d])*")
_KHMER_RUN = re.compile("[\u1780-\u17d3\u17dd\u200b-\u200d]*[\u1780-\u17b3][\u1780-\u17d3\u17dd\u200b-\u200d]*")
_KHMER_PART = re.compile("\u17d2?.", re.DOTALL)
#: Signs that people often leave out, removed for search: ទូរសព្ទ for ទូរស័ព្ទ.
_KHMER_SIGNS = re.compile("[\u17c9-\u17d1\u17d3\u17dd]")
#: Spellings treated as equal in search: subscript ដ and ត, which look alike; ឲ and ឱ.
_KHMER_ALIKE = [("\u17d2\u178a", "\u17d2\u178f"), ("\u17b2", "\u17b1")]
KHMER_FIGURES = str.maketrans("០១២៣៤៥៦៧៨៩", "0123456789")
MAX_KEY = 2**63 - 1  # the largest value of a BigAutoField
_MARKS = re.compile("[\u0300-\u036f]")
# _UNSEEN: characters without a glyph (direction marks, joiners outside Khmer, soft hyphens), ignored in search.
# _UNSAFE: bidirectional overrides, which can show “exe.gpj” as “jpg.exe”, and control characters, which break
# PostgreSQL and headers.
_UNSEEN = re.compile("[\u00ad\u061c\u200e\u200f\u2060-\u2064\ufe00-\ufe0f]|(?<![\u1780-\u17ff])[\u200b-\u200d]")
_UNSAFE = re.compile("[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff]")


def nfc(text: str) -> str:
    """Return `text` in NFC without control and bidirectional-override characters.

    macOS and “Unicode tổ hợp” keyboards send NFD, which breaks search, slugs and lengths. Line breaks, tabs and U+200B
    (a Khmer word break) stay.
    """
    return _UNSAFE.sub("", unicodedata.normalize("NFC", text))


def one_line(text: str, limit: int) -> str:
    """NFC, runs of white space as one space, at most `limit` characters."""
    return " ".join(nfc(text).split())[:limit].strip()


def whole_number(text: object, most: int = MAX_KEY) -> int | None:
    """A non-negative integer written in ASCII digits; None for anything else and above `most`."""
    given = str(text)
    if not (given.isascii() and given.isdigit()) or len(given) > len(str(MAX_KEY)):
        return None
    return number if (number := int(given)) <= most else None


def count_tieng(text: str) -> int:
    """Number of tiếng (space-separated syllables), the unit of text length in Vietnamese newsrooms."""
    return len(text.split())


def vn_slugify(text: str, limit: int = 80) -> str:
    """“Đừng giữ bí mật” → “dung-giu-bi-mat”; at most `limit` characters, cut at a hyphen, never empty.

    Pictographs are dropped, as in the admin's script: anyascii would write out their English names.
    """
    words = "".join(letter for letter in unicodedata.normalize("NFC", text) if unicodedata.category(letter) != "So")
    slug = slugify(anyascii(words))
    if len(slug) > limit:
        slug = slug[:limit].rsplit("-", 1)[0]
    return slug or "trang"


def free_slug(wish: str, taken: Container[str]) -> str:
    """`wish`, or the first of “wish-2”, “wish-3” … that is not among `taken`."""
    return next(
        name
        for name in itertools.chain([wish], (f"{wish}-{number}" for number in itertools.count(2)))
        if name not in taken
    )


def slug_formatters() -> list[tuple[str, str]]:
    """(pattern, replacement) pairs for Wagtail's SlugInput, whose JavaScript would turn đ into “dj”."""
    groups = {"d": "đ", "D": "Đ"}
    for code in [*range(0xC0, 0x1B1), *range(0x1EA0, 0x1EFA)]:
        letter = unicodedata.normalize("NFD", chr(code))[0]
        if letter.isascii() and letter.isalpha():
            groups[letter] = groups.get(letter, "") + chr(code)
    plain = [(f"[{marked}]", letter) for letter, marked in groups.items()]
    return [("[\u0300-\u036f]", ""), *plain, ("^[^A-Za-z0-9]+", "")]  # else an emoji leaves a hyphen in front


def _khmer_order(cluster: str) -> str:
    """`cluster` in a canonical order, because it can be typed in several: letter, subscripts, vowels, signs."""
    parts = _KHMER_PART.findall(cluster)
    return "".join([parts[0], *sorted(parts[1:], key=lambda part: (len(part) == 1, part))])


def _khmer_tokens(run: str, query: bool) -> str:
    run = _KHMER_SIGNS.sub("", run.replace("\u200b", ""))
    for one, other in _KHMER_ALIKE:
        run = run.replace(one, other)
    clusters = [
        "".join(f"{ord(char) - 0x1780:02x}" for char in _khmer_order(cluster) if "\u1780" <= char <= "\u17ff")
        for cluster in _KHMER_CLUSTER.findall(run)
    ]
    pairs = [first + second for first, second in itertools.pairwise(clusters)]
    tokens = pairs if query and pairs else pairs + clusters
    return " " + " ".join("km" + token for token in tokens) + " "


def fold(text: str, *, query: bool = False) -> str:
    """Fold `text` for search: lower case, no Vietnamese marks, đ as d, Khmer as overlapping syllable pairs.

    Use query=False for indexed text and query=True for a reader's query: a query of several Khmer syllables then uses
    the pairs only. NUL, quotes and backslashes, which break PostgreSQL's query parser, become spaces.
    """
    text = _UNSEEN.sub("", re.sub(r"[\x00\\'\"“”‘’]", " ", text).lower())
    plain = unicodedata.normalize("NFD", text).replace("đ", "d").translate(KHMER_FIGURES)
    return _KHMER_RUN.sub(lambda match: _khmer_tokens(match[0], query), _MARKS.sub("", plain))


_LETTERS = {letter: chr(0x61 + rank) for rank, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}


def sort_key(text: str) -> tuple[list[str], list[str]]:
    """Sort key of a Vietnamese dictionary: by letters (a ă â b … đ), then by tones (ngang huyền hỏi …).

    Khmer words use base/collation_km.py. PostgreSQL's `vi-x-icu` is the same where it was built with ICU; the build
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
