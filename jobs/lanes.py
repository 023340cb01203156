"""Slow lanes: queues that get worker processes of their own. The app that owns the tasks registers the lane."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class SlowLane:
    """One queue of slow tasks and how many processes work on it."""

    queue: str
    processes: int  # that run as long as the worker does
    most: int  # processes at once, with those opened for a while
    wants_another: Callable[[], bool]  # asked after every heartbeat: open one more, which ends when its queue is empty?


#: queue → its lane; `manage.py work` reads it.
LANES: dict[str, SlowLane] = {}


def register(lane: SlowLane) -> None:
    """Called from AppConfig.ready(); the last one wins, so that a reload does no harm."""
    LANES[lane.queue] = lane
