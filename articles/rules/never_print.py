"""Words that a story never shows: which lines the list takes, and whether a text contains one.

Case, spaces, invisible characters and Vietnamese marks do not hide a word. A single word counts only as it is written
or without any marks: “Bống” is not “bóng”.
"""

from __future__ import annotations

import re
import unicodedata

from django.utils.translation import gettext as _

from articles.rules.publish_gates import personal_details
from base.text import is_khmer

LEAST = 3  # characters of a line; shorter ones stand in almost every text
#: Letters from which words written as one count: “bebong”, “tranthibong”. Shorter ones are other words (“tuan”).
LEAST_JOINED = 6
_LETTER = r"[^\W\d_]"


def problem_of(line: str) -> str:
    """Why the list does not take `line`, in Vietnamese; "" when it does."""
    characters = [char for char in personal_details.normalise(line) if unicodedata.category(char)[0] in "LMN"]
    if len(characters) >= LEAST:
        return ""
    return _(
        "Dòng “%(line)s” quá ngắn: mỗi dòng cần từ %(least)d chữ cái hay chữ số, vì chữ ngắn hơn có ở hầu hết mọi bài. "
        "Bạn ghi cả tên, biệt danh hay tên trường."
    ) % {"line": line, "least": LEAST}


def stands_in(line: str, text: str) -> bool:
    """Whether `text` contains the words of `line`, which has no problem_of()."""
    written, wanted = _lower(text), _lower(line)
    if is_khmer(line):  # Khmer has no spaces between words
        return wanted in written
    bare = _without_marks(wanted)
    joined = re.sub(r"[\W_]", "", wanted), re.sub(r"[\W_]", "", bare)
    if " " not in wanted:
        return any(_has(word, written) for word in (wanted, bare))
    if _has(bare, _without_marks(written)):
        return True
    return len(joined[1]) >= LEAST_JOINED and any(_has(word, written) for word in joined)


def _has(words: str, text: str) -> bool:
    """Whether `words` stand in `text`, no letter beside them, with any one character between two of them."""
    pattern = r"[\s._\-–/]{1,2}".join(re.escape(word) for word in words.split())
    return bool(re.search(rf"(?<!{_LETTER}){pattern}(?!{_LETTER})", text))


def _lower(text: str) -> str:
    return " ".join(personal_details.normalise(text).lower().split())


def _without_marks(text: str) -> str:
    plain = unicodedata.normalize("NFD", text).replace("đ", "d")
    return "".join(letter for letter in plain if not "\u0300" <= letter <= "\u036f")
