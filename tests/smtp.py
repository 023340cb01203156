"""A mail server that speaks SMTP on a port of this machine, for what Django's own backend does with answers."""

from __future__ import annotations

import contextlib
import socketserver
import threading
from collections.abc import Iterator


class Conversation(socketserver.StreamRequestHandler):
    """One connection: takes letters, and refuses recipients as the server's `answers` say."""

    server: Postbox

    def handle(self) -> None:
        self.server.connections += 1
        self._say("220 test")
        while line := self.rfile.readline():
            command = line.decode().strip()
            word = command[:4].upper()
            if word == "RCPT":
                address = command.partition("<")[2].partition(">")[0]
                self._say(self.server.answers.get(address, "250 ok"))
            elif word == "DATA":
                self._say("354 go on")
                self.server.letters.append(self._letter())
                self._say("250 taken")
            elif word == "QUIT":
                return self._say("221 bye")
            else:
                self._say("250 ok")

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())

    def _letter(self) -> str:
        lines = []
        while (line := self.rfile.readline()).rstrip(b"\r\n") != b".":
            lines.append(line.decode())
        return "".join(lines)


class Postbox(socketserver.ThreadingTCPServer):
    """`answers`: address → what RCPT TO is answered with. `letters` and `connections` are what has come."""

    daemon_threads = True

    def __init__(self, port: int = 0, host: str = "127.0.0.1") -> None:
        super().__init__((host, port), Conversation)
        self.answers: dict[str, str] = {}
        self.letters: list[str] = []
        self.connections = 0

    @property
    def mailers(self) -> dict[str, object]:
        """The setting MAILERS that leads here."""
        options = {"host": "127.0.0.1", "port": self.server_address[1], "timeout": 5}
        return {"server": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}


@contextlib.contextmanager
def postbox() -> Iterator[Postbox]:
    """A server that runs while the block does."""
    with Postbox() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join(5)
