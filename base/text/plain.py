"""What typed text needs before it is kept: NFC, one line, whole numbers, slugs, length in tiếng.

Many slug functions drop đ or write “dj”; these keep the letter that readers know.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Container

from anyascii import anyascii

REASON_CHARACTERS, REASON_WORDS = 20, 5  # least of a written reason; words that differ
MAX_KEY = 2**63 - 1  # the largest 64-bit key of a database
#: Bidirectional overrides, which can show “exe.gpj” as “jpg.exe”, and control characters, which break PostgreSQL and
#: headers.
_UNSAFE = re.compile("[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff]")
#: Nothing but signs that show nothing: spaces, joiners, marks of direction, fillers of Hangul and Braille.
_BLANK = re.compile("[\\s\u00ad\u034f\u061c\u115f\u1160\u200b-\u200f\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\uffa0]+")


def nfc(text: str) -> str:
    """Return `text` in NFC without control and bidirectional-override characters.

    macOS and “Unicode tổ hợp” keyboards send NFD, which breaks search, slugs and lengths. Line breaks, tabs and U+200B
    (a Khmer word break) stay.
    """
    return _UNSAFE.sub("", unicodedata.normalize("NFC", text))


def one_line(text: str, limit: int) -> str:
    """NFC, runs of white space as one space, at most `limit` characters; "" where none of them shows anything."""
    words = " ".join(nfc(text).split())[:limit].strip()
    return "" if _BLANK.fullmatch(words) else words


def mail_address(text: str) -> str:
    """`text` in lower case, its domain as the name system has it; "" where that is no address of ASCII letters.

    Django's validator also takes “ſ” and “ı” for s and i, and in the domain invisible signs and wide letters. For
    PostgreSQL or a mail server such a text is another address, while limits by address count it by itself.
    """
    name, _at, domain = text.strip().rpartition("@")
    try:
        address = f"{name}@{domain.encode('idna').decode()}".lower()
    except UnicodeError:
        return ""
    return address if name and address.isascii() else ""


def whole_number(text: object, most: int = MAX_KEY) -> int | None:
    """A non-negative integer written in ASCII digits; None for anything else and above `most`."""
    digits = str(text)
    if not (digits.isascii() and digits.isdigit()) or len(digits) > len(str(MAX_KEY)):
        return None
    return number if (number := int(digits)) <= most else None


def count_tieng(text: str) -> int:
    """Number of tiếng (space-separated syllables), the unit of text length in Vietnamese newsrooms."""
    return len(text.split())


#: Languages whose script has no breaks between words.
WITHOUT_WORD_BREAKS = {"km", "lo", "my", "th"}


def count_characters(text: str) -> int:
    """Number of code points without white space and invisible ones, such as the Khmer word break U+200B."""
    return sum(unicodedata.category(letter)[0] not in "ZC" for letter in text)


#: Characters of a text without word breaks that say as much as one tiếng: 4.07 in Khmer, measured on the 654 sentences
#: of eight tiếng or more (39,576 characters, 9,719 tiếng) that this site's own catalogue has in both languages.
CHARACTERS_A_WORD = 4


def count_words(text: str, language: str) -> int:
    """Words of a text (tiếng in Vietnamese); an estimate from its characters where words have no breaks."""
    if language in WITHOUT_WORD_BREAKS:
        return round(count_characters(text) / CHARACTERS_A_WORD)
    return count_tieng(text)


def vn_slugify(text: str, limit: int = 80) -> str:
    """“Đừng giữ bí mật” → “dung-giu-bi-mat”; at most `limit` characters, cut at a hyphen, never empty.

    Pictographs are dropped, as in the admin's script: anyascii would write out their English names.
    """
    words = "".join(letter for letter in unicodedata.normalize("NFC", text) if unicodedata.category(letter) != "So")
    letters = re.sub(r"[^a-z0-9_\s-]", "", anyascii(words).lower())
    slug = re.sub(r"[-\s]+", "-", letters).strip("-_")
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


def says_why(reason: str) -> bool:
    """Whether a written reason has REASON_CHARACTERS characters and REASON_WORDS different words."""
    words = set(re.findall(r"[^\W\d_]{2,}", reason.casefold()))
    return len(reason.strip()) >= REASON_CHARACTERS and len(words) >= REASON_WORDS
