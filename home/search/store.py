"""Where documents are kept and found. PostgreSQL by default; OpenSearch when SEARCH_URL names one.

A question is neutral: a document matches when one of `anyof` holds, each a list of (lexeme, is_prefix) that
must all be there, and all of `must` are there. Both stores answer with the newest matches.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Protocol

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db.models import Func, TextField, Value

from .models import SearchEntry

Term = tuple[str, bool]  # lexeme, is it only the beginning of one
BATCH = 500  # rows per INSERT
OF_HEADLINES, OF_ALL = ("t:", "n:", "p:"), ("l:", "k:", "f:")  # lexemes.py


@dataclass(frozen=True)
class Question:
    """One tier of the ranking: what must be there, and how many of the newest matches are wanted."""

    name: str
    anyof: tuple[tuple[Term, ...], ...]
    limit: int
    must: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class Hit:
    pk: int
    kind: str
    head: str
    facets: tuple[str, ...]
    published_at: datetime | None
    tier: str


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
        parts = [self._part(question) for question in questions if question.anyof]
        if not parts:
            return []
        rows = parts[0] if len(parts) == 1 else parts[0].union(*parts[1:], all=True)
        return [Hit(pk, kind, head, tuple(facets), at, tier) for pk, kind, head, facets, at, tier in rows]

    def _part(self, question: Question):
        column = "heading" if _is_of_headlines(question) else "vector"
        wanted = {column: _Lexemes(_tsquery(question))}
        rows = SearchEntry.objects.filter(**wanted).annotate(tier=Value(question.name)).order_by("-published_at")
        return rows.values_list("pk", "kind", "head", "facets", "published_at", "tier")[: question.limit]


def _vector(lexemes: list[str]) -> Func:
    return Func(Value(lexemes, ArrayField(TextField())), function="array_to_tsvector", output_field=SearchVectorField())


def _is_of_headlines(question: Question) -> bool:
    """Every word asked for stands in a headline."""
    return all(lexeme.startswith(OF_HEADLINES) for terms in question.anyof for lexeme, _is_prefix in terms)


class _Lexemes(SearchQuery):
    """A tsquery taken as it is: to_tsquery() would parse “b:lua dao” into three words."""

    def __init__(self, text: str) -> None:
        super().__init__(text, search_type="raw")
        self.text = text

    def as_sql(self, compiler, connection, **context):
        return "%s::tsquery", [self.text]


def _tsquery(question: Question) -> str:
    either = " | ".join("(" + " & ".join(map(_term, terms)) + ")" for terms in question.anyof)
    return " & ".join([f"({either})", *(_term((lexeme, False)) for lexeme in question.must)])


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
