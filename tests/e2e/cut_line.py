"""A line to storage that breaks: forwards TCP as it is, and hangs up once in the middle of an answer."""

import re
import socket
import threading
from socketserver import BaseRequestHandler, ThreadingTCPServer
from urllib.parse import urlsplit


class CutLine(ThreadingTCPServer):
    """`url` stands in for the S3 address `upstream`; signatures hold, for they name the host that was asked.

    `cuts` answers are broken off when `after` bytes of them have gone through. `rate`: bytes a second, 0 for as fast as
    it goes. `asked`: the Range of every
    request in their order, "" for a whole object.
    """

    daemon_threads = True

    def __init__(self, upstream, *, after, cuts=1, rate=0):
        super().__init__(("127.0.0.1", 0), _Line)
        place = urlsplit(upstream)
        self.upstream = (place.hostname, place.port)
        self.after, self.cuts, self.rate = after, cuts, rate
        self.pace = threading.Event()  # never set: its wait() is the time that bytes need on the line
        self.asked = []
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def close(self):
        self.shutdown()
        self.server_close()


class _Line(BaseRequestHandler):
    def handle(self):
        with socket.create_connection(self.server.upstream, timeout=20) as storage:
            threading.Thread(target=self._ask, args=(storage,), daemon=True).start()
            self._answer(storage)

    def _ask(self, storage):
        try:
            while data := self.request.recv(65_536):
                if data.startswith(b"GET "):
                    match = re.search(rb"(?i)\r\nrange: *([^\r]+)", data)
                    self.server.asked.append(match[1].decode() if match else "")
                storage.sendall(data)
        except OSError:
            pass

    def _answer(self, storage):
        passed = 0
        try:
            while data := storage.recv(8_192):
                if self.server.cuts and passed + len(data) > self.server.after:
                    self.server.cuts -= 1
                    self.request.sendall(data[: self.server.after - passed])
                    return
                passed += len(data)
                self.request.sendall(data)
                if self.server.rate:
                    self.server.pace.wait(len(data) / self.server.rate)
        except OSError:
            pass
