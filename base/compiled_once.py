"""SQL that each process compiles once, because Django needs milliseconds to compile a deep query.

ValueOf and ValuesOf are expressions inside a query. rows_of(), json_of() and instances_of() execute a whole query that
differs only in its parameters. Each piece of SQL is stored under a name. Whatever else may change while the process
runs, such as the day, must be part of that name.
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
#: Name → SQL of a whole query; at most MOST, because names may contain a day or a number of keys.
_whole: dict[str, _Parted] = {}
MOST = 500
#: The largest value of PostgreSQL's smallest column of integers.
_LARGEST = 2**15 - 1
#: A parameter (%s) or an escaped per cent sign (%%) in SQL for psycopg.
_SLOT = re.compile("%(s|%)")


class _Parted(NamedTuple):
    """SQL cut at its variable parameters. `places`: the placeholder between each two pieces, so one fewer."""

    pieces: list[str]
    places: list[Any]

    def complete(self, given: Mapping[Any, Any], context: Any) -> str:
        """The SQL with the values `given` (placeholder → value), quoted as psycopg quotes parameters."""
        text = [self.pieces[0]]
        for place, piece in zip(self.places, self.pieces[1:], strict=True):
            text += [Literal(given[place]).as_string(context), piece]
        return "".join(text)


def _parted(sql: str, params: Sequence[Any], places: Iterable[Any], context: Any) -> _Parted:
    """`sql` cut at the parameters that are in `places`; all others are quoted now, which psycopg would do each time."""
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
    """SQL and parameters of the expression `make()`, compiled once for a `name`; for as_sql() of an expression."""
    if name not in _known:
        _known[name] = compiler.compile(make().resolve_expression(compiler.query))
    return _known[name]


class ValueOf(Func):
    """Annotation: the value that `rows()`, a query of (key, value), has for the column `key`; compiled once per `name`.

    Usable on any table and in a sub-select. `rows` must be a function of a module or a partial of one, because
    querysets that were prefetched are pickled with it.
    """

    output_field: Field = JSONField()
    # A sub-select of its own, so that no table name inside `rows` hides the table of `key`.
    found = "(SELECT found.value FROM {rows} AS found (key, value) WHERE found.key = {key} LIMIT 1)"

    def __init__(self, name: str, rows: Callable[[], QuerySet], key: str, *, output_field: Field | None = None) -> None:
        super().__init__(key, output_field=output_field)
        self.name, self.rows = name, rows

    def as_sql(self, compiler: Any, connection: Any, *_more: Any, **_extra: Any) -> tuple[str, tuple[Any, ...]]:
        """The sub-select around the stored SQL of `rows`, with the column of the key."""
        key, of_key = compiler.compile(self.get_source_expressions()[0])
        rows, of_rows = compiled_once(self.name, compiler, lambda: Subquery(self.rows(), JSONField()))
        return self.found.format(rows=rows, key=key), (*of_rows, *of_key)


class ValuesOf(ValueOf):
    """Annotation: all values for the key, in the order of the query, as a JSON array; [] if there is none."""

    found = "(SELECT coalesce(jsonb_agg(found.value), '[]') FROM {rows} AS found (key, value) WHERE found.key = {key})"


def stand_ins(number: int) -> tuple[int, ...]:
    """`number` different placeholders for keys or other numbers, used while SQL is compiled.

    They are values that every integer column can hold: for any other, such as -1 in a positive column, Django drops the
    condition or returns no rows.
    """
    return tuple(_LARGEST - place for place in range(number))


class KeyIn(Func):
    """Condition that `column` has one of any number of keys, given as `{KeyIn.KEYS: KeyIn.given(keys)}`.

    `type`: PostgreSQL's type of the column.
    """

    KEYS = "{}"
    output_field = BooleanField()
    template, arg_joiner = "(%(expressions)s::%(type)s[]))", " = ANY("

    def __init__(self, column: str, type: str = "bigint") -> None:
        super().__init__(column, Value(self.KEYS), type=type)

    @staticmethod
    def given(keys: Iterable[int | UUID]) -> str:
        """The keys as a PostgreSQL array literal."""
        return f"{{{','.join(map(str, keys))}}}"


def rows_of(name: str, make: Callable[[], QuerySet], given: Mapping[Any, Any]) -> list[tuple[Any, ...]]:
    """Rows of `make()`, a query of values_list(), as the database returns them; its SQL is compiled once for a `name`.

    `given`: placeholder in the query → its present value. Anything else that may change must be part of `name`.
    """
    with connection.cursor() as cursor:
        if (known := _whole.get(name)) is None:
            if len(_whole) >= MOST:
                _whole.clear()
            known = _whole[name] = _parted(*make().query.sql_with_params(), given, cursor.connection)
        cursor.execute(known.complete(given, cursor.connection))
        return cursor.fetchall()


def json_of(name: str, make: Callable[[], QuerySet], given: Mapping[Any, Any]) -> list[Any]:
    """The values of `make()`, a query of one column of JSON; otherwise like rows_of()."""
    return [json.loads(found) for (found,) in rows_of(name, make, given)]


class _Columns(NamedTuple):
    """All columns of a model's table and of its parents'."""

    names: tuple[str, ...]
    key: int  # index of the primary key
    #: (index, the field's from_db_value), for the few fields that have one.
    readers: list[tuple[int, Callable[..., Any]]]


@cache
def _columns_of(model: type[Model]) -> _Columns:
    fields = model._meta.concrete_fields
    names = tuple(field.attname for field in fields)
    readers = [(at, field.from_db_value) for at, field in enumerate(fields) if hasattr(field, "from_db_value")]
    return _Columns(names, fields.index(model._meta.pk), readers)


def _instance(model: type[Model], values: tuple[Any, ...]) -> Any:
    """The instance that Django would make of the row; None for an empty row of an outer join."""
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
    """Instances of `model` from `make()`, a query of its rows, read by rows_of().

    `beside`: foreign keys, and one-to-one keys from the other side, to read along, as by select_related(), “version”
    before “version__asset”; rows with the same foreign key share its instance. `annotated`: names of annotations to
    set; `documents`: of those that are JSON.
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
                _set_beside(rows[way], last, rows[path])
        for one in annotated:
            setattr(rows[""], one, next(values))
        for one in documents:
            setattr(rows[""], one, json.loads(next(values)))
        found.append(rows[""])
    return found


def _set_beside(instance: Any, name: str, other: Any) -> None:
    """Remember what `instance` has at the key, so that nobody asks for it; also that it has nothing."""
    if other is None:
        instance._meta.get_field(name).set_cached_value(instance, None)
    else:
        setattr(instance, name, other)


def _model_of(model: Any, path: str) -> Any:
    """The model at the end of a path of foreign keys (“version__asset”)."""
    for name in path.split("__"):
        model = model._meta.get_field(name).related_model
    return model
