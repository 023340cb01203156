"""Health checks: /healthz (the process runs) and /readyz (its services answer)."""

from __future__ import annotations

import logging
import threading
import time
import uuid
from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.db import connection, connections
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from files.intake import sandbox_check
from files.storage.backends import ZONES, storage_for
from jobs.recovery import worker_age
from jobs.schedule import publishing_age

WORKER_MAX_AGE = 60  # seconds since the last heartbeat
SCHEDULER_MAX_AGE = 300  # seconds since scheduled publishing last succeeded; it runs every minute
ANSWER_SECONDS = 2.5  # for all checks of /readyz together: who asks waits three seconds
log = logging.getLogger(__name__)


class NotReady(Exception):
    """A service answers, but not as expected."""


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer 200. Uses no service: while the database is down, the engine must not restart every container."""
    return _plain("ok", 200)


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Answer 200 if all CHECKS hold, else 503; staff sessions get the reasons (docs/operations.md says what to do).

    Answers within ANSWER_SECONDS whatever hangs: a check without an answer by then counts as failed.
    """
    until = time.monotonic() + ANSWER_SECONDS
    runs = {name: _running(name, check) for name, check in CHECKS.items()}
    parts = {name: run.result(until) for name, run in runs.items()}
    ready = all(part["ok"] for part in parts.values())
    status = 200 if ready else 503
    if _is_staff(request, parts):
        response: HttpResponse = JsonResponse({"ready": ready, "parts": parts}, status=status)
        response["Cache-Control"] = "no-store"
        return response
    return _plain("ok" if ready else "not ready", status)


def _plain(text: str, status: int) -> HttpResponse:
    response = HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = "no-store"
    return response


class _Run(threading.Thread):
    """One run of a check in a thread with its own database connection."""

    def __init__(self, name: str, check: Callable[[], str]) -> None:
        super().__init__(name=f"readyz-{name}", daemon=True)  # a hanging check must not keep the process from ending
        self.part, self.check, self.started = name, check, time.monotonic()
        self.found: tuple[bool, str] | None = None

    def run(self) -> None:
        """Ask the service; whatever it raises is its answer."""
        try:
            self.found = True, self.check()
        except Exception as error:
            self.found = False, f"{type(error).__name__}: {error}"[:300]
        finally:
            connections.close_all()

    def result(self, until: float) -> dict[str, object]:
        """The answer, waiting for it until `until` (seconds of the monotonic clock)."""
        self.join(max(0, until - time.monotonic()))
        waited = time.monotonic() - self.started
        ok, note = self.found or (False, f"no answer for {waited:.1f} s")
        if not ok:
            log.warning("readyz: %s: %s", self.part, note)
        return {"ok": ok, "note": note, "ms": round(waited * 1000)}


_runs: dict[str, _Run] = {}
_starting = threading.Lock()


def _running(name: str, check: Callable[[], str]) -> _Run:
    """A run of `check`: the one that still hangs, so that probes during an outage pile up no threads, or a new one."""
    with _starting:
        run = _runs.get(name)
        if run is None or not run.is_alive():
            run = _runs[name] = _Run(name, check)
            run.start()
        return run


def _is_staff(request: HttpRequest, parts: dict[str, dict[str, object]]) -> bool:
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not parts["database"]["ok"]:
        return False
    return bool(request.user.is_authenticated and request.user.is_staff)


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return ""


def _storage() -> str:
    for zone in ZONES:
        storage_for(zone).exists(f"readyz/{uuid.UUID(int=0)}")
    return ""


def _cache() -> str:
    key, value = "readyz", uuid.uuid4().hex
    cache.set(key, value, 10)
    if not cache.get(key):
        raise NotReady("what was written cannot be read")
    return ""


def _sandbox() -> str:
    return sandbox_check.network()


def _worker() -> str:
    return _seen("worker", worker_age(), WORKER_MAX_AGE)


def _scheduler() -> str:
    return _seen("scheduler", publishing_age(), SCHEDULER_MAX_AGE)


def _seen(name: str, age: float | None, limit: int) -> str:
    if age is None or age > limit:
        raise NotReady(f"no {name} has ever been seen" if age is None else f"last seen {age:.0f} s ago")
    return f"last seen {age:.0f} s ago"


CHECKS: dict[str, Callable[[], str]] = {
    "database": _database,
    "storage": _storage,
    "cache": _cache,
    "sandbox": _sandbox,
    "worker": _worker,
    "scheduler": _scheduler,
}
