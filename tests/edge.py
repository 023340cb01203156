"""A little edge cache for tests: it really keeps what it may share and really forgets what it is told to.

It speaks HTTP on a port of its own and follows the rules of deploy/varnish.vcl that matter here: GET answers that are
`public` are kept by host and address until a PURGE for exactly that address arrives.
"""

from __future__ import annotations

import contextlib
import http.client
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

BACKEND = "base.caching.cdn_purge.EdgeBackend"


class LittleEdge:
    """`purged` lists the addresses (“/vi/rss.xml”) it was told to forget, in order of arrival."""

    def __init__(self, location: str) -> None:
        self.location = location
        self.purged: list[str] = []
        self.kept: dict[tuple[str, str], tuple[int, list[tuple[str, str]], bytes]] = {}

    @property
    def setting(self) -> dict[str, dict[str, str]]:
        """For settings.WAGTAILFRONTENDCACHE: the same backend as production's."""
        return {"edge": {"BACKEND": BACKEND, "LOCATION": self.location}}

    def get(self, path: str, host: str) -> tuple[int, bytes, bool]:
        """(status, body, whether it came from the cache), asked for as a reader's browser would."""
        connection = http.client.HTTPConnection(urlsplit(self.location).netloc, timeout=30)
        with contextlib.closing(connection):
            connection.request("GET", path, headers={"Host": host})
            response = connection.getresponse()
            return response.status, response.read(), response.headers["X-Cache"] == "hit"


@contextlib.contextmanager
def little_edge(origin: str = "") -> Iterator[LittleEdge]:
    """A running edge in front of `origin` (“http://localhost:8081”); without one it only listens for PURGE."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    edge = LittleEdge(f"http://127.0.0.1:{server.server_port}")

    class Handler(BaseHTTPRequestHandler):
        def do_PURGE(self):  # the name is given by http.server
            edge.purged.append(self.path)
            edge.kept.pop((self.headers["Host"], self.path), None)
            self._answer(200, [], b"")

        def do_GET(self):
            name = (self.headers["Host"], self.path)
            response, mark = edge.kept.get(name), "hit"
            if response is None:
                response, mark = self._fetch(), "miss"
                if "public" in dict(response[1]).get("Cache-Control", ""):
                    edge.kept[name] = response
            self._answer(response[0], [*response[1], ("X-Cache", mark)], response[2])

        def _fetch(self):
            connection = http.client.HTTPConnection(urlsplit(origin).netloc, timeout=30)
            with contextlib.closing(connection):
                connection.request("GET", self.path, headers={"Host": self.headers["Host"]})
                response = connection.getresponse()
                passed = [
                    (key, value) for key, value in response.getheaders() if key in {"Content-Type", "Cache-Control"}
                ]
                return response.status, passed, response.read()

        def _answer(self, status, headers, body):
            self.send_response(status)
            for key, value in [*headers, ("Content-Length", str(len(body)))]:
                self.send_header(key, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args):
            pass

    server.RequestHandlerClass = Handler
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield edge
    finally:
        server.shutdown()
        server.server_close()
