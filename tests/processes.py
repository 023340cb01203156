"""Processes of ours that a test starts: their output is kept, and waiting for them ends."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable

#: Seconds that a test waits for what takes three: only a hung process comes so far.
PATIENCE = 120


class Running:
    """A process in a session of its own whose output is kept in `said`."""

    def __init__(self, command: list[str], **options) -> None:
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True, **options
        )
        self._changed, self._said, self._closed = threading.Condition(), bytearray(), False
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def _listen(self) -> None:
        while chunk := os.read(self.process.stdout.fileno(), 65536):
            with self._changed:
                self._said += chunk
                self._changed.notify_all()
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    @property
    def said(self) -> str:
        with self._changed:
            return self._said.decode(errors="replace")

    def until(self, holds: Callable[[], object], what: Callable[[], object] | str, seconds: float = PATIENCE) -> None:
        """Wait until `holds()`; fails with `what` and the output when it never does, or when the process ends first.

        It is asked again after each line of the process, and once a second for what no line tells.
        """
        deadline = time.monotonic() + seconds
        while True:
            with self._changed:
                line_count = len(self._said)
            over = self.process.poll() is not None or time.monotonic() > deadline
            if holds():
                return
            if over:
                raise AssertionError(f"never: {what() if callable(what) else what}\n{self.said}")
            with self._changed:
                if len(self._said) == line_count and not self._closed:
                    self._changed.wait(timeout=1)

    def says(self, words: str, seconds: float = PATIENCE) -> str:
        """Wait until the process has said `words`; everything it has said by then."""
        self.until(lambda: words in self.said, f"it says “{words}”", seconds)
        return self.said

    def ends(self, number: int | None = None, seconds: float = PATIENCE) -> int:
        """Its exit code, after the signal `number` if there is one; `said` is whole then."""
        if number is not None:
            self.process.send_signal(number)
        try:
            code = self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"it goes on after {seconds} s\n{self.said}") from None
        self._listener.join(seconds)
        return code

    def kill(self) -> None:
        """End it and all it started, whatever they do."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self._listener.join(10)
        self.process.stdout.close()
