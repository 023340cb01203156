"""State of local services between runs (one JSON file per service), ports, locks and processes.

The files have mode 0600, because they contain passwords.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import json
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).resolve().parent.parent.parent
# Above LAST_PORT the kernel takes ports for outgoing connections, so a free one may be taken at any moment.
FIRST_PORT, LAST_PORT = 20_000, 32_000
_HANDED_OUT: set[int] = set()
_PR_SET_PDEATHSIG = 1


class LocalError(Exception):
    """A problem that the user can solve; the message says how, one or two sentences."""


class AlreadyRunning(LocalError):
    """Another process holds the lock."""


def read(path: Path) -> dict[str, Any]:
    """The stored values; {} where there is no file or it is incomplete."""
    try:
        return dict(json.loads(path.read_text()))
    except (FileNotFoundError, ValueError):
        return {}


def write(path: Path, values: dict[str, Any]) -> None:
    """Replace the file atomically, with mode 0600."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(".new")
    new.unlink(missing_ok=True)
    with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(values, file, indent=1)
    new.replace(path)


@contextlib.contextmanager
def locked(path: Path, *, wait: bool = True, shared: bool = False) -> Iterator[None]:
    """Hold the lock file; the kernel releases it when the process ends, for whatever reason.

    Raises AlreadyRunning where `wait` is False and another process holds it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "a") as file:
        flags = (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | (0 if wait else fcntl.LOCK_NB)
        try:
            fcntl.flock(file, flags)
        except BlockingIOError as error:
            raise AlreadyRunning(str(path)) from error
        yield


def port_is_free(port: int) -> bool:
    """Whether a server could listen on 127.0.0.1:`port` now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_ports(count: int, remembered: int | None = None) -> int:
    """The first of `count` free consecutive ports; `remembered` if these are free.

    A process returns a port only once, because it may be bound much later; `remembered`, for a restarted server, is
    exempt. Raises LocalError where none is left.
    """
    # Every process starts at another port, so that concurrent ones rarely choose the same.
    first = FIRST_PORT + (os.getpid() * 17) % (LAST_PORT - FIRST_PORT - count)
    candidates = [remembered] if remembered else []
    candidates += list(range(first, LAST_PORT - count, count)) + list(range(FIRST_PORT, first, count))
    for start in candidates:
        ports = range(start, start + count)
        if (start == remembered or _HANDED_OUT.isdisjoint(ports)) and all(map(port_is_free, ports)):
            _HANDED_OUT.update(ports)
            return start
    raise LocalError(f"Không còn cổng trống trong khoảng {FIRST_PORT}–{LAST_PORT}. Hãy tắt bớt chương trình.")


def identity(pid: int) -> dict[str, Any]:
    """Pid and creation time of a process, which tell it from a later one with the same pid."""
    return {"pid": pid, "created": psutil.Process(pid).create_time()}


def alive(values: dict[str, Any]) -> psutil.Process | None:
    """The process of identity(); None where it has ended."""
    try:
        process = psutil.Process(int(values["pid"]))
        same = abs(process.create_time() - values["created"]) < 1
        return process if same and process.status() != psutil.STATUS_ZOMBIE else None
    except (KeyError, psutil.NoSuchProcess):
        return None


def end(process: psutil.Process, first: int = signal.SIGTERM, seconds: float = 10) -> None:
    """Send the signal `first`, and SIGKILL after `seconds`; wait for the end."""
    with contextlib.suppress(psutil.NoSuchProcess):
        process.send_signal(first)
        try:
            process.wait(seconds)
        except psutil.TimeoutExpired:
            process.kill()
            process.wait(60)  # a busy machine takes a while to end a server with much memory


def dies_with_parent(number: int) -> Callable[[], None] | None:
    """A preexec function by which the child gets signal `number` when its parent dies, even by kill -9.

    Linux only: None elsewhere, where the next start ends leftover processes.
    """
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None)

    def ask_kernel() -> None:
        libc.prctl(_PR_SET_PDEATHSIG, number)

    return ask_kernel


def wait_until(ready: Callable[[], bool], running: Callable[[], bool], seconds: float, log: Path) -> None:
    """Poll `ready`. Raises LocalError with the end of the log where the process dies or `seconds` have passed."""
    deadline = time.monotonic() + seconds
    while not ready():
        if not running() or time.monotonic() > deadline:
            tail = log.read_text(errors="replace")[-1500:] if log.exists() else ""
            raise LocalError(f"{log.stem} không khởi động được. Nhật ký: {log}\n{tail}")
        time.sleep(0.05)
