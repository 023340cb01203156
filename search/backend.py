"""Where documents are kept and found: the only module that knows in what.

Everything else hands it rows with lexemes and asks a Question: a document matches when one of `anyof` holds, each a
list of (lexeme, is_prefix) that must all be there, and all of `must` are there. The answer is the newest matches.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import reduce
from operator import add

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db.models import (
    Case,
    DateTimeField,
    ExpressionWrapper,
    F,
    FloatField,
    Func,
    QuerySet,
    TextField,
    Value,
    When,
)

from search import frequencies
from search.models import SearchEntry

Term = tuple[str, bool]  # lexeme, is it only the beginning of one
Ways = tuple[tuple[Term, ...], ...]  # one of these must be there, whole
#: One thing a query speaks of: ways to find it, from good to poor, each with its points.
Subject = tuple[tuple[Ways, float], ...]
BATCH = 500  # rows per INSERT
OF_HEADLINES, OF_ALL, OF_LANGUAGE = ("t:", "n:", "p:"), ("l:", "k:", "f:"), "l:"  # tokens.py
#: Share of the rows that one question of the inverted index may expect: above it PostgreSQL would read every row.
MOST_EXPECTED = 0.04

_OF_HIT = ("pk", "kind", "head", "facets", "published_at")
#: Newest first in words that no index on the column serves: PostgreSQL would walk all rows for a few matches.
_NEWEST_SOUGHT = ExpressionWrapper(F("published_at") + Value(timedelta(0)), DateTimeField()).desc(nulls_last=True)


@dataclass(frozen=True)
class Question:
    """One tier of the ranking: what must be there, and how many of the newest matches are wanted."""

    name: str
    anyof: Ways
    limit: int
    must: tuple[str, ...] = field(default=())
    #: What each found document is worth: of every subject the points of the first way that it holds.
    #: Empty: a match is a match.
    points: tuple[Subject, ...] = field(default=())


@dataclass(frozen=True)
class Hit:
    pk: int
    kind: str
    head: str
    facets: tuple[str, ...]
    published_at: datetime | None
    tier: str
    points: float = 0.0


class PostgresStore:
    """Two GIN indexes over hand-made vectors; all questions of a phase travel in one statement.

    Another search server would be a class with these four methods and nothing else (docs/scaling.md).
    """

    def write(self, entries: Sequence[tuple[SearchEntry, list[str]]]) -> None:
        rows = []
        for entry, lexemes in entries:
            entry.vector = _vector(lexemes)
            entry.heading = _vector([lexeme for lexeme in lexemes if lexeme.startswith((*OF_HEADLINES, *OF_ALL))])
            rows.append(entry)
        SearchEntry.objects.bulk_create(
            rows, batch_size=BATCH, update_conflicts=True, unique_fields=["kind", "object_id", "language"],
            update_fields=["title", "summary", "address", "head", "facets", "vector", "heading", "published_at"],
        )  # fmt: skip

    def forget(self, kinds: Iterable[str], object_ids: Iterable[str]) -> None:
        SearchEntry.objects.filter(kind__in=list(kinds), object_id__in=list(object_ids)).delete()

    def clear(self) -> None:
        SearchEntry.objects.all().delete()

    def ask(self, questions: Sequence[Question]) -> list[Hit]:
        parts = [part for question in questions if not question.points for part in self._parts(question)]
        rows = list(_together(parts).values_list(*_OF_HIT, "tier")) if parts else []
        rows += [row for question in questions if question.anyof and question.points for row in self._weighed(question)]
        return [Hit(row[0], row[1], row[2], tuple(row[3]), *row[4:]) for row in rows]

    def _weighed(self, question: Question):
        """The newest matches, each with its points: a bounded number of rows is looked at word by word."""
        found = _together([part.values("pk") for part in self._parts(question)])
        rows = SearchEntry.objects.filter(pk__in=found)
        points = reduce(add, map(_points, question.points))
        rows = rows.annotate(tier=Value(question.name), points=points).order_by("-published_at")
        return rows.values_list(*_OF_HIT, "tier", "points")

    def _parts(self, question: Question) -> Iterator[QuerySet[SearchEntry]]:
        """The newest matches of common words from the newest rows, those of all others from the inverted index."""
        column = _column(question.anyof)
        known = frequencies.shares(column)
        walked: list[tuple[Term, ...]] = []
        sought: list[tuple[tuple[Term, ...], float]] = []
        always: list[Term] = [(lexeme, False) for lexeme in question.must]
        for terms in question.anyof:
            share = frequencies.share_of([*terms, *always], known)
            if share >= frequencies.WALKED:
                walked.append(terms)
            else:
                sought.append((terms, share))
        if walked:
            rows = self._rows_of(question, column, tuple(walked), question.must)
            yield rows.order_by("-published_at")[: question.limit]
        # A language that nearly every row has would have PostgreSQL read its whole list: it is a column too.
        must = tuple(
            lexeme
            for lexeme, _ in always
            if not (lexeme.startswith(OF_LANGUAGE) and known.get(lexeme, 0) >= frequencies.WALKED)
        )
        for ways in _shared_out(sought):
            yield self._rows_of(question, column, ways, must).order_by(_NEWEST_SOUGHT)[: question.limit]

    def _rows_of(self, question: Question, column: str, ways: Ways, must: tuple[str, ...]) -> QuerySet[SearchEntry]:
        languages = [lexeme.removeprefix(OF_LANGUAGE) for lexeme in question.must if lexeme.startswith(OF_LANGUAGE)]
        wanted = {column: _Lexemes(_tsquery(ways, must))} | ({"language": languages[0]} if languages else {})
        return SearchEntry.objects.filter(**wanted).annotate(tier=Value(question.name))


def _together(parts: Sequence[QuerySet[SearchEntry]]) -> QuerySet[SearchEntry]:
    return parts[0] if len(parts) == 1 else parts[0].union(*parts[1:], all=True)


def _shared_out(sought: Sequence[tuple[tuple[Term, ...], float]]) -> Iterator[Ways]:
    """Ways of asking in groups, each of which PostgreSQL expects to find little enough by."""
    group: list[tuple[Term, ...]] = []
    expected = 0.0
    for terms, share in sought:
        if group and expected + share > MOST_EXPECTED:
            yield tuple(group)
            group, expected = [], 0.0
        group.append(terms)
        expected += share
    if group:
        yield tuple(group)


def _vector(lexemes: list[str]) -> Func:
    return Func(Value(lexemes, ArrayField(TextField())), function="array_to_tsvector", output_field=SearchVectorField())


def _points(subject: Subject) -> Case:
    """The points of the first way in which a row speaks of `subject`."""
    ways = [
        When(**{_column(ways): _Lexemes(_either(ways))}, then=Value(points, FloatField())) for ways, points in subject
    ]
    return Case(*ways, default=Value(0.0, FloatField()))


def _column(ways: Ways) -> str:
    """Where every word asked for stands in a headline, the vector that is small enough to lie in the row."""
    is_small = all(lexeme.startswith(OF_HEADLINES) for terms in ways for lexeme, _is_prefix in terms)
    return "heading" if is_small else "vector"


class _Lexemes(SearchQuery):
    """A tsquery taken as it is: to_tsquery() would parse “b:lua dao” into three words."""

    def __init__(self, text: str) -> None:
        super().__init__(text, search_type="raw")
        self.text = text

    def as_sql(self, compiler, connection, **context):
        return "%s::tsquery", [self.text]


def _tsquery(ways: Ways, must: Sequence[str]) -> str:
    return " & ".join([f"({_either(ways)})", *(_term((lexeme, False)) for lexeme in must)])


def _either(ways: Ways) -> str:
    return " | ".join("(" + " & ".join(map(_term, terms)) + ")" for terms in ways)


def _term(term: Term) -> str:
    lexeme, is_prefix = term
    return f"'{lexeme}'" + (":*" if is_prefix else "")
