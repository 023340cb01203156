"""manage.py learn_distress tests/search: learn search/query/crisis_weights.txt from judged queries and families."""

from __future__ import annotations

import math
import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from search.query.crisis_terms import features_of, matches_rule
from search.query.crisis_weights import FILE

HARMLESS = "harmless"
LONGEST = 7  # words of a piece of a sentence of the interface, as long as queries are
EACH = 40  # sentences made from each pattern of a family
RAREST = 3  # queries that have a word before it gets a weight
ROUNDS, STEP, SMOOTH = 25, 0.3, 0.00005  # of the descent; SMOOTH keeps weights small
LEAST = 0.08  # weights nearer to zero are left out
HEAD = "# word or pair of words, tab, weight; written by manage.py learn_distress\n"


class Command(BaseCommand):
    """Learn from judged queries, from families of sentences and, as other language, from the interface's sentences."""

    help = "Learn the weights of words by which a query of somebody in distress is recognised."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the folder of distress.yaml and distress_families.yaml, and the sets that are only measured."""
        parser.add_argument("folder", type=Path)
        parser.add_argument("--without", nargs="*", default=["unseen"], help="judged sets that are left out")
        parser.add_argument("--to", type=Path, default=FILE)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the weights and say how many."""
        known = [
            *judged(yaml.safe_load((options["folder"] / "distress.yaml").read_text("utf-8")), options["without"]),
            *families(yaml.safe_load((options["folder"] / "distress_families.yaml").read_text("utf-8"))),
            *((HARMLESS, piece) for piece in _pieces() if not matches_rule(piece)),
        ]
        calls = [kind != HARMLESS for kind, _ in known]
        weights = learned([sorted(features_of(query)) for _, query in known], calls)
        lines = (f"{word}\t{weight:.2f}\n" for word, weight in sorted(weights.items()))
        options["to"].write_text(HEAD + "".join(lines), "utf-8")
        self.stdout.write(f"{len(weights)} weights from {sum(calls)} calls and {len(calls) - sum(calls)} other queries")


def judged(sets: Mapping[str, Mapping[str, Sequence[str]]], without: Sequence[str]) -> Iterator[tuple[str, str]]:
    """(kind, query) of the judged sets, but of those in `without`."""
    for name, kinds in sets.items():
        if name not in without:
            yield from ((kind, query) for kind, queries in kinds.items() for query in queries)


def families(written: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(kind, sentence) made from the patterns of each kind; the same ones each time."""
    words = {name: found.split("|") for name, found in written["words"].items()}
    for kind, patterns in written.items():
        for pattern in patterns if kind != "words" else ():
            chance = random.Random(pattern)  # noqa: S311 (the same sentences each time)
            yield from sorted({(kind, _made(pattern, words, chance)) for _ in range(EACH)})


def _made(pattern: str, words: Mapping[str, Sequence[str]], chance: random.Random) -> str:
    while found := re.search(r"\(([^()]*)\)", pattern):
        pattern = pattern[: found.start()] + chance.choice(found[1].split("|")) + pattern[found.end() :]
    made = re.sub(r"\{(\w+)\}", lambda found: chance.choice(words[found[1]]), pattern)
    return " ".join(made.split())


def _pieces() -> Iterator[str]:
    """The Vietnamese sentences of the catalogue, in pieces as long as queries."""
    catalogue = Path(settings.LOCALE_PATHS[0]) / "en" / "LC_MESSAGES" / "django.po"
    for sentence in re.findall(r'^msgid "(.+)"$', catalogue.read_text("utf-8"), re.MULTILINE):
        words = re.sub(r"%\(\w+\)s|<[^>]+>|\\n", " ", sentence).split()
        yield from (" ".join(words[at : at + LONGEST]) for at in range(0, len(words), LONGEST))


def learned(queries: Sequence[Sequence[str]], calls: Sequence[bool]) -> dict[str, float]:
    """Logistic regression by stochastic descent: weights whose sum is above zero for calls; calls count as others."""
    often = Counter(feature for found in queries for feature in found)
    used = [[feature for feature in found if often[feature] >= RAREST] for found in queries]
    share = {True: len(calls) / 2 / sum(calls), False: len(calls) / 2 / (len(calls) - sum(calls))}
    weights: dict[str, float] = dict.fromkeys((feature for found in used for feature in found), 0.0)
    order, chance = list(range(len(used))), random.Random(1)  # noqa: S311
    for number in range(ROUNDS):
        step = STEP / (1 + number / 2)
        chance.shuffle(order)
        for at in order:
            score = sum(weights[feature] for feature in used[at])
            missing = (calls[at] - 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))) * share[calls[at]]
            for feature in used[at]:
                weights[feature] += step * (missing - SMOOTH * weights[feature] * len(used) / often[feature])
    return {feature: weight for feature, weight in weights.items() if abs(weight) >= LEAST}
