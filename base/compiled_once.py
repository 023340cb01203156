"""SQL that each process compiles once: Django takes milliseconds for that of a deep query.

ValueOf and ValuesOf are parts of a query. rows_of(), json_of() and instances_of() read a whole one, for pages whose
query is always the same but for its keys. Such SQL holds nothing that changes while the process runs, such as the day,
unless it belongs to the name.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from itertools import islice
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, F, Field, Func, JSONField, Model, QuerySet, Subquery, Value
from django.db.models.expressions import BaseExpression
from psycopg.sql import Literal

#: Name → SQL and parameters.
_known: dict[str, tuple[str, Sequence[Any]]] = {}
#: Whole queries, whose names may hold a day or a number of keys: MOST at once.
_whole: dict[str, _Parted] = {}
MOST = 500
#: The largest value of PostgreSQL's smallest column of integers.
_LARGEST = 2**15 - 1
#: A parameter, or a sign of per cent, in SQL for psycopg.
_SLOT = re.compile("%(s|%)")


class _Parted(NamedTuple):
    """SQL in pieces: between them stand the values of now for what stood for them, `places`, one fewer."""

    pieces: list[str]
    places: list[Any]

    def complete(self, given: Mapping[Any, Any], context: Any) -> str:
        """The SQL with these values, quoted as psycopg quotes parameters."""
        text = [self.pieces[0]]
        for place, piece in zip(self.places, self.pieces[1:], strict=True):
            text += [Literal(given[place]).as_string(context), piece]
        return "".join(text)


def _parted(sql: str, params: Sequence[Any], places: Iterable[Any], context: Any) -> _Parted:
    """`sql` with those of `params` that stay quoted in it: psycopg would quote all, and cut up long SQL, each time."""
    pieces, met, values = [""], [], iter(params)
    for number, part in enumerate(_SLOT.split(sql)):
        if number % 2 == 0 or part == "%":
            pieces[-1] += part
            continue
        value = next(values)
        if isinstance(value, int | str | datetime | UUID) and value in places:
            met.append(value)
            pieces.append("")
        else:
            pieces[-1] += Literal(value).as_string(context)
    return _Parted(pieces, met)


def compiled_once(name: str, compiler: Any, make: Callable[[], BaseExpression]) -> tuple[str, Sequence[Any]]:
    """SQL and parameters of the expression `make()`, made once for a `name`; for as_sql() of an expression."""
    if name not in _known:
        _known[name] = compiler.compile(make().resolve_expression(compiler.query))
    return _known[name]


class ValueOf(Func):
    """The value that `rows()`, a query of (key, value), finds for this key; its SQL is made once for a `name`.

    It may stand on any table, and in a sub-select. `rows` is a function of a module, or a partial of one: querysets are
    pickled with what has been prefetched by them.
    """

    output_field: Field = JSONField()
    # In brackets of its own, so that no table's name in it hides the one of the key.
    found = "(SELECT found.value FROM {rows} AS found (key, value) WHERE found.key = {key} LIMIT 1)"

    def __init__(self, name: str, rows: Callable[[], QuerySet], key: str, *, output_field: Field | None = None) -> None:
        super().__init__(key, output_field=output_field)
        self.name, self.rows = name, rows

    def as_sql(self, compiler: Any, connection: Any, *_more: Any, **_extra: Any) -> tuple[str, tuple[Any, ...]]:
        """The rows under the name, of the key."""
        key, of_key = compiler.compile(self.get_source_expressions()[0])
        rows, of_rows = compiled_once(self.name, compiler, lambda: Subquery(self.rows(), JSONField()))
        return self.found.format(rows=rows, key=key), (*of_rows, *of_key)


class ValuesOf(ValueOf):
    """All values that are found for the key, in the order of the query, as a JSON array; [] without any."""

    found = "(SELECT coalesce(jsonb_agg(found.value), '[]') FROM {rows} AS found (key, value) WHERE found.key = {key})"


def stand_ins(number: int) -> tuple[int, ...]:
    """What stands for that many keys, or other numbers, where SQL is made: values that every integer column may have.

    For a value that it cannot have, such as -1 in a positive one, Django leaves the condition, or the rows, out.
    """
    return tuple(_LARGEST - place for place in range(number))


class KeyIn(Func):
    """Condition that the column holds one of the keys given as `{KeyIn.KEYS: KeyIn.given(keys)}`, however many.

    `type`: that of the column in PostgreSQL.
    """

    KEYS = "{}"
    output_field = BooleanField()
    template, arg_joiner = "(%(expressions)s::%(type)s[]))", " = ANY("

    def __init__(self, column: str, type: str = "bigint") -> None:
        super().__init__(column, Value(self.KEYS), type=type)

    @staticmethod
    def given(keys: Iterable[int | UUID]) -> str:
        """The keys as PostgreSQL reads an array."""
        return f"{{{','.join(map(str, keys))}}}"


def rows_of(name: str, make: Callable[[], QuerySet], given: Mapping[Any, Any]) -> list[tuple[Any, ...]]:
    """Rows of `make()`, a query of values_list(), as the database gives them; its SQL is made once for a `name`.

    `given`: what stands in the query as a parameter → that of now. All that may change besides belongs to the name.
    """
    with connection.cursor() as cursor:
        if (known := _whole.get(name)) is None:
            if len(_whole) >= MOST:
                _whole.clear()
            known = _whole[name] = _parted(*make().query.sql_with_params(), given, cursor.connection)
        cursor.execute(known.complete(given, cursor.connection))
        return cursor.fetchall()


def json_of(name: str, make: Callable[[], QuerySet], given: Mapping[Any, Any]) -> list[Any]:
    """The same for a query of one column that holds JSON."""
    return [json.loads(found) for (found,) in rows_of(name, make, given)]


class _Columns(NamedTuple):
    """Columns of a model, all that its table has and those of its parents."""

    names: tuple[str, ...]
    key: int  # place of the primary key
    #: (place, what turns the value of the database into that of the field), for the few fields that need it.
    readers: list[tuple[int, Callable[..., Any]]]


@cache
def _columns_of(model: type[Model]) -> _Columns:
    fields = model._meta.concrete_fields
    names = tuple(field.attname for field in fields)
    readers = [(at, field.from_db_value) for at, field in enumerate(fields) if hasattr(field, "from_db_value")]
    return _Columns(names, fields.index(model._meta.pk), readers)


def _instance(model: type[Model], values: tuple[Any, ...]) -> Any:
    """The instance as Django's query makes it; None for an empty row of an outer join."""
    names, key, readers = _columns_of(model)
    if values[key] is None:
        return None
    read = list(values)
    for at, reader in readers:
        read[at] = reader(read[at], F(names[at]), connection)
    return model.from_db(connection.alias, names, read)


