"""manage.py learn_distress tests/search: learn search/query/crisis_weights.txt.gz from judged queries and families."""

from __future__ import annotations

import math
import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import polib
import yaml
from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from base.text import fold
from search.query.crisis_terms import features_of, matches_rule
from search.query.crisis_weights import FILE, write_weights

HARMLESS = "harmless"
UNSEEN = ("unseen", "unseen_city", "unseen_school")  # judged sets that are only measured
LONGEST = {"vi": 7, "en": 6, "km": 2}  # words of a piece of a sentence of the interface, as long as queries are
PIECES = 2000  # of each language
FEWEST, MOST = 10, 120  # sentences made from a pattern
UNMARKED = 0.3  # share of the sentences of families that are typed without marks
BESIDE = 0.1  # share of the calls of families that are made once more with something harmless before or after them
JUDGED = 6  # a judged query counts as much as so many sentences of families, which are alike
RAREST = 3  # queries that have a feature before it gets a weight
ROUNDS, STEP, SMOOTH = 12, 0.3, 1.0  # of the descent; SMOOTH keeps weights small
LEAST = 0.05  # weights nearer to zero are left out


class Command(BaseCommand):
    """Learn from judged queries, from families of sentences and, as other language, from the interface's sentences."""

    help = "Learn the weights of words by which a query of somebody in distress is recognised."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the folder of distress.yaml and distress_families/, and the sets that are only measured."""
        parser.add_argument("folder", type=Path)
        parser.add_argument("--without", nargs="*", default=UNSEEN, help="judged sets that are left out")
        parser.add_argument("--to", type=Path, default=FILE)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the weights and say how many."""
        folder = options["folder"]
        sets = list(judged(yaml.safe_load((folder / "distress.yaml").read_text("utf-8")), options["without"]))
        examples = [*sets, *with_others_beside(list(families(folder / "distress_families"))), *_others(folder)]
        calls = [kind != HARMLESS for kind, _ in examples]
        counts = [JUDGED if at < len(sets) else 1 for at in range(len(examples))]
        weights = learned([sorted(features_of(query)) for _, query in examples], calls, counts)
        write_weights(weights, options["to"])
        self.stdout.write(f"{len(weights)} weights from {sum(calls)} calls and {len(calls) - sum(calls)} other queries")


def judged(sets: Mapping[str, Mapping[str, Sequence[str]]], without: Sequence[str]) -> Iterator[tuple[str, str]]:
    """(kind, query) of the judged sets, but of those in `without`."""
    for name, kinds in sets.items():
        if name not in without:
            yield from ((kind, query) for kind, queries in kinds.items() for query in queries)


def families(folder: Path) -> Iterator[tuple[str, str]]:
    """(kind, sentence) made from the patterns of the files of `folder`; the same ones each time."""
    words = {
        name: forms.split("|") for name, forms in yaml.safe_load((folder / "words.yaml").read_text("utf-8")).items()
    }
    for file in sorted(folder.glob("*.yaml")):
        patterns = yaml.safe_load(file.read_text("utf-8")) if file.name != "words.yaml" else {}
        for kind, pattern in ((kind, line) for kind, lines in patterns.items() for line in lines.splitlines()):
            chance = random.Random(pattern)  # noqa: S311 (the same sentences each time)
            for sentence in sorted(_sentences(pattern, words, chance)):
                yield kind, fold(sentence).strip() if chance.random() < UNMARKED else sentence


def with_others_beside(made: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """(kind, sentence) of `made`, and some calls with something harmless beside them, which must not hide them."""
    chance = random.Random(len(made))  # noqa: S311
    harmless = [sentence for kind, sentence in made if kind == HARMLESS]
    for kind, sentence in made:
        yield kind, sentence
        if kind != HARMLESS and chance.random() < BESIDE:
            yield kind, " ".join(chance.sample([sentence, chance.choice(harmless)], 2))


def _sentences(pattern: str, words: Mapping[str, Sequence[str]], chance: random.Random) -> set[str]:
    """All that a pattern of a single bracket says; of any other, the more the more it can say."""
    if only := re.fullmatch(r"\(([^()]*)\)", pattern):
        return set(only[1].split("|"))
    alternatives = pattern.count("|") + 1 + 5 * pattern.count("{")
    return {_made(pattern, words, chance) for _ in range(max(FEWEST, min(MOST, alternatives)))}


def _made(pattern: str, words: Mapping[str, Sequence[str]], chance: random.Random) -> str:
    while match := re.search(r"\(([^()]*)\)", pattern):
        pattern = pattern[: match.start()] + chance.choice(match[1].split("|")) + pattern[match.end() :]
    sentence = re.sub(r"\{(\w+)\}", lambda match: chance.choice(words[match[1]]), pattern)
    return " ".join(sentence.split())


def _others(folder: Path) -> Iterator[tuple[str, str]]:
    """What no rule matches of the queries that taught the search, and of the interface's sentences."""
    for file in ("cases", "cases_later", "cases_fresh"):
        rows_by_group = yaml.safe_load((folder / f"{file}.yaml").read_text("utf-8"))
        queries = [row[0] for rows in rows_by_group.values() for row in rows]
        yield from ((HARMLESS, query) for query in queries if not matches_rule(query))
    for language in LONGEST:
        pieces = [piece for piece in dict.fromkeys(_pieces(language)) if not matches_rule(piece)]
        sampled = random.Random(language).sample(pieces, min(PIECES, len(pieces)))  # noqa: S311
        yield from ((HARMLESS, piece) for piece in sampled)


def _pieces(language: str) -> Iterator[str]:
    """The sentences of the interface in `language`, in pieces as long as queries."""
    catalogue = Path(settings.LOCALE_PATHS[0]) / ("en" if language == "vi" else language) / "LC_MESSAGES" / "django.po"
    for entry in polib.pofile(str(catalogue)):
        words = re.sub(r"%\(\w+\)s|<[^>]+>|\{\w*\}", " ", entry.msgid if language == "vi" else entry.msgstr).split()
        yield from (" ".join(words[at : at + LONGEST[language]]) for at in range(0, len(words), LONGEST[language]))


def learned(queries: Sequence[Sequence[str]], calls: Sequence[bool], counts: Sequence[int]) -> dict[str, float]:
    """Logistic regression by adaptive descent: weights whose sum is above zero for calls, which weigh as all others."""
    often = Counter(feature for query_features in queries for feature in query_features)
    used = [[feature for feature in query_features if often[feature] >= RAREST] for query_features in queries]
    total = sum(counts)
    ours = sum(count for count, call in zip(counts, calls, strict=True) if call)
    share = {True: total / 2 / ours, False: total / 2 / (total - ours)}
    names = sorted({feature for query_features in used for feature in query_features})
    number = {feature: at for at, feature in enumerate(names)}
    rows = [[number[feature] for feature in query_features] for query_features in used]
    weights, squares = [0.0] * len(names), [1e-4] * len(names)
    smooth = [SMOOTH / often[feature] for feature in names]
    order, chance = list(range(len(rows))), random.Random(1)  # noqa: S311
    for _ in range(ROUNDS):
        chance.shuffle(order)
        for at in order:
            row = rows[at]
            score = sum([weights[feature] for feature in row])
            missing = (calls[at] - 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))) * share[calls[at]] * counts[at]
            for feature in row:
                slope = missing - smooth[feature] * weights[feature]
                squares[feature] += slope * slope
                weights[feature] += STEP * slope / math.sqrt(squares[feature])
    return {name: weight for name, weight in zip(names, weights, strict=True) if abs(weight) >= LEAST}
