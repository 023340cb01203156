"""Client of clamd's protocol: PING and INSTREAM, one connection per question, all calls of it within one deadline."""

from __future__ import annotations

import re
import socket
import struct
from collections.abc import Callable, Iterable
from typing import IO
from urllib.parse import urlsplit

CHUNK_BYTES = 64 * 1024
MAX_ANSWER_BYTES = 4096
_ANSWER = re.compile(r"stream: (?:(.+) )?(OK|FOUND|ERROR)")


class ClamdError(Exception):
    """clamd answered with an error, or not by its protocol; the text is its answer."""


class Clamd:
    """The clamd at `url` (unix:///path or tcp://host:port); raises ValueError for any other URL.

    `left` returns the seconds that remain. A time-out per call would never end with a server that sends single bytes.
    """

    def __init__(self, url: str, seconds_left: Callable[[], float]) -> None:
        parts = urlsplit(url)
        self.left = seconds_left
        self.family: int = socket.AF_UNIX
        self.address: str | tuple[str, int] = parts.path
        if parts.scheme == "tcp" and parts.hostname and parts.port:
            self.family, self.address = socket.AF_INET, (parts.hostname, parts.port)
        elif parts.scheme != "unix" or not parts.path:
            raise ValueError(f"CLAMD_URL {url!r} is neither unix:///path nor tcp://host:port")

    def answers(self) -> bool:
        """Whether it says PONG. Raises OSError when it cannot be reached in time."""
        return self._ask(b"PING") == "PONG"

    def instream(self, file: IO[bytes]) -> tuple[str, str]:
        """(OK, FOUND or ERROR; the signature or cause, "" for a plain OK) about the rest of `file`.

        Raises ClamdError for any other answer, OSError when it cannot be reached in time or hangs up.
        """
        answer = self._ask(b"INSTREAM", iter(lambda: file.read(CHUNK_BYTES), b""))
        match = _ANSWER.fullmatch(answer)
        if match is None:
            raise ClamdError(answer or "the connection was closed without an answer")
        return match[2], match[1] or ""

    def _ask(self, command: bytes, chunks: Iterable[bytes] | None = None) -> str:
        with socket.socket(self.family, socket.SOCK_STREAM) as connection:
            self._hurry(connection).connect(self.address)
            self._hurry(connection).sendall(b"n" + command + b"\n")
            for chunk in chunks or ():
                self._hurry(connection).sendall(struct.pack("!L", len(chunk)) + chunk)
            if chunks is not None:
                self._hurry(connection).sendall(struct.pack("!L", 0))
            answer = b""
            while not answer.endswith(b"\n") and len(answer) < MAX_ANSWER_BYTES:
                received = self._hurry(connection).recv(MAX_ANSWER_BYTES)
                if not received:
                    break
                answer += received
        return answer.decode().strip()

    def _hurry(self, connection: socket.socket) -> socket.socket:
        """`connection` with the time that is left. Raises TimeoutError when there is none."""
        seconds_left = self.left()
        if seconds_left <= 0:
            raise TimeoutError("no time left for the scanner")
        connection.settimeout(seconds_left)
        return connection