def instances_of[Row: Model](
    name: str,
    model: type[Row],
    make: Callable[[], QuerySet[Row]],
    given: Mapping[Any, Any],
    *,
    beside: Sequence[str] = (),
    annotated: Sequence[str] = (),
    documents: Sequence[str] = (),
) -> list[Row]:
    """Instances of `make()`, a query of the model's rows, by rows_of().

    `beside`: foreign keys whose rows come along, as by select_related(), “version” before “version__asset”; rows that
    have the same one share its instance. `annotated`: annotations as rows_of() gives them; `documents`: those of JSON.
    """
    own = _columns_of(model).names
    related = [(path, *path.rpartition("__")[::2], _model_of(model, path)) for path in beside]
    names = [*own, *(f"{path}__{one}" for path, _way, _last, other in related for one in _columns_of(other).names)]
    met: dict[tuple[str, Any], Any] = {}
    found = []
    for row in rows_of(name, lambda: make().values_list(*names, *annotated, *documents), given):
        values = iter(row)
        rows: dict[str, Any] = {"": _instance(model, tuple(islice(values, len(own))))}
        for path, way, last, other in related:
            columns = _columns_of(other)
            read = tuple(islice(values, len(columns.names)))
            key = path, read[columns.key]
            if key not in met:
                met[key] = _instance(other, read)
            rows[path] = met[key]
            if rows[way] is not None:
                setattr(rows[way], last, rows[path])
        for one in annotated:
            setattr(rows[""], one, next(values))
        for one in documents:
            setattr(rows[""], one, json.loads(next(values)))
        found.append(rows[""])
    return found


def _model_of(model: Any, path: str) -> Any:
    """The model that a path of foreign keys leads to."""
    for name in path.split("__"):
        model = model._meta.get_field(name).related_model
    return model
