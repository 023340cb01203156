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

from tools.stack.shipped import SITE

SECONDS = 90  # for one answer
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

    def __init__(self, authority: Path, address: str = "") -> None:
        """`authority` signs the site's certificate; `address`: where the visitor comes from, "" = wherever."""
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
        **headers: str,
    ) -> Answer:
        """Ask `address`, a path of the site or a whole URL. `keep`: False where the body is only counted and hashed."""
        if address.startswith("/"):
            address = f"https://{SITE}{address}"
        parts = urlsplit(address)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if parts.hostname == SITE and self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={cookie.value}" for name, cookie in self.cookies.items())
        connection = self._connection(parts.scheme, parts.hostname or "", parts.port)
        try:
            connection.request(method, parts.path + (f"?{parts.query}" if parts.query else ""), body, sent)
            response = connection.getresponse()
            if parts.hostname == SITE:
                self._keep_cookies(response.headers.get_all("Set-Cookie") or [])
            digest, kept, size = hashlib.sha256(), [], 0
            while chunk := response.read(1 << 20):
                digest.update(chunk)
                size += len(chunk)
                if keep:
                    kept.append(chunk)
            return Answer(response.status, response.headers, b"".join(kept), size, digest.hexdigest())
        finally:
            connection.close()

    def send(
        self,
        path: str,
        fields: dict[str, str] | Callable[[str], dict[str, str]],
        file: tuple[str, bytes] | None = None,
        **headers: str,
    ) -> Answer:
        """Open the page at `path`, fill in its form and send it. `file` (name, bytes) goes into the field “file”.

        `fields` may be a function of the page's text. Raises AssertionError where the page has no form.
        """
        page = self.ask(path)
        token = _TOKEN.search(page.text)
        if token is None:
            raise AssertionError(f"{path}: {page.status}, không có biểu mẫu\n{page.text[:500]}")
        filled = fields(page.text) if callable(fields) else fields
        kind, body = form_body({"csrfmiddlewaretoken": token[1], **filled}, file)
        return self.ask(path, "POST", body, Content_Type=kind, Referer=f"https://{SITE}{path}", **headers)

    def _connection(self, scheme: str, host: str, port: int | None) -> http.client.HTTPConnection:
        if scheme == "http":
            return http.client.HTTPConnection(host, port, timeout=SECONDS, source_address=self.source)
        return http.client.HTTPSConnection(
            host, port, timeout=SECONDS, source_address=self.source, context=self.context
        )

    def _keep_cookies(self, lines: list[str]) -> None:
        for line in lines:
            self.cookies.load(line)
        for name in [name for name, cookie in self.cookies.items() if cookie["max-age"] == "0"]:
            del self.cookies[name]


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
