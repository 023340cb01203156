"""Finds text that may identify a child, from a name to an account on a network (Decree 56/2017, Art. 33).

It looks for patterns; a person decides. Numbers of the help line table are left out, and so are names with a title of
work before them (teacher, officer, photographer).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .patterns import AT_WORK, CHILD, DAY, PATTERNS, SENTENCE, normalise

LONGEST = 60  # characters shown of a finding
SCANNED = 200_000  # characters of a story that are searched
LONGEST_SENTENCE = 300  # characters before and after a detail in which words about a child count
LOOK_BACK = 40  # characters before a name in which its title is looked for
#: One of these is enough to find somebody.
PRECISE = {"phone", "street", "email", "account", "plate", "paper"}


@dataclass(frozen=True)
class Detail:
    """A piece of text that may identify a child; `kind` is a key of PATTERNS.

    `of_child`: its sentence speaks of a child or a victim.
    """

    kind: str
    text: str
    of_child: bool = False


def find(texts: Iterable[str], known_numbers: Iterable[str] = ()) -> list[Detail]:
    """All details in `texts`, each wording once; `known_numbers` are help lines."""
    known_digits = {re.sub(r"\D", "", number) for number in known_numbers}
    details: dict[tuple[str, str], Detail] = {}
    remaining = SCANNED
    for text in texts:
        text = normalise(text)[:remaining]
        remaining -= len(text)
        for detail in _details(text, known_digits):
            known = details.get((detail.kind, detail.text))
            if known is None or (detail.of_child and not known.of_child):
                details[detail.kind, detail.text] = detail
        if remaining <= 0:
            break
    return list(details.values())


def is_too_long(texts: Iterable[str]) -> bool:
    """Whether find() leaves out the end of `texts`."""
    remaining = SCANNED
    return any((remaining := remaining - len(normalise(text))) < 0 for text in texts)


def _details(text: str, known_digits: set[str]) -> Iterator[Detail]:
    for kind, pattern in PATTERNS.items():
        for match in pattern.finditer(text):
            piece = match[0].strip()
            if kind == "phone" and (re.sub(r"\D", "", piece) in known_digits or DAY.search(piece)):
                continue
            if kind == "email" and piece.lower().endswith(".gov.vn"):
                continue
            if kind == "name" and AT_WORK.search(text, max(0, match.start() - LOOK_BACK), match.start()):
                continue
            yield Detail(kind, piece[:LONGEST], bool(CHILD.search(_sentence(text, match.start(), match.end()))))


def _sentence(text: str, start: int, end: int) -> str:
    """The sentence of `text` with the characters from `start` to `end`, at most LONGEST_SENTENCE on each side."""
    first, last = max(0, start - LONGEST_SENTENCE), end + LONGEST_SENTENCE
    begin = max((mark.end() for mark in SENTENCE.finditer(text, first, start)), default=first)
    close = SENTENCE.search(text, end, last)
    return text[begin : close.start() if close else last]


def identifying(details: list[Detail]) -> list[Detail]:
    """All `details` when together they identify a child: one of PRECISE, or two of name, school, class."""
    kinds = {detail.kind for detail in details}
    return details if kinds & PRECISE or len(kinds & {"name", "school", "class"}) >= 2 else []


def speaks_of_child(details: list[Detail]) -> bool:
    """Whether identifying `details` are those of a child, whatever the writer answered.

    So are a telephone, a number of a paper, a class; a name, e-mail, account or plate in a sentence about a child or a
    victim.
    """
    own = {detail.kind for detail in details if detail.of_child}
    kinds = {detail.kind for detail in details}
    return bool(kinds & {"phone", "class", "paper"} or "name" in own or own & {"email", "account", "plate"})
