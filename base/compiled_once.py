"""SQL that each process compiles once: Django takes milliseconds for that of a deep query."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Func, JSONField
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
