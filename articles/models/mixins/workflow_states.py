"""The state of a story's workflow, read once per request of the administration; Wagtail's editor reads it 20 times.

After a request has saved or deleted a workflow state or task state, it reads the database each time, because the change
may be rolled back. Code outside of such a request always reads the database.
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
    """Context manager in which each story's state is read once, unless a state is saved or deleted."""
    token = _known.set({})
    try:
        yield
    finally:
        _known.reset(token)


def state_of(key: int, read: Callable[[], WorkflowState | None]) -> WorkflowState | None:
    """The current state of the story with this primary key: as known in this request, else `read()`."""
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
