"""SQL that each process makes once: Django takes milliseconds to write that of a deep query."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Func, JSONField
from django.db.models.expressions import BaseExpression

#: Name → SQL and parameters.
_known: dict[str, tuple[str, Sequence[Any]]] = {}


class WrittenOnce(Func):
    """The JSON of `make()`, whose SQL each process makes once for a `name`.

    So the expression holds nothing that changes while the process runs, such as the day. It may refer to columns of the
    row (OuterRef) where the query is always on the same table.
    """

    output_field = JSONField()

    def __init__(self, name: str, make: Callable[[], BaseExpression]) -> None:
        super().__init__()
        self.name, self.make = name, make

    def as_sql(self, compiler: Any, connection: Any, *_more: Any, **_extra: Any) -> tuple[str, tuple[Any, ...]]:
        """The SQL under the name."""
        if self.name not in _known:
            _known[self.name] = compiler.compile(self.make().resolve_expression(compiler.query))
        sql, params = _known[self.name]
        return sql, tuple(params)
