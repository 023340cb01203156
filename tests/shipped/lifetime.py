"""A stack from its start to its end, whatever happens in between."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn, Protocol

from tools.devserver import state


class Stack(Protocol):
    """All services of docker-compose.yml, however they are run (native.py, containers/), as the checks see them."""

    readers: tuple[str, str]  # addresses that visitors come from
    seen_as: tuple[str, str]  # by Caddy, and so by the site
    values: dict[str, str]  # of .env

    @property
    def folder(self) -> Path:
        """Where what it writes lies."""

    @property
    def authority(self) -> Path:
        """Certificate of the authority with which Caddy signs."""

    @property
    def ours(self) -> list[str]:
        """Services that run the project's own code until they are stopped."""

    def start(self) -> None:
        """Start all. Raises LocalError."""

    def stop(self) -> None:
        """End all."""

    def start_again(self, name: str) -> None:
        """Start a service that was stopped."""

    def stop_service(self, name: str) -> None:
        """End it, and wait."""

    def run(self, *command: str) -> str:
        """Standard output of `command` where the service `web` runs. Raises LocalError."""

    def said(self, name: str) -> str:
        """What the service has written to its log."""

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """The answer of the site's database."""

    def letters(self) -> list[str]:
        """The letters that have arrived, as they were sent."""

    def scanner_has_socket(self) -> bool:
        """Whether there is the file that the start script of the scanner's image waits for."""

    def open_parsers(self) -> list[str]:
        """Of the processes that read uploaded files, those that could reach the network."""


def with_stack[AnyStack: Stack](stack: AnyStack, work: Callable[[AnyStack], int], seconds: int) -> int:
    """Start `stack`, return what `work` returns, stop; 1 where a service does not start.

    After `seconds` (0: never) it ends the process, which stops all services too. One stack of a name runs at a time;
    the next one waits.
    """
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGALRM):
        signal.signal(number, leave)
    try:
        with state.locked(state.ROOT / ".test-services" / f"stack-{stack.folder.name}.lock"):
            signal.alarm(seconds)
            started = time.monotonic()
            try:
                stack.start()
                print(f"chạy {time.monotonic() - started:5.1f} s  mọi dịch vụ của docker-compose.yml", flush=True)
                failed = work(stack)
                print(f"tổng {time.monotonic() - started:5.1f} s", flush=True)
                if failed:
                    print(f"Nhật ký: {stack.folder}/logs", flush=True)
                return failed
            finally:
                signal.alarm(0)
                stack.stop()
    except state.LocalError as problem:
        print(problem, file=sys.stderr)
    except KeyboardInterrupt:
        pass
    return 1


def leave(number: int, _frame: object) -> NoReturn:
    """Signal handler: end by an exception, so that the services are stopped."""
    sys.exit("Quá giờ. Nhật ký: .stack/*/logs" if number == signal.SIGALRM else 1)
