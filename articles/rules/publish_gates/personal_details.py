"""Finds text that may identify a child: name, school, class, telephone, street (Decree 56/2017, Art. 33).

It looks for patterns in plain Vietnamese text; a person decides. Numbers of the help line table are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_UPPER = "A-ZÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬĐÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
_WORD = rf"[{_UPPER}][^\W\d_]*"
_SURNAMES = (
    "Nguyễn|Trần|Lê|Phạm|Huỳnh|Hoàng|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Hồ|Ngô|Dương|Lý|Đinh|Trương|Lâm|Mai|Tô|Châu|"
    "Thạch|Sơn|Kim|Danh"
)
_CHILD = r"(?:[Ee]m|[Cc]háu|[Bb]é|[Nn]ữ sinh|[Nn]am sinh|[Hh]ọc sinh|[Cc]on)"
PATTERNS = {
    "name": re.compile(rf"\b{_CHILD}\s+(?:{_WORD}\s+){{1,3}}{_WORD}|\b(?:{_SURNAMES})\s+(?:{_WORD}\s+){{1,2}}{_WORD}"),
    "school": re.compile(
        r"\b[Tt]rường\s+(?:[Tt]iểu học|[Mm]ầm non|[Tt]rung học|THCS|THPT|TH|[Cc]ao đẳng|[Đđ]ại học)"
        rf"[^.,;:!?\n]{{0,80}}?{_WORD}"
    ),
    "class": re.compile(r"\b[Ll]ớp\s+(?:[1-9]|1[0-2])\s?(?:[A-ZĐ]\d{0,2}|[/.]\d{1,2}|[a-zđ]\d{1,2})\b"),
    "phone": re.compile(r"(?<![\d.,])(?:\+?84|0)(?:[\s.\-–()]{0,2}\d){8,10}(?!\d)"),
    "street": re.compile(
        rf"\b(?:[Ss]ố(?: nhà)?\s*)?\d+[A-Z]?(?:/\d+[A-Z]?)*,?\s+(?:đường|hẻm|ngõ|ngách|phố)\s+[\w/]+"
        rf"|\b(?:[Hh]ẻm|[Nn]gõ)\s+\d+[/\d]*|\b[Nn]hà\s+(?:ở\s+)?số\s+\d+"
        rf"|\b[Ấấ]p\s+{_WORD}(?:\s+{_WORD})*,\s+xã\s+{_WORD}"
    ),
}
LONGEST = 60  # characters shown of a finding
SCANNED = 200_000  # characters of a story that are searched


@dataclass(frozen=True)
class Detail:
    """A piece of text that may identify a child; `kind` is a key of PATTERNS."""

    kind: str
    text: str


def find(texts: Iterable[str], known_numbers: Iterable[str] = ()) -> list[Detail]:
    """All details in `texts`, each wording once; `known_numbers` are help lines."""
    known_digits = {re.sub(r"\D", "", number) for number in known_numbers}
    details: dict[tuple[str, str], Detail] = {}
    remaining = SCANNED
    for text in texts:
        text, remaining = text[:remaining], remaining - len(text)
        for kind, pattern in PATTERNS.items():
            for match in pattern.finditer(text):
                piece = match[0].strip()
                if kind == "phone" and re.sub(r"\D", "", piece) in known_digits:
                    continue
                details.setdefault((kind, piece), Detail(kind, piece[:LONGEST]))
        if remaining <= 0:
            break
    return list(details.values())


def identifying(details: list[Detail]) -> list[Detail]:
    """All `details` when together they identify a child: a phone number or street, or two of name, school, class."""
    kinds = {detail.kind for detail in details}
    precise = kinds & {"phone", "street"}
    if precise or len(kinds & {"name", "school", "class"}) >= 2:
        return details
    return []
