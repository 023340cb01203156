"""A visitor from outside: HTTPS through Caddy from an address of its own, with cookies and forms. No JavaScript."""

from __future__ import annotations

import hashlib
import http.client
import re
import ssl
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

from tests.shipped.shipped import SITE

SECONDS = 90  # for a word of the server
Headers = dict[str, str]
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass(frozen=True)
class Answer:
    """What came back. `size` and `sha256` are of the body, also where it was not kept."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes
    size: int
    sha256: str

    @property
    def text(self) -> str:
        """The body as UTF-8, HTML entities resolved."""
        return unescape(self.body.decode(errors="replace"))

    @property
    def leads_to(self) -> str:
        """The address of a redirect, "" where there is none."""
        return self.headers["Location"] or ""


class Visitor:
    """Somebody with a browser: keeps the site's cookies, follows no redirect."""

    def __init__(self, authority: Path, address: str = "", seconds: float = SECONDS) -> None:
        """`authority` signs the site's certificate; `address`: where the visitor comes from, "" = wherever.

        `seconds`: how long the visitor waits for a server that says nothing.
        """
        self.seconds = seconds
        self.context = ssl.create_default_context(cafile=str(authority))
        self.source = (address, 0) if address else None
        self.cookies: SimpleCookie = SimpleCookie()

    def ask(
        self,
        address: str,
        method: str = "GET",
        body: bytes | Iterator[bytes] | None = None,
        *,
        keep: bool = True,
        headers: Headers | None = None,
    ) -> Answer:
        """Ask `address`, a path of the site or a whole URL. `keep`: False where the body is only counted and hashed."""
        if address.startswith("/"):
            address = f"https://{SITE}{address}"
        parts = urlsplit(address)
        sent = dict(headers or {})
        if parts.hostname == SITE and self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={cookie.value}" for name, cookie in self.cookies.items())
        connection = self._connection(parts.scheme, parts.hostname or "", parts.port)
        try:
            connection.request(method, parts.path + (f"?{parts.query}" if parts.query else ""), body, sent)
            response = connection.getresponse()
            if parts.hostname == SITE:
                self._keep_cookies(response.headers.get_all("Set-Cookie") or [])
            digest, chunks, size = hashlib.sha256(), [], 0
            while chunk := response.read(1 << 20):
                digest.update(chunk)
                size += len(chunk)
                if keep:
                    chunks.append(chunk)
            return Answer(response.status, response.headers, b"".join(chunks), size, digest.hexdigest())
        finally:
            connection.close()

    def begin(self, path: str, length: int) -> http.client.HTTPConnection:
        """Send the first half of the form at `path`, of `length` bytes; the connection, to be closed by the caller."""
        connection = self._connection("https", SITE, None)
        connection.putrequest("POST", path)
        connection.putheader("Content-Type", "application/x-www-form-urlencoded")
        connection.putheader("Content-Length", str(length))
        # With a cookie the site reads the form, to compare its token.
        connection.putheader("Cookie", "; ".join(f"{name}={cookie.value}" for name, cookie in self.cookies.items()))
        connection.putheader("Referer", f"https://{SITE}{path}")
        connection.endheaders(b"a" * (length // 2))
        return connection

    def send(
        self,
        path: str,
        fields: dict[str, str] | Callable[[str], dict[str, str]],
        file: tuple[str, bytes] | None = None,
        headers: Headers | None = None,
    ) -> Answer:
        """Open the page at `path`, fill in its form and send it. `file` (name, bytes) goes into the field “file”.

        `fields` may be a function of the page's text. Raises NoForm where the page has none.
        """
        form = self.form(path)
        return form.send(fields(form.page.text) if callable(fields) else fields, file, headers)

    def form(self, path: str) -> Form:
        """The form of the page at `path`, to be sent as often as wanted. Raises NoForm where the page has none."""
        page = self.ask(path)
        token = _TOKEN.search(page.text)
        if token is None:
            raise NoForm(path, page)
        return Form(self, path, page, token[1])

    def _connection(self, scheme: str, host: str, port: int | None) -> http.client.HTTPConnection:
        if scheme == "http":
            return http.client.HTTPConnection(host, port, timeout=self.seconds, source_address=self.source)
        return http.client.HTTPSConnection(
            host, port, timeout=self.seconds, source_address=self.source, context=self.context
        )

    def _keep_cookies(self, lines: list[str]) -> None:
        for line in lines:
            self.cookies.load(line)
        for name in [name for name, cookie in self.cookies.items() if cookie["max-age"] == "0"]:
            del self.cookies[name]


@dataclass(frozen=True)
class Form:
    """A form of a page that a visitor has opened."""

    visitor: Visitor
    path: str
    page: Answer
    token: str

    def send(
        self, fields: dict[str, str], file: tuple[str, bytes] | None = None, headers: Headers | None = None
    ) -> Answer:
        """Send it with these fields; `file` (name, bytes) goes into the field “file”."""
        kind, body = form_body({"csrfmiddlewaretoken": self.token, **fields}, file)
        sent = {"Content-Type": kind, "Referer": f"https://{SITE}{self.path}"} | (headers or {})
        return self.visitor.ask(self.path, "POST", body, headers=sent)


class NoForm(AssertionError):
    """A page without a form; `page` is what came instead."""

    def __init__(self, path: str, page: Answer) -> None:
        super().__init__(f"{path}: {page.status}, không có biểu mẫu\n{page.text[:500]}")
        self.page = page


def form_body(fields: dict[str, str], file: tuple[str, bytes] | None) -> tuple[str, bytes]:
    """(Content-Type, body) of multipart/form-data."""
    edge = uuid4().hex
    head = f"--{edge}\r\nContent-Disposition: form-data; name="
    body = "".join(f'{head}"{key}"\r\n\r\n{value}\r\n' for key, value in fields.items()).encode()
    if file:
        about = f'{head}"file"; filename="{file[0]}"\r\nContent-Type: application/octet-stream\r\n\r\n'
        body += about.encode() + file[1] + b"\r\n"
    return f"multipart/form-data; boundary={edge}", body + f"--{edge}--\r\n".encode()


def until(holds: Callable[[], object], what: str, seconds: float = 60) -> None:
    """Ask every half second. Raises AssertionError with `what` where it never holds."""
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            raise AssertionError(f"sau {seconds:.0f} giây vẫn chưa: {what}")
        time.sleep(0.5)
