"""Where documents are kept and found. PostgreSQL by default; OpenSearch when SEARCH_URL names one.

A question is neutral: a document matches when one of `anyof` holds, each a list of (lexeme, is_prefix) that
must all be there, and all of `must` are there. Both stores answer with the newest matches.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, reduce
from operator import add
from typing import Protocol

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db.models import Case, FloatField, Func, TextField, Value, When

from .models import SearchEntry

Term = tuple[str, bool]  # lexeme, is it only the beginning of one
Ways = tuple[tuple[Term, ...], ...]  # one of these must be there, whole
#: One thing a query speaks of: ways to find it, from good to poor, each with its points.
Subject = tuple[tuple[Ways, float], ...]
BATCH = 500  # rows per INSERT
OF_HEADLINES, OF_ALL = ("t:", "n:", "p:"), ("l:", "k:", "f:")  # lexemes.py


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


class Store(Protocol):
    def write(self, entries: Sequence[tuple[SearchEntry, list[str]]]) -> None: ...
    def forget(self, kinds: Iterable[str], object_ids: Iterable[str]) -> None: ...
    def clear(self) -> None: ...
    def ask(self, questions: Sequence[Question]) -> list[Hit]: ...


class PostgresStore:
    """Two GIN indexes over hand-made vectors; all questions of a phase travel in one statement."""

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
        parts = [self._part(question) for question in questions if question.anyof and not question.points]
        rows = list(parts[0] if len(parts) == 1 else parts[0].union(*parts[1:], all=True)) if parts else []
        rows += [row for question in questions if question.anyof and question.points for row in self._weighed(question)]
        return self._hits(rows)

    def _hits(self, rows) -> list[Hit]:
        return [Hit(row[0], row[1], row[2], tuple(row[3]), *row[4:]) for row in rows]

    def _weighed(self, question: Question):
        """The newest matches, each with its points: a bounded number of rows is looked at word by word."""
        found = SearchEntry.objects.filter(vector=_Lexemes(_tsquery(question))).order_by("-published_at")
        return self._with_points(question, found.values("pk")[: question.limit])

    def _with_points(self, question: Question, keys):
        rows = SearchEntry.objects.filter(pk__in=keys)
        points = reduce(add, map(_points, question.points))
        rows = rows.annotate(tier=Value(question.name), points=points).order_by("-published_at")
        return rows.values_list("pk", "kind", "head", "facets", "published_at", "tier", "points")

    def _part(self, question: Question):
        wanted = {_column(question.anyof): _Lexemes(_tsquery(question))}
        rows = SearchEntry.objects.filter(**wanted).annotate(tier=Value(question.name)).order_by("-published_at")
        return rows.values_list("pk", "kind", "head", "facets", "published_at", "tier")[: question.limit]


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


def _tsquery(question: Question) -> str:
    return " & ".join([f"({_either(question.anyof)})", *(_term((lexeme, False)) for lexeme in question.must)])


def _either(ways: Ways) -> str:
    return " | ".join("(" + " & ".join(map(_term, terms)) + ")" for terms in ways)


def _term(term: Term) -> str:
    lexeme, is_prefix = term
    return f"'{lexeme}'" + (":*" if is_prefix else "")


@cache
def _opensearch(url: str) -> Store:
    from .opensearch import OpenSearchStore  # only where it is wanted

    return OpenSearchStore(url)


def store() -> Store:
    """The store of this installation."""
    url = getattr(settings, "SEARCH_URL", "")
    return _opensearch(url) if url else PostgresStore()
