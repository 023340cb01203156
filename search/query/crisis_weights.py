"""A second opinion beside the rules: how much the words of a query are those of people in distress.

crisis_weights.txt holds a weight for each word and each pair of neighbours, with and without marks, and for each
concept of crisis_words.py and each two that meet: above zero where they tell of distress. `manage.py learn_distress`
learns them from judged queries and families of sentences. Their sum decides where no rule matches. It takes back the
matches of rules, but for those about death, where nobody speaks of himself (“xóa nền ảnh online”).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from search.query.crisis_match import Word

FILE = Path(__file__).with_name("crisis_weights.txt")
BIAS = "·"  # the line of FILE that every query has
#: Sum from which a query is one of distress, and sum up to which a weak rule is wrong. Chosen by leaving
#: out one judged set at a time (docs/adr/0003-search.md).
CALL, NO_CALL = 0.4, -3.0
_SYLLABLE = re.compile("[\u1780-\u17b3](?:\u17d2[\u1780-\u17b3]|[\u17b6-\u17d1\u17dd])*")


def features(words: Sequence[Word], text: str, concepts: Iterable[str]) -> set[str]:
    """The words and pairs of `words`, with and without marks, groups of Khmer syllables, `concepts` and their pairs."""
    latin = [one for one in words if one.text.isalpha() and not _SYLLABLE.match(one.text)]
    folded, typed = [one.folded for one in latin], [one.text for one in latin]
    marked = {feature for feature in _with_pairs(typed) if not feature.isascii()}
    syllables = _SYLLABLE.findall(text.replace("\u200b", ""))
    khmer = {"".join(syllables[at : at + size]) for size in (2, 3) for at in range(len(syllables) - size + 1)}
    named = sorted(f"@{concept}" for concept in concepts)
    met = {f"{first} {second}" for first, second in itertools.combinations(named, 2)}
    return {BIAS, *named} | met | _with_pairs(folded) | marked | khmer


def weight_of(found: Iterable[str]) -> float:
    """The sum of the weights of the features `found`."""
    weights = _weights()
    return sum(weights.get(feature, 0.0) for feature in found)


def _with_pairs(words: Sequence[str]) -> set[str]:
    return {*words, *(f"{first} {second}" for first, second in itertools.pairwise(words))}


@cache
def _weights() -> dict[str, float]:
    lines = (line.split("\t") for line in FILE.read_text("utf-8").splitlines() if not line.startswith("#"))
    return {feature: float(weight) for feature, weight in lines}
