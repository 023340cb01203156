"""Sums up weights of the words of a query; the sum decides whether it is a cry for help, and rules lower the threshold.

crisis_weights.txt.gz holds a weight for each word, each pair of neighbours and of words with one between them, with and
without marks, for the first and the last word, and for each concept of crisis_words.py and each two that meet: above
zero where they tell of distress. `manage.py learn_distress` learns them from judged queries and families of sentences.
A query whose sum is at least CALL is one of distress. If a rule matches, UNSURE is enough; if it matches somebody who
speaks of himself, OF_ONESELF; if he speaks of death, any sum: so that other words never hide a cry for help.
"""

from __future__ import annotations

import gzip
import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

from search.query.crisis_match import Word

FILE = Path(__file__).with_name("crisis_weights.txt.gz")
BIAS = "·"  # the feature that every query has
#: Sums from which a query is one of distress: alone, where a rule matches, and where one matches somebody who speaks
#: of himself. Chosen by leaving out judged sets, a few at a time (docs/adr/0003-search.md).
CALL, UNSURE, OF_ONESELF = 0.75, -0.75, -4.0
_SYLLABLE = re.compile("[\u1780-\u17b3](?:\u17d2[\u1780-\u17b3]|[\u17b6-\u17d1\u17dd])*")


def features(words: Sequence[Word], text: str, concepts: Iterable[str]) -> set[str]:
    """What is weighed of a query: of `words` and their pairs, of the Khmer syllables of `text`, of `concepts`."""
    latin = [item for item in words if item.text.isalpha() and not _SYLLABLE.match(item.text)]
    folded, typed = [item.folded for item in latin], [item.text for item in latin]
    marked = {feature for feature in (*typed, *_pairs(typed)) if not feature.isascii()}
    over_one = {f"{first} _ {last}" for first, last in zip(folded, folded[2:], strict=False)}
    ends = {f"^{folded[0]}", f"{folded[-1]}$"} if folded else set()
    syllables = _SYLLABLE.findall(text.replace("\u200b", ""))
    khmer = {"".join(syllables[at : at + size]) for size in range(1, 5) for at in range(len(syllables) - size + 1)}
    named = sorted(f"@{concept}" for concept in concepts)
    concept_pairs = {f"{first} {second}" for first, second in itertools.combinations(named, 2)}
    return {BIAS, *named, *folded, *_pairs(folded)} | concept_pairs | marked | over_one | ends | khmer


def weight_of(found: Iterable[str]) -> float:
    """The sum of the weights of the features `found`."""
    weights = _learned()
    return sum(weights.get(feature, 0.0) for feature in found)


def _pairs(words: Sequence[str]) -> list[str]:
    return [f"{first} {second}" for first, second in itertools.pairwise(words)]


@cache
def _learned() -> dict[str, float]:
    return read_weights(FILE)


def read_weights(file: Path) -> dict[str, float]:
    """Feature → weight, of a gzipped file with a line for each: feature, tab, weight."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        rows = (line.rstrip("\n").split("\t") for line in lines)
        return {feature: float(weight) for feature, weight in rows}


def write_weights(weights: Mapping[str, float], file: Path) -> None:
    """Write such a file, with two decimals; the same weights make the same bytes."""
    lines = "".join(f"{feature}\t{weight:.2f}\n" for feature, weight in sorted(weights.items()))
    file.write_bytes(gzip.compress(lines.encode(), mtime=0))
