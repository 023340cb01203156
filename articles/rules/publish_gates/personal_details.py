"""Finds text that may identify a child, from a name to an account on a network (Decree 56/2017, Art. 33).

It looks for patterns; a person decides. Numbers of the help line table are left out, and so are names with a title of
work before them (teacher, officer, photographer).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .patterns import (
    AFTER_CHILDS_NAME,
    AT_WORK,
    BEFORE_CHILDS_NAME,
    CHILD,
    CHILD_LIVES,
    CHILDS_HANDLE,
    CHILDS_NAME,
    DAY,
    PATTERNS,
    SENTENCE,
    VICTIM,
    normalise,
)

LONGEST = 60  # characters shown of a finding
SCANNED = 200_000  # characters of a story that are searched
LONGEST_SENTENCE = 300  # characters before and after a detail in which words about a child count
LOOK_BACK = 40  # characters before a name in which its title is looked for
#: One of these is enough to find somebody.
PRECISE = {"phone", "street", "email", "account", "plate", "paper"}


@dataclass(frozen=True)
class Detail:
    """A piece of text that may identify a child; `kind` is a key of PATTERNS.

    `of_child`: its sentence speaks of a child or a victim; `of_victim`: of a victim. `is_childs_name`: it is a name
    that is introduced as a child's (“em …”, “… , 12 tuổi”).
    """

    kind: str
    text: str
    of_child: bool = False
    of_victim: bool = False
    is_childs_name: bool = False


def find(texts: Iterable[str], known_numbers: Iterable[str] = ()) -> list[Detail]:
    """All details in `texts`, each wording once; `known_numbers` are help lines."""
    known_digits = {re.sub(r"\D", "", number) for number in known_numbers}
    details: dict[tuple[str, str], Detail] = {}
    remaining = SCANNED
    for text in texts:
        text = normalise(text)[:remaining]
        remaining -= len(text)
        for detail in _details(text, known_digits):
            key = detail.kind, detail.text
            details[key] = _both(details[key], detail) if key in details else detail
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
            sentence = _sentence(text, match.start(), match.end())
            of_child = bool((CHILD_LIVES if kind == "street" else CHILD).search(sentence))
            if kind in {"email", "account"}:
                of_child = of_child or bool(CHILDS_HANDLE.search(piece))
            of_victim = bool(VICTIM.search(sentence))
            is_childs_name = kind == "name" and _is_childs_name(text, match)
            yield Detail(kind, piece[:LONGEST], of_child, of_victim, is_childs_name)


def _is_childs_name(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - LOOK_BACK) : match.start()]
    return bool(
        CHILDS_NAME.match(match[0]) or BEFORE_CHILDS_NAME.search(before) or AFTER_CHILDS_NAME.match(text, match.end())
    )


def _both(one: Detail, other: Detail) -> Detail:
    """The same wording found twice, with what either of its sentences says."""
    return Detail(
        one.kind,
        one.text,
        one.of_child or other.of_child,
        one.of_victim or other.of_victim,
        one.is_childs_name or other.is_childs_name,
    )


def _sentence(text: str, start: int, end: int) -> str:
    """The sentence of `text` with the characters from `start` to `end`, at most LONGEST_SENTENCE on each side."""
    first, last = max(0, start - LONGEST_SENTENCE), end + LONGEST_SENTENCE
    begin = max((mark.end() for mark in SENTENCE.finditer(text, first, start)), default=first)
    close = SENTENCE.search(text, end, last)
    return text[begin : close.start() if close else last]


def identifying(details: list[Detail], about_victim: bool = False) -> list[Detail]:
    """All `details` when they identify a child: one of PRECISE, two of name, school, class, birth, or a victim's name.

    `about_victim`: every child named is a victim, whatever the sentence says.
    """
    kinds = {detail.kind for detail in details}
    names_victim = any(detail.is_childs_name and (about_victim or detail.of_victim) for detail in details)
    is_told = kinds & PRECISE or len(kinds & {"name", "school", "class", "birth"}) >= 2 or names_victim
    return details if is_told else []


def of_named_child(details: list[Detail]) -> list[Detail]:
    """Those of `details` that name a child, or its home, in a text where venues, classes and speakers may be named."""
    has_class = any(detail.kind == "class" for detail in details)
    return [
        detail
        for detail in details
        if (detail.kind == "name" and (detail.of_child or has_class)) or (detail.kind == "street" and detail.of_child)
    ]


def speaks_of_child(details: list[Detail]) -> bool:
    """Whether identifying `details` are those of a child, whatever the writer answered.

    So are a telephone, a number of a paper, a class, a date of birth; a name, house, e-mail, account or plate in a
    sentence about a child or a victim; an e-mail or account that says so itself (CHILDS_HANDLE).
    """
    own = {detail.kind for detail in details if detail.of_child}
    kinds = {detail.kind for detail in details}
    return bool(
        kinds & {"phone", "class", "paper", "birth"} or "name" in own or own & {"street", "email", "account", "plate"}
    )
