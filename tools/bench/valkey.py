"""Valkey for one measurement, with the limits of deploy/valkey.sh: pages cost there what they cost on a server."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tools.devserver import state
from tools.stack import programs

LIMITS = ("--save", "", "--maxmemory", "256mb", "--maxmemory-policy", "allkeys-lru")
SECONDS = 10  # to start


@contextmanager
def running() -> Iterator[Callable[[int], str]]:
    """Start a server; gives number of a database → CACHE_URL. Raises LocalError where it does not start."""
    port = state.free_ports(1)
    command = [str(programs.valkey_server()), "--port", str(port), "--bind", "127.0.0.1", *LIMITS]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        end = time.monotonic() + SECONDS
        while not programs.listens(port):
            if time.monotonic() > end:
                raise state.LocalError("Valkey không chạy.")
            time.sleep(0.1)
        yield lambda number: f"redis://127.0.0.1:{port}/{number}"
    finally:
        server.terminate()
        server.wait()
