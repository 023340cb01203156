"""The order of Khmer words: letters, then vowels, then letters below the line, as a dictionary has them.

By code points ាំ would come before ិ, ឥ after every អ-word and a sign like ៉ would part ប៉ា from បា. These are the rules
of CLDR, which ICU applies; tests/search/test_khmer_order.py compares with ICU itself. PostgreSQL has them as
`km-x-icu` where it was built with ICU, which the wheel of demo and tests was not.
"""

from __future__ import annotations

import re

_LETTERS = "\u17d8\u17d7កខគឃងចឆជឈញដឋឌឍណតថទធនបផពភមយរឫឬលឭឮវឝឞសហឡអ\u17dc"
#: ា … ៅ, then the vowels that are written with ំ or ះ, each one of its own, then what stands below the line.
_WRITTEN_WITH = [
    "\u17bb\u17c6",
    "\u17c6",
    "\u17b6\u17c6",
    "\u17c7",
    *(f"{vowel}\u17c7" for vowel in "\u17b7\u17bb\u17c1\u17c4"),
]
_VOWELS = [*map(chr, range(0x17B6, 0x17C6)), *_WRITTEN_WITH, "\u17d2"]
_RANKS = {sign: chr(0xE000 + rank) for rank, sign in enumerate([*_LETTERS, *_VOWELS])}
#: Vowels that stand alone sort as the vowel below អ.
_ALONE = str.maketrans(
    {
        "ឣ": "អ", "ឤ": "អា", "ឥ": "អិ", "ឦ": "អី", "ឧ": "អុ", "ឨ": "អុក", "ឩ": "អូ", "ឪ": "អូវ", "ឯ": "អែ", "ឰ": "អៃ",
        "ឱ": "អោ", "ឲ": "អោ", "ឳ": "អៅ",
    }
)  # fmt: skip
#: Signs that only break a tie, in their order.
_SIGNS = {
    sign: chr(0x31 + rank)
    for rank, sign in enumerate("\u17d3\u17ce\u17cf\u17d1\u17d0\u17c8\u17dd\u17cb\u17c9\u17ca\u17cd")
}
_ROBAT = re.compile("([\u1780-\u17a2])\u17cc")  # ធ៌ is spoken and sorted as រ្ធ
_PART = re.compile("[\u17bb\u17b6]\u17c6|[\u17b7\u17bb\u17c1\u17c4]\u17c7|.", re.DOTALL)


def is_khmer(text: str) -> bool:
    return any("\u1780" <= char <= "\u17dd" for char in text)


def order(word: str) -> tuple[str, str]:
    """(letters, signs) of `word`: compare the first, then the second. What is not Khmer stays as it is."""
    text = _ROBAT.sub("រ\u17d2\\1", word.replace("\u200b", "")).translate(_ALONE)
    letters, signs = [], []
    for part in _PART.findall(text):
        if part in _SIGNS:
            signs.append(_SIGNS[part])
        else:
            letters.append(_RANKS.get(part, part))
            signs.append("0")
    return "".join(letters), "".join(signs)
