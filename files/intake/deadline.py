"""How long somebody who waits for the answer to a form waits: ten seconds, for all files of the form together."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from time import monotonic

from files import limits
from files.limits import Budget


@dataclass
class Patience:
    """Seconds of the monotonic clock: cleaning ends at `ends`; `scanning` is what the scanner may still take."""

    ends: float = field(default_factory=lambda: monotonic() + limits.REQUEST_SECONDS)
    scanning: float = field(default_factory=lambda: limits.REQUEST_SCAN_SECONDS)
    was_short: bool = False  # the files before this one had used most of the time: it is not this one that is slow

    def shorten(self, budget: Budget) -> Budget:
        """The same budget, ending when the answer is due."""
        self.was_short = self.ends - monotonic() < limits.REQUEST_SECONDS / 2
        return replace(budget, wall_seconds=min(budget.wall_seconds, self.ends - monotonic()))

    @contextmanager
    def scanner(self) -> Iterator[float]:
        """Until when the scanner is listened to now; what it took is taken from what is left.

        It may go on a little after `ends`: a file that was cleaned in time is not refused for the scanner's sake.
        """
        begun = monotonic()
        try:
            yield min(begun + self.scanning, self.ends + limits.REQUEST_LAST_SECONDS)
        finally:
            self.scanning -= monotonic() - begun


_shared: ContextVar[Patience | None] = ContextVar("patience", default=None)


def patience_of_request() -> Patience:
    """What one_answer() began, else a new one: a form with a single file needs no more."""
    return _shared.get() or Patience()


@contextmanager
def one_answer() -> Iterator[None]:
    """All files accepted inside share one patience; for views that take several files in one request."""
    token = _shared.set(Patience())
    try:
        yield
    finally:
        _shared.reset(token)
