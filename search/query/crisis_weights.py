"""A second opinion on queries that no rule recognises: how much their words are those of people in distress.

crisis_weights.txt holds a weight for each word and each pair of neighbours, without marks: above zero where distress
has it more often than other queries. `manage.py learn_distress` learns them from the judged queries. The sum decides.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("crisis_weights.txt")
#: Sum from which a query is one of distress. Chosen by leaving out one judged set at a time (docs/adr/0003-search.md).
THRESHOLD = 13.0


def features(folded: Iterable[str]) -> set[str]:
    """The words and the pairs of neighbours of a query whose words are `folded`."""
    words = list(folded)
    return {*words, *(f"{first} {second}" for first, second in itertools.pairwise(words))}


def sounds_like_distress(folded: Iterable[str]) -> bool:
    """Whether the weights of the words `folded` reach the threshold."""
    weights = _weights()
    return sum(weights.get(feature, 0.0) for feature in features(folded)) >= THRESHOLD


@cache
def _weights() -> dict[str, float]:
    lines = (line.split("\t") for line in FILE.read_text("utf-8").splitlines() if not line.startswith("#"))
    return {feature: float(weight) for feature, weight in lines}
