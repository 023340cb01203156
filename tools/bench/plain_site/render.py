"""Renders pages of the site in the working directory and prints what each costs, as JSON. Imports nothing of ours.

    python render.py '{"pages": {"front": "/"}, "user": "editor", "rounds": 5}'

`user`: the value of the account's name field, or null for a visitor. Per page: `ms`, the median CPU time of this
process for one request in milliseconds (PostgreSQL's own not included), `rows`, model instances built, `queries`, and
`bytes` of the answer.
"""

import json
import statistics
import sys
import time
from typing import Any

import django


def main(job: dict[str, Any]) -> None:
    """Render every page `rounds` times, after two that nobody counts."""
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
    print(json.dumps({name: costs(client, path, job["rounds"]) for name, path in job["pages"].items()}))


def costs(client: Any, path: str, rounds: int) -> dict[str, float]:
    """What one page costs. Raises RuntimeError for a status other than 200."""
    from django.db import connection
    from django.db.models.signals import post_init
    from django.test.utils import CaptureQueriesContext

    for _warm in range(2):
        answer = client.get(path)
        if answer.status_code != 200:
            raise RuntimeError(f"{path}: {answer.status_code}")
    spent = []
    for _round in range(rounds):
        began = time.process_time()
        client.get(path)
        spent.append(time.process_time() - began)
    rows = []
    post_init.connect(lambda **_said: rows.append(1), weak=False, dispatch_uid="bench")
    with CaptureQueriesContext(connection) as counted:
        answer = client.get(path)
    post_init.disconnect(dispatch_uid="bench")
    ms = statistics.median(spent) * 1000
    return {"ms": ms, "rows": len(rows), "queries": len(counted), "bytes": len(answer.content)}


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
