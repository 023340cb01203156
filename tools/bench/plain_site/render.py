"""Renders pages of the site in the working directory and prints what each costs, as JSON. Imports nothing of ours.

    python render.py '{"pages": {"front": "/"}, "user": "editor", "rounds": 5}'

`user`: the value of the account's name field, or null for a visitor; `before`: a function ("module:name") called before
each request and not counted, e.g. one that forgets what is kept. Per page: `ms`, the median CPU time of this process
for one request in milliseconds (PostgreSQL's own not included); its parts `sql` (compiling queries), `fetch` (sending
them) and `template`; `rows`, model instances built; `queries`, and `bytes` of the answer.
"""

import json
import pkgutil
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

import django
from django.db.backends.utils import CursorWrapper
from django.db.models.signals import post_init
from django.db.models.sql.compiler import SQLCompiler
from django.template.base import Template

WARM = 10  # Python runs code faster from its eighth time or so on; a server's process has long run it


def main(job: dict[str, Any]) -> None:
    """Render every page `rounds` times, after WARM that nobody counts."""
    django.setup()
    from django.contrib.auth import get_user_model
    from django.test import Client

    client = Client(headers={"host": "127.0.0.1"})
    if job["user"]:
        people = get_user_model()
        account = people.objects.get(**{people.USERNAME_FIELD: job["user"]})
        client.force_login(account, backend=job.get("backend"))
        if job.get("second_factor"):
            session = client.session
            session["account_authentication_methods"] = [{"method": "mfa", "at": time.time()}]
            session.save()
    before = pkgutil.resolve_name(job["before"]) if job.get("before") else lambda: None
    print(json.dumps({name: costs(client, path, job["rounds"], before) for name, path in job["pages"].items()}))


def costs(client: Any, path: str, rounds: int, before: Callable[[], Any]) -> dict[str, float]:
    """What one page costs. Raises RuntimeError for a status other than 200."""
    for _warm in range(WARM):
        before()
        answer = client.get(path)
        if answer.status_code != 200:
            raise RuntimeError(f"{path}: {answer.status_code}")
    spent = []
    for _round in range(rounds):
        before()
        began = time.process_time()
        client.get(path)
        spent.append(time.process_time() - began)
    before()
    clock = parts_of(lambda: client.get(path))
    found = {"ms": statistics.median(spent) * 1000, "rows": clock.rows, "queries": clock.queries}
    return found | clock.spent | {"bytes": len(answer.content)}


class Clock:
    """Milliseconds of CPU time by part; what a part does inside another is counted for the inner one only."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {"sql": 0.0, "fetch": 0.0, "template": 0.0}
        self.rows = self.queries = 0
        self._open: list[tuple[str, float]] = []

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Count the time of the block for `name`."""
        now = time.process_time()
        if self._open:
            outer, since = self._open[-1]
            self.spent[outer] += (now - since) * 1000
        self._open.append((name, now))
        try:
            yield
        finally:
            now = time.process_time()
            _name, since = self._open.pop()
            self.spent[name] += (now - since) * 1000
            if self._open:
                self._open[-1] = (self._open[-1][0], now)

    def seen(self, **_said: Any) -> None:
        """Receiver of post_init: one model instance more."""
        self.rows += 1


def timed(clock: Clock, name: str, work: Callable[..., Any]) -> Callable[..., Any]:
    """`work`, whose time `clock` counts for `name`. A function, so that it becomes a method of a class."""

    def within(*args: Any, **kwargs: Any) -> Any:
        with clock.part(name):
            return work(*args, **kwargs)

    return within


def parts_of(work: Callable[[], Any]) -> Clock:
    """What one call of `work` spends where, with the model instances that it builds and the queries that it sends."""
    clock = Clock()
    execute = timed(clock, "fetch", CursorWrapper.execute)

    def counted(self: Any, *args: Any, **kwargs: Any) -> Any:
        clock.queries += 1
        return execute(self, *args, **kwargs)

    post_init.connect(clock.seen, dispatch_uid="bench")
    with ExitStack() as stack:
        for owner, name, part in ((SQLCompiler, "as_sql", "sql"), (Template, "render", "template")):
            stack.enter_context(patch.object(owner, name, timed(clock, part, getattr(owner, name))))
        stack.enter_context(patch.object(CursorWrapper, "execute", counted))
        work()
    post_init.disconnect(dispatch_uid="bench")
    return clock


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
