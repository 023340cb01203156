"""SQL that each process compiles once: Django takes milliseconds for that of a deep query."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Field, Func, JSONField, QuerySet, Subquery
from django.db.models.expressions import BaseExpression

#: Name → SQL and parameters.
_known: dict[str, tuple[str, Sequence[Any]]] = {}


def compiled_once(name: str, compiler: Any, make: Callable[[], BaseExpression]) -> tuple[str, Sequence[Any]]:
    """SQL and parameters of the expression `make()`, made once for a `name`; for as_sql() of an expression."""
    if name not in _known:
        _known[name] = compiler.compile(make().resolve_expression(compiler.query))
    return _known[name]


class CompiledOnce(Func):
    """The JSON of `make()`, whose SQL each process makes once for a `name`.

    So the expression holds nothing that changes while the process runs, such as the day. It may refer to columns of the
    row (OuterRef) where the query is always on the same table. `given`: what stands in it as a parameter → that of now.
    """

    output_field = JSONField()

    def __init__(self, name: str, make: Callable[[], BaseExpression], given: Mapping[Any, Any] | None = None) -> None:
        super().__init__()
        self.name, self.make, self.given = name, make, given or {}

    def as_sql(self, compiler: Any, connection: Any, *_more: Any, **_extra: Any) -> tuple[str, tuple[Any, ...]]:
        """The SQL under the name."""
        sql, params = compiled_once(self.name, compiler, self.make)
        return sql, tuple(self.given.get(one, one) if isinstance(one, int | str | datetime) else one for one in params)


class ValueOf(Func):
    """The value that `rows()`, a query of (key, value), finds for this key; its SQL is made once for a `name`.

    Unlike CompiledOnce it may stand on any table, and in a sub-select. `rows` is a function of a module, or a partial
    of one: querysets are pickled with what has been prefetched by them.
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
