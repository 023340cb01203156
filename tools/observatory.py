"""Points of the Mozilla HTTP Observatory, calculated from an answer: `python -m tools.observatory https://…`.

The rules are those of mdn-http-observatory, algorithm 5: 100 points, less what is missing, and the bonuses if 90 are
left. Not counted: the bonus for the browsers' preload list, and HTML that sets headers by <meta>.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from html.parser import HTMLParser
from http.cookies import Morsel, SimpleCookie
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit
from urllib.request import urlopen

BASE, ENOUGH_FOR_BONUSES = 100, 90
SIX_MONTHS = 15_552_000  # seconds; what the Observatory takes for six months
BROAD = {"ftp:", "http:", "https:", "*", "http://*", "http://*.*", "https://*", "https://*.*"}
SIGNED = ("'nonce-", "'sha256-", "'sha384-", "'sha512-")
PRIVATE_REFERRER = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
RESOURCE_POLICY = {"": 0, "same-origin": 10, "same-site": 10, "cross-origin": 0}


class Answer(NamedTuple):
    """What is looked at: `headers` by lower-case name, `cookies` that the site has set, `html` of the page."""

    url: str
    headers: Mapping[str, str]
    cookies: Iterable[Morsel[str]]
    html: str


def score(points: Mapping[str, int]) -> int:
    """The sum of `points_of()`; bonuses count where what is missing leaves 90."""
    without_bonuses = BASE + sum(value for value in points.values() if value < 0)
    enough = without_bonuses >= ENOUGH_FOR_BONUSES
    return max(0, BASE + sum(points.values()) if enough else without_bonuses)


def points_of(answer: Answer) -> dict[str, int]:
    """{test: points} of an answer over HTTPS."""
    policy = directives(answer.headers.get("content-security-policy", ""))
    return {
        "content-security-policy": _policy_points(policy),
        "cookies": _cookie_points(answer.cookies, _transport_points(answer.headers) == 0),
        "cross-origin-resource-policy": RESOURCE_POLICY.get(_said(answer, "cross-origin-resource-policy"), -5),
        "cross-origin-resource-sharing": _sharing_points(answer.headers),
        "referrer-policy": _referrer_points(_said(answer, "referrer-policy")),
        "strict-transport-security": _transport_points(answer.headers),
        "subresource-integrity": _integrity_points(answer),
        "x-content-type-options": 0 if _said(answer, "x-content-type-options") == "nosniff" else -5,
        "x-frame-options": _frame_points(policy, _said(answer, "x-frame-options")),
    }


def directives(policy: str) -> dict[str, set[str]]:
    """{directive: sources} of a Content-Security-Policy; of a repeated directive the first counts, as in browsers."""
    found: dict[str, set[str]] = {}
    for part in policy.split(";"):
        name, *sources = part.split() or [""]
        if name:
            found.setdefault(name.lower(), set(sources))
    return found


def _said(answer: Answer, name: str) -> str:
    return answer.headers.get(name, "").strip().lower()


def _policy_points(policy: dict[str, set[str]]) -> int:
    if not policy:
        return -25

    def sources(name: str) -> set[str]:
        found = policy.get(name, policy.get("default-src", {"*"}))
        is_signed = name in {"script-src", "style-src"} and any(one.startswith(SIGNED) for one in found)
        return found - {"'unsafe-inline'"} if is_signed else found

    scripts, styles = sources("script-src"), sources("style-src")
    passive = sources("img-src") | sources("media-src")
    active = scripts.union(
        *(found for name, found in policy.items() if name not in {"img-src", "media-src", "script-src"})
    )
    inline = {"'unsafe-inline'", "data:"}
    if scripts & (BROAD | inline) or sources("object-src") & BROAD or _is_insecure(active):
        return -20
    if "'unsafe-eval'" in scripts | styles or _is_insecure(passive):
        return -10
    if styles & (BROAD | inline):
        return 0
    return 10 if policy.get("default-src") == {"'none'"} else 5


def _is_insecure(sources: set[str]) -> bool:
    return any(source.startswith(("http:", "ftp:")) for source in sources)


def _cookie_points(cookies: Iterable[Morsel[str]], has_transport: bool) -> int:
    found = [_points_of_cookie(cookie, has_transport) for cookie in cookies]
    if not found:
        return 0
    return min(found)


def _points_of_cookie(cookie: Morsel[str], has_transport: bool) -> int:
    name, same_site = cookie.key.lower(), cookie["samesite"].lower()
    is_session = "sess" in name or "login" in name
    if is_session and not cookie["secure"] and not has_transport:
        return -40
    if is_session and not cookie["httponly"]:
        return -30
    if same_site not in {"", "lax", "strict", "none"} or (same_site == "none" and not cookie["secure"]):
        return -20
    if "csrf" in name and not same_site:
        return -20
    if not cookie["secure"]:
        return (-10 if is_session else -5) if has_transport else -20
    return 5 if same_site else 0


def _sharing_points(headers: Mapping[str, str]) -> int:
    allowed = headers.get("access-control-allow-origin", "")
    return -50 if allowed and headers.get("access-control-allow-credentials", "").lower() == "true" else 0


def _referrer_points(policy: str) -> int:
    last = policy.split(",")[-1].strip()
    if last in PRIVATE_REFERRER:
        return 5
    return 0 if not last else -5  # unsafe, or not a policy at all


def _transport_points(headers: Mapping[str, str]) -> int:
    for part in headers.get("strict-transport-security", "").lower().split(";"):
        name, _, value = part.strip().partition("=")
        if name == "max-age" and value.isascii() and value.isdecimal():
            return 0 if int(value) >= SIX_MONTHS else -10
    return -20


def _frame_points(policy: dict[str, set[str]], header: str) -> int:
    if "frame-ancestors" in policy:
        return 5
    return 0 if header in {"deny", "sameorigin"} else -20


class _Scripts(HTMLParser):
    """`found`: (address, integrity) of every script that is loaded."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the address of a script."""
        attributes = dict(attrs)
        if tag == "script" and (source := attributes.get("src")):
            self.found.append((source, attributes.get("integrity") or ""))


def _integrity_points(answer: Answer) -> int:
    scripts, own = _Scripts(), urlsplit(answer.url)
    scripts.feed(answer.html)
    found = [_points_of_script(urljoin(answer.url, source), bool(sign), own.netloc) for source, sign in scripts.found]
    worst = min(found, default=0)
    return worst if worst < 0 else max(found, default=0)


def _points_of_script(address: str, has_integrity: bool, own: str) -> int:
    parts = urlsplit(address)
    if parts.netloc == own:
        return 5 if has_integrity else 0
    if parts.scheme == "https":
        return 5 if has_integrity else -5
    return -20 if has_integrity else -50


def fetched(url: str) -> Answer:
    """The answer of a site on the network; follows redirects."""
    with urlopen(url, timeout=20) as response:  # noqa: S310 - the address is typed by a developer
        cookies = SimpleCookie()
        for header in response.headers.get_all("Set-Cookie", []):
            cookies.load(header)
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Answer(response.url, headers, cookies.values(), response.read().decode(errors="replace"))


def main(urls: list[str]) -> int:
    """Print the points of each address."""
    for url in urls:
        points = points_of(fetched(url))
        print(f"{score(points):4} {url}")
        for name, value in points.items():
            print(f"     {value:+3} {name}")
    return 0 if urls else 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
