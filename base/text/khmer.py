"""Sort order of Khmer words: letters, then vowels, then subscript letters, as in a dictionary.

Code points give another order: ាំ before ិ, ឥ after every word with អ, and a sign such as ៉ separates ប៉ា from បា.
These are CLDR's rules, as ICU applies them; tests/search/test_khmer_order.py compares with ICU. PostgreSQL offers
them as `km-x-icu` where it was built with ICU; the build that the demo and the tests use was not.
"""

from __future__ import annotations

import re

_LETTERS = "\u17d8\u17d7កខគឃងចឆជឈញដឋឌឍណតថទធនបផពភមយរឫឬលឭឮវឝឞសហឡអ\u17dc"
#: Vowels written with ំ or ះ, each a letter of its own. Below they follow ា … ៅ and precede U+17D2 (subscript letter).
_WRITTEN_WITH = [
    "\u17bb\u17c6",
    "\u17c6",
    "\u17b6\u17c6",
    "\u17c7",
    *(f"{vowel}\u17c7" for vowel in "\u17b7\u17bb\u17c1\u17c4"),
]
_VOWELS = [*map(chr, range(0x17B6, 0x17C6)), *_WRITTEN_WITH, "\u17d2"]
_RANKS = {sign: chr(0xE000 + rank) for rank, sign in enumerate([*_LETTERS, *_VOWELS])}
#: Independent vowels sort as អ with the dependent vowel.
_ALONE = str.maketrans(
    {
        "ឣ": "អ", "ឤ": "អា", "ឥ": "អិ", "ឦ": "អី", "ឧ": "អុ", "ឨ": "អុក", "ឩ": "អូ", "ឪ": "អូវ", "ឯ": "អែ", "ឰ": "អៃ",
        "ឱ": "អោ", "ឲ": "អោ", "ឳ": "អៅ",
    }
)  # fmt: skip
#: Signs that are compared only between words with equal letters, in their order.
_SIGNS = {
    sign: chr(0x31 + rank)
    for rank, sign in enumerate("\u17d3\u17ce\u17cf\u17d1\u17d0\u17c8\u17dd\u17cb\u17c9\u17ca\u17cd")
}
_ROBAT = re.compile("([\u1780-\u17a2])\u17cc")  # ធ៌ sorts as រ្ធ, as it is pronounced
_PART = re.compile("[\u17bb\u17b6]\u17c6|[\u17b7\u17bb\u17c1\u17c4]\u17c7|.", re.DOTALL)


def is_khmer(text: str) -> bool:
    """Whether `text` contains a Khmer letter, vowel or sign."""
    return any("\u1780" <= char <= "\u17dd" for char in text)


def order(word: str) -> tuple[str, str]:
    """Sort key (letters, signs) of `word`; characters that are not Khmer stay as they are."""
    text = _ROBAT.sub("រ\u17d2\\1", word.replace("\u200b", "")).translate(_ALONE)
    letters, signs = [], []
    for part in _PART.findall(text):
        if part in _SIGNS:
            signs.append(_SIGNS[part])
        else:
            letters.append(_RANKS.get(part, part))
            signs.append("0")
    return "".join(letters), "".join(signs)
