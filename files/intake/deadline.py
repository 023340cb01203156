"""The time limit of one request with uploads: about ten seconds for all its files together (limits.REQUEST_SECONDS)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from time import monotonic

from files import limits
from files.limits import Budget


@dataclass
class RequestDeadline:
    """Time left for the files of one request.

    `ends`: when cleaning must end, in seconds of the monotonic clock. `scanning`: seconds left for the scanner.
    """

    ends: float = field(default_factory=lambda: monotonic() + limits.REQUEST_SECONDS)
    scanning: float = field(default_factory=lambda: limits.REQUEST_SCAN_SECONDS)
    was_short: bool = False  # earlier files had used more than half of the time: a time-out is not this file's fault

    def shorten(self, budget: Budget) -> Budget:
        """`budget` with its wall time cut to what is left; sets `was_short`."""
        self.was_short = self.ends - monotonic() < limits.REQUEST_SECONDS / 2
        return replace(budget, wall_seconds=min(budget.wall_seconds, self.ends - monotonic()))

    @contextmanager
    def scanner(self) -> Iterator[float]:
        """Yield the monotonic time at which the scan must end; its duration is subtracted from `scanning`.

        That time may be up to REQUEST_LAST_SECONDS after `ends`, so that a file cleaned just in time can be scanned.
        """
        started = monotonic()
        try:
            yield min(started + self.scanning, self.ends + limits.REQUEST_LAST_SECONDS)
        finally:
            self.scanning -= monotonic() - started


_shared: ContextVar[RequestDeadline | None] = ContextVar("request_deadline", default=None)


def deadline_of_request() -> RequestDeadline:
    """The one that shared_deadline() began, else a new one, as for a form with a single file."""
    return _shared.get() or RequestDeadline()


@contextmanager
def shared_deadline() -> Iterator[None]:
    """All files accepted inside share one time limit; for views that take several files in one request."""
    token = _shared.set(RequestDeadline())
    try:
        yield
    finally:
        _shared.reset(token)
