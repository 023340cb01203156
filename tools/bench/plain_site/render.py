"""Renders pages of the site in the working directory and prints what each costs, as JSON. Imports nothing of ours.

    python render.py '{"pages": {"front": "/"}, "user": "editor", "rounds": 5}'

`user`: the value of the account's name field, or null for a visitor; `before`: a function ("module:name") called before
each request and not counted. Per page: `ms`, the median CPU time of this process for one request in milliseconds
(PostgreSQL's own not included); `rows`, model instances built; `queries`; `bytes` of the response.
"""

import json
import pkgutil
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import django
from django.db import connection
from django.db.models.signals import post_init
from django.test.utils import CaptureQueriesContext

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
        response = client.get(path)
        if response.status_code != 200:
            raise RuntimeError(f"{path}: {response.status_code}")
    milliseconds = []
    for _round in range(rounds):
        before()
        start = time.process_time()
        client.get(path)
        milliseconds.append((time.process_time() - start) * 1000)
    before()
    rows = 0

    def count(**_kwargs: Any) -> None:
        nonlocal rows
        rows += 1

    post_init.connect(count, dispatch_uid="bench")
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    post_init.disconnect(dispatch_uid="bench")
    return {
        "ms": statistics.median(milliseconds),
        "rows": rows,
        "queries": len(queries),
        "bytes": len(response.content),
    }


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
