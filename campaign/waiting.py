"""What other apps have waiting for an account: its first page lists it (a unit's, a partner's, the administration's).

Apps on one level do not import each other (docs/architecture.md): the page asks here, `activities` registers what it
has from AppConfig.ready().
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from users.models import User


@dataclass(frozen=True)
class Task:
    """One thing that waits for the account: what to do, with what, where, and until when (None: no end)."""

    action: str | Promise
    title: str
    address: str
    until: datetime | None = None


Provider = Callable[[User], Iterable[Task]]
_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """Let `provider` name tasks; one query for each kind of task where the account has none."""
    if provider not in _providers:
        _providers.append(provider)


def tasks_of(user: User) -> list[Task]:
    """All tasks of `user`, those that end first come first."""
    tasks = [task for provider in _providers for task in provider(user)]
    return sorted(tasks, key=lambda task: (task.until is None, task.until.timestamp() if task.until else 0))
