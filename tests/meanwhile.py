"""What somebody else does between a view's read and its lock, without threads: the same order in every run."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest


def meanwhile(monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, step: Callable[[], object]) -> None:
    """Call `step` once, right before the next call of `owner.name`, which the view makes after it has read the row."""
    real = getattr(owner, name)

    def late(*args: Any, **kwargs: Any) -> Any:
        monkeypatch.setattr(owner, name, real)
        step()
        return real(*args, **kwargs)

    monkeypatch.setattr(owner, name, late)
