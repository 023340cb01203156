"""Stores and finds documents in PostgreSQL; other modules use only the classes here.

They pass rows with lexemes and ask a Question: a document matches if it contains all terms of one alternative of
`anyof`, a term being (lexeme, is_prefix), and all of `must`. The answer are the newest matches.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.db import connection
from django.db.models import Func, TextField, Value

from base import site_context
from search import frequencies
from search.models import SearchEntry, words_language

Term = tuple[str, bool]  # (lexeme, whether it is a prefix)
Ways = tuple[tuple[Term, ...], ...]  # alternatives: all terms of one of them must match
#: A subject of a query: ways to find it, the best first, each with its points.
Subject = tuple[tuple[Ways, float], ...]
BATCH = 500  # rows per INSERT
OF_HEADLINES, OF_ALL, OF_LANGUAGE = ("t:", "n:", "p:"), ("l:", "k:", "f:"), "l:"  # tokens.py
#: Highest expected share of the rows for one query of the inverted index; above it PostgreSQL scans all rows.
MOST_EXPECTED = 0.04

#: Statements are put together from these pieces: compiling them with Django's ORM took three times as long as asking.
_ROWS = "id, kind, head, facets, published_at"
_TEXTS = f"{_ROWS}, language, title, summary, address"
#: A row may be found by several questions; it is sent once, which halves the time if the texts are read too.
_ONCE = (
    "SELECT {columns}, array_agg(tier) FROM ({together}) AS found GROUP BY {columns}"
    " ORDER BY published_at DESC NULLS LAST"
)
_IDS = "SELECT id"
_FROM = " FROM search_searchentry WHERE "
_HOLDS = {"heading": "heading @@ %s::tsquery", "vector": "vector @@ %s::tsquery"}
_OF_LANGUAGE = " AND language = %s"
_WALKED = " ORDER BY published_at DESC LIMIT %s"
#: Newest first, as an expression without an index: with an index PostgreSQL would scan all rows for few matches.
_SOUGHT = " ORDER BY published_at + interval '0' DESC NULLS LAST LIMIT %s"
_FOUND = (
    "SELECT id, kind, language, title, summary, address, published_at, facets FROM search_searchentry"
    " WHERE id = ANY(%s)"
)
_GONE = "DELETE FROM search_searchentry WHERE "
_Statement = tuple[str, list[Any]]  # with its parameters


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


class Hit(NamedTuple):
    """A found row, with the name of its tier and the points of its subjects."""

    pk: int
    kind: str
    head: str
    facets: list[str]
    published_at: datetime | None
    tier: str
    points: float = 0.0
    language: str = ""  # this and the texts are empty unless they were asked for
    title: str = ""
    summary: str = ""
    address: str = ""

    @property
    def entry(self) -> Entry | None:
        """The hit as an Entry for lists of results; None if its texts were not read."""
        texts = (self.language, self.title, self.summary, self.address)
        return Entry(self.pk, self.kind, *texts, self.published_at, self.facets) if self.language else None


class Entry(NamedTuple):
    """What a list of results shows of a row."""

    pk: int
    kind: str
    language: str
    title: str
    summary: str
    address: str
    published_at: datetime | None
    facets: list[str]

    @property
    def words_language(self) -> str:
        """Code of the language of the title."""
        return words_language(self.language, self.facets)


def _delete(condition: str, values: list[Any]) -> None:
    """Delete rows by SQL of our own: Django would first read all of them, for the receivers of post_delete."""
    with connection.cursor() as cursor:
        cursor.execute(_GONE + condition, values)
    site_context.invalidate()


class PostgresStore:
    """Search with two GIN indexes over vectors of our own lexemes; questions without points share one statement.

    Every change of rows changes the page version of the site context: what can be found, pages show as well.

    Another search server would be a class with the same eight methods (docs/scaling.md).
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
        site_context.invalidate()

    def forget(self, kinds: Iterable[str], object_ids: Iterable[str]) -> None:
        """Delete the rows of these objects in all languages."""
        _delete("kind = ANY(%s) AND object_id = ANY(%s)", [list(map(str, kinds)), list(object_ids)])

    def forget_below(self, kind: str, address: str) -> None:
        """Delete the rows of a kind whose addresses begin with `address`; none for an empty one."""
        if address:
            _delete("kind = %s AND starts_with(address, %s)", [str(kind), address])

    def has_below(self, kind: str, address: str) -> bool:
        """Whether there is a row of a kind whose address begins with `address`."""
        return SearchEntry.objects.filter(kind=kind, address__startswith=address).exists()

    def clear(self) -> None:
        """Delete all rows."""
        _delete("true", [])

    def ask(self, questions: Sequence[Question], *, with_texts: bool = False) -> list[Hit]:
        """The hits of all questions; a row may occur once per question. `with_texts`: also their texts."""
        columns = _TEXTS if with_texts else _ROWS
        parts = [
            _part(f"SELECT {columns}, %s::text AS tier", [question.name], question, *way)
            for question in questions
            if not question.points
            for way in _ways_to_find(question)
        ]
        order = [question.name for question in questions].index
        rows = _rows(_grouped(columns, parts)) if parts else []
        hits = [
            Hit(pk, kind, head, facets, published_at, tier, 0.0, *texts)
            for pk, kind, head, facets, published_at, *texts, tiers in rows
            for tier in sorted(tiers, key=order)
        ]
        weighed = [_weighed(question) for question in questions if question.anyof and question.points]
        return hits + [Hit(*row) for statement in weighed for row in _rows(statement)]

    def share(self, question: Question) -> float:
        """Estimated share of all rows that a question finds, regardless of its limit."""
        shares = frequencies.shares(_column(question.anyof))
        must = [(lexeme, False) for lexeme in question.must]
        return sum(frequencies.share_of([*terms, *must], shares) for terms in question.anyof)

    def read(self, ids: Sequence[int]) -> list[Entry]:
        """The entries with these ids, in this order; without those that are gone."""
        entries = {row[0]: Entry(*row) for row in _rows((_FOUND, [list(ids)]))} if ids else {}
        return [entries[pk] for pk in ids if pk in entries]


