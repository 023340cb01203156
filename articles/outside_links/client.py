"""Asks another site whether an address still answers; reads no body, and never asks a machine of our own network.

Each host name is resolved here, every address that it has must be public, and the connection goes to the address that
was checked, so that a name cannot lead elsewhere a moment later. Redirects are followed with the same check.
"""

from __future__ import annotations

import socket
import ssl
import threading
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from django.conf import settings

TIMEOUT = 8.0  # seconds for one step: connecting, or a piece of the answer
LONGEST = 20.0  # seconds for one request in all
HOPS = 4  # redirects followed
PORTS = {None, 80, 443}
NO_ANSWER = 0
REFUSES_HEAD = {400, 403, 404, 405, 406, 501, 503}  # some sites answer so to HEAD alone: GET decides
NAT64 = IPv6Network("64:ff9b::/96")  # its last 32 bits are an IPv4 address
_PATH = "/%:=&?~+!$,;'@()*[]-._"


class NotAsked(Exception):
    """An address that is not asked: another scheme or port, or a machine that is not on the public network."""


class _Connection(HTTPConnection):
    """A connection to one checked address, with TLS for the name where the scheme asks for it."""

    def __init__(self, place: SplitResult, ip: str) -> None:
        is_tls = place.scheme == "https"
        super().__init__(str(place.hostname), place.port or (443 if is_tls else 80), timeout=TIMEOUT)
        self.ip, self.is_tls = ip, is_tls

    def connect(self) -> None:
        """Connect to the address, not to the name."""
        self.sock = socket.create_connection((self.ip, self.port), TIMEOUT)
        if self.is_tls:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)

    def cut(self) -> None:
        """End the request that takes too long; called from another thread."""
        if self.sock is not None:
            with suppress(OSError):
                self.sock.shutdown(socket.SHUT_RDWR)


def resolve(host: str, port: int) -> list[str]:
    """The IP addresses of `host`. Raises OSError."""
    return [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def is_public(ip: str) -> bool:
    """Whether `ip` is a machine on the public network."""
    address = ip_address(ip.partition("%")[0])
    inner = _inner(address) if isinstance(address, IPv6Address) else None
    return address.is_global and not address.is_multicast and (inner is None or inner.is_global)


def _inner(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address to which an IPv6 address leads, if it does."""
    if address in NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


def host_of(address: str) -> str:
    """Host name of an address; empty for what is none."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def ask(address: str) -> int:
    """Status of the last answer behind `address`; NO_ANSWER for none. Raises NotAsked."""
    for _hop in range(HOPS + 1):
        try:
            place = urlsplit(address)
            status, further = _status(place)
        except (OSError, HTTPException, ValueError):
            return NO_ANSWER
        if not further:
            return status
        address = urljoin(address, further)
    return NO_ANSWER


def _status(place: SplitResult) -> tuple[int, str]:
    """(status, where it leads on); GET where HEAD is refused."""
    if place.scheme not in {"http", "https"} or not place.hostname or place.port not in PORTS or place.username:
        raise NotAsked
    addresses = resolve(place.hostname, place.port or (443 if place.scheme == "https" else 80))
    if not addresses or not all(is_public(ip) for ip in addresses):
        raise NotAsked
    status, further = _request(place, addresses[0], "HEAD")
    return _request(place, addresses[0], "GET") if status in REFUSES_HEAD else (status, further)


def _request(place: SplitResult, ip: str, method: str) -> tuple[int, str]:
    connection = _Connection(place, ip)
    watch = threading.Timer(LONGEST, connection.cut)
    watch.start()
    try:
        target = quote(place.path or "/", safe=_PATH) + (f"?{quote(place.query, safe=_PATH)}" if place.query else "")
        headers = {"User-Agent": f"link-check (+{settings.SITE_URL})", "Accept": "*/*", "Connection": "close"}
        connection.request(method, target, headers=headers)
        response = connection.getresponse()  # status and headers; the body is not read
        further = response.headers.get("Location", "") if response.status in {301, 302, 303, 307, 308} else ""
        return response.status, further
    finally:
        watch.cancel()
        connection.close()
