"""manage.py learn_distress tests/search/distress.yaml: learn search/query/crisis_weights.txt from judged queries."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from search.query.crisis_terms import distress_kind, folded_words
from search.query.crisis_weights import FILE, features

HARMLESS = "harmless"
LONGEST = 7  # words of a piece of a sentence of the interface, as long as queries are
RAREST = 2  # queries that have a word before it gets a weight
LEAST = 0.3  # weights nearer to zero are left out
HEAD = "# word or pair of words, tab, weight; written by manage.py learn_distress\n"


class Command(BaseCommand):
    """Learn from judged queries (YAML: set, kind, list) and, as other language, from the sentences of the interface."""

    help = "Learn the weights of words by which a query of somebody in distress is recognised."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the file, and the set that is only measured."""
        parser.add_argument("judged", type=Path)
        parser.add_argument("--without", default="unseen", help="set that is left out")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the weights and say how many."""
        judged = list(_judged(options["judged"].read_text("utf-8"), options["without"]))
        calls = [query for kind, query in judged if kind != HARMLESS]
        others = [query for kind, query in judged if kind == HARMLESS]
        others += [piece for piece in _pieces() if not distress_kind(piece)]
        weights = _weights(calls, others)
        lines = (f"{word}\t{weight:.1f}\n" for word, weight in sorted(weights.items()))
        FILE.write_text(HEAD + "".join(lines), "utf-8")
        self.stdout.write(f"{len(weights)} weights from {len(calls)} calls and {len(others)} other queries")


def _judged(text: str, without: str) -> Iterator[tuple[str, str]]:
    """(kind, query) of each line of the YAML file, but of the set `without`."""
    name = kind = ""
    for line in text.splitlines():
        if found := re.fullmatch(r"(\w+):", line):
            name = found[1]
        elif found := re.fullmatch(r"  (\w+):", line):
            kind = found[1]
        elif name != without and (found := re.fullmatch(r'    - "(.*)"', line)):
            yield kind, found[1].replace('\\"', '"')


def _pieces() -> Iterator[str]:
    """The Vietnamese sentences of the catalogue, in pieces as long as queries."""
    catalogue = Path(settings.LOCALE_PATHS[0]) / "en" / "LC_MESSAGES" / "django.po"
    for sentence in re.findall(r'^msgid "(.+)"$', catalogue.read_text("utf-8"), re.MULTILINE):
        words = re.sub(r"%\(\w+\)s|<[^>]+>|\\n", " ", sentence).split()
        yield from (" ".join(words[at : at + LONGEST]) for at in range(0, len(words), LONGEST))


def _weights(calls: Iterable[str], others: Iterable[str]) -> dict[str, float]:
    """The logarithm of how much likelier each word and pair is in a call than in another query."""
    (in_calls, number), (in_others, other_number) = _counted(calls), _counted(others)
    found = {
        word: math.log((in_calls[word] + 0.5) / (number + 1)) - math.log((in_others[word] + 0.5) / (other_number + 1))
        for word in in_calls | in_others
        if in_calls[word] + in_others[word] >= RAREST
    }
    return {word: weight for word, weight in found.items() if abs(weight) >= LEAST}


def _counted(queries: Iterable[str]) -> tuple[Counter[str], int]:
    counts: Counter[str] = Counter()
    number = 0
    for query in queries:
        counts.update(features(folded_words(query)))
        number += 1
    return counts, number
