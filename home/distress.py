"""Words that say somebody is in trouble: the help card then stands before every result.

Nothing is stored, counted or logged (design.md F.5-18); the answer is the reader's alone.
"""

from __future__ import annotations

import re

from base.text import fold, nfc

#: Phrases with their marks. A word typed without marks matches too, a word with other marks
#: does not: “từ từ” (slowly) is not “tự tử”.
PHRASES = [
    "bị dọa", "dọa đăng", "đe dọa", "tống tiền", "tự tử", "tự sát", "tự hại", "muốn chết", "không muốn sống", "xâm hại",
    "hiếp dâm", "cưỡng hiếp", "cưỡng bức", "quấy rối", "bị ép", "bị đánh", "bạo hành", "bạo lực", "lộ ảnh", "đăng ảnh",
    "phát tán ảnh", "ảnh nóng", "ảnh nhạy cảm", "bị bắt cóc", "bị nhốt", "bị giữ", "bị lừa", "vừa bị lừa", "bị bắt nạt",
    "suicide", "kill myself", "blackmail", "sextortion", "rape", "abused", "threatened",
]  # fmt: skip
#: Threaten, take one's life, rape, extort, kidnap.
KHMER = ["គំរាម", "ធ្វើអត្តឃាត", "សម្លាប់ខ្លួន", "រំលោភ", "ជំរិត", "ចាប់ពង្រត់"]


def is_distress(query: str) -> bool:
    """True when `query` holds one of the phrases, with all, some or none of its marks."""
    text = nfc(query).lower()
    words = re.findall(r"\w+", text)
    bare = text.replace("\u200b", "")
    return any(_holds(words, phrase.split()) for phrase in PHRASES) or any(phrase in bare for phrase in KHMER)


def _holds(words: list[str], phrase: list[str]) -> bool:
    length = len(phrase)
    windows = (words[at : at + length] for at in range(len(words) - length + 1))
    return any(all(_same(word, wanted) for word, wanted in zip(window, phrase, strict=True)) for window in windows)


def _same(word: str, wanted: str) -> bool:
    return word in (wanted, fold(wanted).strip())