def _rows(statement: _Statement) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(*statement)
        return cursor.fetchall()


def _weighed(question: Question) -> _Statement:
    """The newest matches with their points, which are computed only for the rows within the limit."""
    ids, of_ids = _together([_part(_IDS, [], question, *way) for way in _ways_to_find(question)])
    points, of_points = [], []
    for subject in question.points:
        whens = "".join(f" WHEN {_HOLDS[_column(ways)]} THEN %s::float" for ways, _points in subject)
        points.append(f"CASE{whens} ELSE 0 END")
        of_points += [value for ways, worth in subject for value in (_either(ways), worth)]
    statement = f"SELECT {_ROWS}, %s::text, {' + '.join(points)}{_FROM}id IN ({ids}) ORDER BY published_at DESC"
    return statement, [question.name, *of_points, *of_ids]


def _ways_to_find(question: Question) -> Iterator[tuple[Ways, tuple[str, ...], str]]:
    """(alternatives, lexemes of `must`, order) of the statements that find the newest matches of a question.

    Common terms are found by scanning the newest rows, others by inverted index.
    """
    shares = frequencies.shares(_column(question.anyof))
    walked: list[tuple[Term, ...]] = []
    sought: list[tuple[tuple[Term, ...], float]] = []
    always: list[Term] = [(lexeme, False) for lexeme in question.must]
    for terms in question.anyof:
        share = frequencies.share_of([*terms, *always], shares)
        if share >= frequencies.WALKED:
            walked.append(terms)
        else:
            sought.append((terms, share))
    if walked:
        yield tuple(walked), question.must, _WALKED
    # Leave a common language out of the tsquery, whose whole posting list would be read: `language` filters it.
    must = tuple(
        lexeme
        for lexeme in question.must
        if not (lexeme.startswith(OF_LANGUAGE) and shares.get(lexeme, 0) >= frequencies.WALKED)
    )
    for ways in _shared_out(sought):
        yield ways, must, _SOUGHT


def _part(
    columns: str, values: list[Any], question: Question, ways: Ways, must: tuple[str, ...], order: str
) -> _Statement:
    """The statement for `ways`, whose `columns` take `values` as parameters."""
    languages = [lexeme.removeprefix(OF_LANGUAGE) for lexeme in question.must if lexeme.startswith(OF_LANGUAGE)][:1]
    where = _HOLDS[_column(question.anyof)] + (_OF_LANGUAGE if languages else "")
    return f"{columns}{_FROM}{where}{order}", [*values, _tsquery(ways, must), *languages, question.limit]


def _together(parts: Sequence[_Statement]) -> _Statement:
    statements = [f"({statement})" for statement, _values in parts]
    return " UNION ALL ".join(statements), [value for _statement, values in parts for value in values]


def _grouped(columns: str, parts: Sequence[_Statement]) -> _Statement:
    """Each row that the `parts` find once, newest first, with the names of their questions."""
    together, values = _together(parts)
    return _ONCE.format(columns=columns, together=together), values


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


def _column(ways: Ways) -> str:
    """The column `heading`, which is stored within the row, where all terms are lexemes of headlines; else `vector`."""
    is_small = all(lexeme.startswith(OF_HEADLINES) for terms in ways for lexeme, _is_prefix in terms)
    return "heading" if is_small else "vector"


def _tsquery(ways: Ways, must: Sequence[str]) -> str:
    return " & ".join([f"({_either(ways)})", *(_term((lexeme, False)) for lexeme in must)])


def _either(ways: Ways) -> str:
    return " | ".join("(" + " & ".join(map(_term, terms)) + ")" for terms in ways)


def _term(term: Term) -> str:
    lexeme, is_prefix = term
    return f"'{lexeme}'" + (":*" if is_prefix else "")
