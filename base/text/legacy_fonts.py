"""Detects text in legacy fonts that are not Unicode: readers would see “kmáúCa” or “ChiÕn dÞch”.

Khmer (Limon, ABC) and Vietnamese (TCVN3 “ABC”, VNI) fonts put their letters in place of Latin-1 characters. Such text
is recognised by characters next to Latin letters that occur in no Vietnamese, English or Khmer word.
"""

from __future__ import annotations

import re

#: Characters of Latin-1 that occur in no Vietnamese or English word.
_SIGNS = "\u00a1-\u00bf\u00c6\u00d0\u00d7\u00d8\u00de\u00df\u00e6\u00f0\u00f7\u00f8\u00fe"
_LEGACY = re.compile(
    f"[A-Za-z][{_SIGNS}]|[{_SIGNS}][A-Za-z]|[{_SIGNS}]{{3,}}"  # dÞch, kh«ng, þµ¦
    "|[a-z\u00c0-\u024f][\u00c0-\u024f][A-Z][a-z]"  # kmáúCa: a capital after an accent inside a word
)
_FINE = re.compile(r"\d+\s?[°²³%]|[“”‘’«»©®™·×]|€|£|¥|\bm[²³]")
_EXAMPLE = 60  # characters


def legacy_text(text: str) -> str:
    """The first piece of `text` in a legacy font, at most _EXAMPLE characters; empty where there is none."""
    for word in _FINE.sub(" ", text).split():
        if _LEGACY.search(word):
            at = text.find(word)
            return text[max(0, at) : at + _EXAMPLE] if at >= 0 else word
    return ""
