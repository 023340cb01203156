"""One clock for tests whose subject is time.

`@pytest.mark.clock("2026-11-18 09:00")` starts the test at that moment; an hour without a zone is one in Cần Thơ.
The clock runs on from there, or stands still with `tick=False`. In the test, `clock.move_to("2026-12-31 23:50")`
sets it anew; that needs no marker. Fixtures of the function see the same clock, those of modules and sessions do not.

TEST_CLOCK="2028-02-29 00:05" gives that clock to every test without one of its own: for looking for tests, and code,
that fail at midnight or at the end of a month.

Only this process travels. PostgreSQL's now() does not, so no code of ours asks for it (test_clock.py); neither do
other processes and browsers. Requests to S3 are signed with the real time: its server refuses any other.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def moment(text: str) -> float:
    """`text` in ISO 8601 in seconds: of a datetime, time-machine would take the zone for the whole process."""
    parsed = datetime.fromisoformat(text)
    return (parsed if parsed.tzinfo else parsed.replace(tzinfo=ZONE)).timestamp()


def _real_now(remove_tzinfo: bool = True) -> datetime:
    now = time_machine.escape_hatch.datetime.datetime.now(UTC)
    return now.replace(tzinfo=None) if remove_tzinfo else now


class Clock:
    """The clock of one test: the real one until `move_to()`."""

    def __init__(self, opened: contextlib.ExitStack) -> None:
        self._opened = opened
        self._travel: time_machine.Traveller | None = None

    def move_to(self, text: str, *, tick: bool = True) -> None:
        """It is `text` now; time goes on from there unless `tick` is False."""
        if self._travel:
            self._travel.move_to(moment(text), tick=tick)
            return
        patch = self._opened.enter_context(pytest.MonkeyPatch.context())
        patch.setattr("botocore.auth.get_current_datetime", _real_now)
        self._travel = self._opened.enter_context(time_machine.travel(moment(text), tick=tick))


@pytest.fixture(autouse=True)
def clock(request: pytest.FixtureRequest) -> Iterator[Clock]:
    """The clock of this test, set by its marker if it has one."""
    marker = request.node.get_closest_marker("clock")
    with contextlib.ExitStack() as opened:
        fake_clock = Clock(opened)
        if marker:
            fake_clock.move_to(*marker.args, **marker.kwargs)
        elif os.environ.get("TEST_CLOCK"):
            fake_clock.move_to(os.environ["TEST_CLOCK"])
        yield fake_clock
