"""What counts as a small mend of form: the same blocks, pictures, links and figures, and a few other characters.

Works on the content of revisions and knows no page.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from articles.rules.content_hash import written

LIMIT = 40  # characters that one mend may change, over the whole story
#: Fields with words of the story. A change of any other field is no mend of form.
FIELDS = ("title", "kicker", "sapo", "body", "lead_caption", "transcript")
SAME, OLD, NEW = "same", "old", "new"
CONTEXT = 40  # characters shown before and after a change
_TAG = re.compile(r"<[^>]*>")
_WORD = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True)
class Change:
    """One text that was changed. `pieces`: (SAME, OLD or NEW, words) in the order of reading."""

    field: str
    pieces: tuple[tuple[str, str], ...]
    characters: int


def changes(before: dict[str, Any], after: dict[str, Any]) -> list[Change] | None:
    """What was mended from one revision's content to the other's; None where it is more than a small mend of form."""
    all_changes = []
    old, new = written(before), written(after)
    for name in old.keys() | new.keys():
        if old.get(name) == new.get(name):
            continue
        pairs = list(_texts(old.get(name), new.get(name))) if name in FIELDS else [None]
        for pair in pairs:
            change = _change(name, *pair) if pair else None
            if change is None:
                return None
            all_changes.append(change)
    all_changes.sort(key=lambda change: FIELDS.index(change.field))
    return all_changes if sum_of(all_changes) <= LIMIT else None


def sum_of(all_changes: Iterable[Change]) -> int:
    return sum(change.characters for change in all_changes)


def _texts(old: Any, new: Any) -> Iterator[tuple[str, str] | None]:
    """The pairs of texts that differ within two values; None where something else than a text does."""
    if old == new:
        return
    if isinstance(old, str) and isinstance(new, str):
        yield old, new
    elif isinstance(old, dict) and isinstance(new, dict) and old.keys() == new.keys():
        for key in old:
            yield from _texts(old[key], new[key])
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for one, other in zip(old, new, strict=True):
            yield from _texts(one, other)
    else:
        yield None


def _change(name: str, old: str, new: str) -> Change | None:
    """The change of one text; None for another markup, address, key or figure."""
    if _TAG.findall(old) != _TAG.findall(new) or (name == "body" and not (_is_prose(old) and _is_prose(new))):
        return None
    one, other = (_words(text) for text in (old, new))
    if _figures(one) != _figures(other):
        return None
    pieces, number = [], 0
    for act, i, j, k, m in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        gone, come = "".join(one[i:j]), "".join(other[k:m])
        if act == "equal":
            pieces.append((SAME, gone))
            continue
        number += _distance(gone, come)
        pieces += [(kind, text) for kind, text in ((OLD, gone), (NEW, come)) if text]
    return Change(name, tuple(_shortened(pieces)), number)


def _is_prose(text: str) -> bool:
    """Whether it is a sentence or rich text, not the key of a choice or an address."""
    return "<" in text or " " in text


def _words(text: str) -> list[str]:
    return _WORD.findall(html.unescape(_TAG.sub(" ", text)))


def _figures(words: list[str]) -> list[str]:
    return re.findall(r"\d+", " ".join(words))


def _distance(old: str, new: str) -> int:
    """Characters that differ; of long runs all count, for comparing them takes long."""
    if max(len(old), len(new)) > LIMIT * 5:
        return max(len(old), len(new))
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return sum(max(j - i, m - k) for act, i, j, k, m in blocks if act != "equal")


def _shortened(pieces: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The pieces with no more than CONTEXT characters beside each change."""
    for number, (kind, text) in enumerate(pieces):
        if kind != SAME or len(text) <= 2 * CONTEXT:
            yield kind, text
        elif number == 0:
            yield kind, f"…{text[-CONTEXT:]}"
        elif number == len(pieces) - 1:
            yield kind, f"{text[:CONTEXT]}…"
        else:
            yield kind, f"{text[:CONTEXT]}… …{text[-CONTEXT:]}"
