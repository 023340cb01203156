"""The processes of a stack, by name: started, watched, hurt and ended. Each has a log of its own."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import psutil

from tools.devserver import state

FIRST_PAUSE, LONGEST_PAUSE = 0.1, 60  # seconds, of Docker's restart policies
STEADY_SECONDS = 10  # what has run for longer begins with the first pause again
PATIENCE = 600  # seconds, for what takes a few to sixty: only a hung process comes so far


class Line(NamedTuple):
    """What a process was started with."""

    command: list[str]
    environment: dict[str, str]


class Children:
    """Processes in sessions of their own that end with this one. Start them from the main thread: the kernel ends them
    with the thread that did."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder  # where they run; the logs are in logs/
        self.lines: dict[str, Line] = {}
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def log(self, name: str) -> Path:
        """The file that has the output of `name`, of all its starts."""
        return self.folder / "logs" / f"{name}.log"

    def start(self, name: str, command: list[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
        """Start `command` with these variables and no other."""
        self.lines[name] = Line(command, environment)
        with open(self.log(name), "ab") as log:
            self.running[name] = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                env=environment,
                start_new_session=True,
                preexec_fn=state.dies_with_parent(signal.SIGTERM),
            )
        return self.running[name]

    def start_again(self, name: str, **more: str) -> None:
        """Start it as the last time, with `more` variables for this time."""
        line = self.lines[name]
        self.start(name, line.command, line.environment | more)
        self.lines[name] = line

    def wait(self, name: str, ready: Callable[[], bool]) -> None:
        """Wait until `ready()`. Raises LocalError with the end of the log where the process fails before."""
        child = self.running[name]
        state.wait_until(ready, lambda: child.poll() in (None, 0), PATIENCE, self.log(name))

    def stop(self, name: str) -> None:
        """SIGTERM, as `docker compose stop` sends it, and wait."""
        process = self.running.pop(name)
        process.terminate()
        process.wait(PATIENCE)

    def fallen(self) -> list[str]:
        """Those that have ended without stop()."""
        return [name for name, process in self.running.items() if process.poll() is not None]

    def stop_all(self) -> None:
        """End all, the last first; after 20 s by force."""
        for process in reversed(list(self.running.values())):
            send(process.pid, signal.SIGCONT)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
        deadline = time.monotonic() + 20
        for process in self.running.values():
            try:
                process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                send(process.pid, signal.SIGKILL)
                process.wait()


class Restarts:
    """When the container engine starts again what has ended by itself: after pauses that double, up to a minute."""

    def __init__(self) -> None:
        self.pauses: dict[str, float] = {}
        self.started: dict[str, float] = {}
        self.fell: dict[str, float] = {}

    def is_due(self, name: str) -> bool:
        """Whether to start it now; ask again and again from the moment at which it is found ended."""
        now = time.monotonic()
        fell = self.fell.setdefault(name, now)
        if fell - self.started.get(name, 0.0) > STEADY_SECONDS:
            self.pauses[name] = FIRST_PAUSE
        if now < fell + self.pauses[name]:
            return False
        del self.fell[name]
        self.started[name], self.pauses[name] = now, min(2 * self.pauses[name], LONGEST_PAUSE)
        return True


def send(pid: int, number: int) -> None:
    """Send the signal to a process and all that it has started, those with sessions of their own included."""
    with contextlib.suppress(psutil.NoSuchProcess):
        first = psutil.Process(pid)
        for process in (first, *first.children(recursive=True)):
            with contextlib.suppress(psutil.NoSuchProcess):
                process.send_signal(number)
