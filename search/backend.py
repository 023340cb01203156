"""Stores and finds documents in PostgreSQL; other modules use only the classes here.

They pass rows with lexemes and ask a Question: a document matches if it contains all terms of one alternative of
`anyof`, a term being (lexeme, is_prefix), and all of `must`. The answer are the newest matches.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import reduce
from operator import add
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db.backends.base.base import BaseDatabaseWrapper
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
from django.db.models.sql.compiler import SQLCompiler

from search import frequencies
from search.models import SearchEntry

Term = tuple[str, bool]  # (lexeme, whether it is a prefix)
Ways = tuple[tuple[Term, ...], ...]  # alternatives: all terms of one of them must match
#: A subject of a query: ways to find it, the best first, each with its points.
Subject = tuple[tuple[Ways, float], ...]
BATCH = 500  # rows per INSERT
OF_HEADLINES, OF_ALL, OF_LANGUAGE = ("t:", "n:", "p:"), ("l:", "k:", "f:"), "l:"  # tokens.py
#: Highest expected share of the rows for one query of the inverted index; above it PostgreSQL scans all rows.
MOST_EXPECTED = 0.04

_Rows = QuerySet[SearchEntry, Any]  # of models or of dictionaries
_OF_HIT = ("pk", "kind", "head", "facets", "published_at")
#: Newest first, as an expression that no index serves: with the index PostgreSQL would scan all rows for few matches.
_NEWEST_SOUGHT = ExpressionWrapper(F("published_at") + Value(timedelta(0)), DateTimeField()).desc(nulls_last=True)


@dataclass(frozen=True)
class Question:
    """A question of one tier: what must match, and the limit of newest matches."""

    name: str
    anyof: Ways
    limit: int
    must: tuple[str, ...] = field(default=())
    #: Subjects whose points are summed up per document: of each the points of the first way that matches.
    #: Empty: hits have no points.
    points: tuple[Subject, ...] = field(default=())


@dataclass(frozen=True)
class Hit:
    """A found row, with the name of its tier and the points of its subjects."""

    pk: int
    kind: str
    head: str
    facets: tuple[str, ...]
    published_at: datetime | None
    tier: str
    points: float = 0.0


class PostgresStore:
    """Search with two GIN indexes over vectors of our own lexemes; questions without points share one statement.

    Another search server would be a class with the same four methods (docs/scaling.md).
    """

    def write(self, entries: Sequence[tuple[SearchEntry, list[str]]]) -> None:
        """Insert rows with their lexemes, or overwrite rows of the same object and language."""
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
        """Delete the rows of these objects in all languages."""
        SearchEntry.objects.filter(kind__in=list(kinds), object_id__in=list(object_ids)).delete()

    def clear(self) -> None:
        """Delete all rows."""
        SearchEntry.objects.all().delete()

    def ask(self, questions: Sequence[Question]) -> list[Hit]:
        """The hits of all questions; a row may occur once per question."""
        parts = [part for question in questions if not question.points for part in self._parts(question)]
        rows = list(_together(parts).values_list(*_OF_HIT, "tier")) if parts else []
        rows += [row for question in questions if question.anyof and question.points for row in self._weighed(question)]
        return [Hit(row[0], row[1], row[2], tuple(row[3]), *row[4:]) for row in rows]

    def _weighed(self, question: Question) -> Iterable[tuple[Any, ...]]:
        """The newest matches with their points, which are computed only for the rows within the limit."""
        found = _together([part.values("pk") for part in self._parts(question)])
        rows = SearchEntry.objects.filter(pk__in=found)
        points = reduce(add, map(_points, question.points))
        rows = rows.annotate(tier=Value(question.name), points=points).order_by("-published_at")
        return rows.values_list(*_OF_HIT, "tier", "points")

    def _parts(self, question: Question) -> Iterator[QuerySet[SearchEntry]]:
        """QuerySets of the newest matches: for common terms by scanning the newest rows, else by inverted index."""
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
        # Leave a common language out of the tsquery, whose whole posting list would be read: `language` filters it.
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


def _together(parts: Sequence[_Rows]) -> _Rows:
    return parts[0] if len(parts) == 1 else parts[0].union(*parts[1:], all=True)


def _shared_out(sought: Sequence[tuple[tuple[Term, ...], float]]) -> Iterator[Ways]:
    """Split the alternatives into groups whose expected shares add up to at most MOST_EXPECTED."""
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
    """Points of the first way of `subject` that a row matches, else 0."""
    ways = [
        When(**{_column(ways): _Lexemes(_either(ways))}, then=Value(points, FloatField())) for ways, points in subject
    ]
    return Case(*ways, default=Value(0.0, FloatField()))


def _column(ways: Ways) -> str:
    """The column `heading`, which is stored within the row, where all terms are lexemes of headlines; else `vector`."""
    is_small = all(lexeme.startswith(OF_HEADLINES) for terms in ways for lexeme, _is_prefix in terms)
    return "heading" if is_small else "vector"


class _Lexemes(SearchQuery):
    """A tsquery without parsing: to_tsquery() would split “b:lua dao” into three words."""

    def __init__(self, text: str) -> None:
        super().__init__(text, search_type="raw")
        self.text = text

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, *args: Any, **context: Any
    ) -> tuple[str, tuple[str | int, ...]]:
        """The text as it is, cast to tsquery."""
        return "%s::tsquery", (self.text,)


def _tsquery(ways: Ways, must: Sequence[str]) -> str:
    return " & ".join([f"({_either(ways)})", *(_term((lexeme, False)) for lexeme in must)])


def _either(ways: Ways) -> str:
    return " | ".join("(" + " & ".join(map(_term, terms)) + ")" for terms in ways)


def _term(term: Term) -> str:
    lexeme, is_prefix = term
    return f"'{lexeme}'" + (":*" if is_prefix else "")
