"""What somebody else does between a view's read and its lock, without threads: the same order in every run.

The step is taken before the view opens its transaction: inside, it would be rolled back together with the view's own.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from django.db import connection, transaction


def meanwhile(monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, step: Callable[[], object]) -> None:
    """Call `step` once, right before the next call of `owner.name`, which the view makes after it has read the row."""
    real = getattr(owner, name)

    def late(*args: Any, **kwargs: Any) -> Any:
        monkeypatch.setattr(owner, name, real)
        step()
        return real(*args, **kwargs)

    monkeypatch.setattr(owner, name, late)


def before_the_lock(monkeypatch: pytest.MonkeyPatch, views: ModuleType, step: Callable[[], object]) -> None:
    """Call `step` once, right before a view of the module `views` opens its next transaction."""

    def late() -> Any:
        monkeypatch.setattr(views, "transaction", transaction)
        step()
        return transaction.atomic()

    monkeypatch.setattr(views, "transaction", SimpleNamespace(atomic=late))


def gone_at_the_lock() -> AbstractContextManager[None]:
    """Rows are not there any more when they are locked, as if somebody had deleted them after the view read them."""

    def run(execute: Any, sql: str, *args: Any) -> Any:
        return execute(f"SELECT * FROM ({sql}) AS gone WHERE false" if " FOR UPDATE" in sql else sql, *args)

    return connection.execute_wrapper(run)
