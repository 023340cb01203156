"""The state of a story's workflow, read once a request of the administration: Wagtail's editor asks twenty times.

A request that saves or deletes a state, or the state of one of its steps, asks the database each time from then on: it
may be rolled back. So does everything outside of such a request.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from wagtail.models import TaskState, WorkflowState

type _States = dict[int, WorkflowState | None]
_known: ContextVar[_States | None] = ContextVar("states of workflows", default=None)


@contextmanager
def read_once() -> Iterator[None]:
    """Within it each story's state is read once, unless one is saved or deleted."""
    token = _known.set({})
    try:
        yield
    finally:
        _known.reset(token)


def state_of(key: int, read: Callable[[], WorkflowState | None]) -> WorkflowState | None:
    """The current state of the story with this primary key: known in this request, or what `read` finds."""
    known = _known.get()
    if known is None:
        return read()
    if key not in known:
        known[key] = read()
    return known[key]


def _forget(instance: Model, **_said: Any) -> None:
    if isinstance(instance, WorkflowState | TaskState):
        _known.set(None)


post_save.connect(_forget, dispatch_uid="workflow states: saved")
post_delete.connect(_forget, dispatch_uid="workflow states: deleted")
