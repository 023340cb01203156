"""Prints steps with their seconds: one live line on a terminal, plain lines elsewhere."""

from __future__ import annotations

import contextlib
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import TextIO

from tools.devserver.console.language import say

CLEAR = "\r\033[K"
TICK_SECONDS = 0.25
QUIET_SECONDS = 10.0  # between two lines about one step where the output is no terminal
WIDTH = 100  # characters of the live line, so that it never wraps


class Steps:
    """One after the other: `with steps.step("PostgreSQL") as tell: … tell("12/79")`."""

    def __init__(self, stream: TextIO | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock` gives seconds; the first call is the beginning from which total() counts."""
        self.stream = sys.stdout if stream is None else stream
        self.clock = clock
        self.began = clock()
        self.live = self.stream.isatty()

    def total(self) -> float:
        """Seconds since the beginning."""
        return self.clock() - self.began

    @contextlib.contextmanager
    def step(self, title: str) -> Iterator[Callable[[str], None]]:
        """Show `title` while the block runs, then its seconds; the block is given a function that tells progress."""
        began, last_line = self.clock(), self.clock()
        detail = ""
        ended = threading.Event()

        def tell(text: str) -> None:
            nonlocal detail, last_line
            if text != detail and not self.live and self.clock() - last_line >= QUIET_SECONDS:
                last_line = self.clock()
                self._write(f"   {title}: {text}\n")
            detail = text

        def tick() -> None:
            while not ended.wait(TICK_SECONDS):
                line = f" … {title} {detail}".rstrip()
                self._write(f"{CLEAR}{line[:WIDTH]}  {self.clock() - began:.0f} s")

        if not self.live:
            self._write(f" … {title}\n")
        ticker = threading.Thread(target=tick, daemon=True) if self.live else None
        if ticker:
            ticker.start()
        mark = "✗"
        try:
            yield tell
            mark = "✓"
        finally:
            ended.set()
            if ticker:
                ticker.join()
            start = CLEAR if self.live else ""
            self._write(f"{start} {mark} {title}  {seconds(self.clock() - began)}\n")

    def line(self, text: str) -> None:
        """Print one line."""
        self._write(f"{text}\n")

    def _write(self, text: str) -> None:
        self.stream.write(text)
        self.stream.flush()


def seconds(number: float) -> str:
    """Seconds for people: 0.4 s, 12 s; a decimal comma in Vietnamese."""
    text = f"{number:.1f}" if number < 10 else f"{number:.0f}"
    return say(text.replace(".", ","), text) + " s"
