"""The indexes that follow what is saved: the site's search, the administration's search, Wagtail's reference index.

They cost an eighth of what a test writes, and few tests ask them. Off by default; on in worlds, in browser tests and
where a module or a test says `pytest.mark.indexed`.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

import pytest
from django.tasks.backends.immediate import ImmediateBackend

#: Tasks of Wagtail that its signals enqueue for every row saved.
WAGTAILS = {"update_reference_index_task", "insert_or_update_object_task"}
#: Functions of search/index.py that search/signals.py calls.
OURS = ("index_page", "index_tree", "index_asset", "index_kit", "index_partner", "index_help", "index_objects")


class Indexes:
    """Whether they follow, in all threads of this process."""

    follow = True


class TaskBackend(ImmediateBackend):
    """Tasks run at once, as on the site; those of the indexes only while these follow."""

    def enqueue(self, task: Any, args: Any, kwargs: Any) -> Any:
        if Indexes.follow or task.func.__name__ not in WAGTAILS:
            return super().enqueue(task, args, kwargs)
        return None  # no caller in Wagtail looks at it


def _when_followed(write: Callable[..., None]) -> Callable[..., None]:
    @wraps(write)
    def wrapped(*args: Any) -> None:
        if Indexes.follow:
            write(*args)

    return wrapped


@pytest.fixture(scope="session", autouse=True)
def own_index():
    """Lets the site's own search and the titles of pages be switched by Indexes.follow."""
    from base.admin import title_index
    from search import index

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(title_index, "write", _when_followed(title_index.write))
        for name in OURS:
            patch.setattr(index, name, _when_followed(getattr(index, name)))
        yield
