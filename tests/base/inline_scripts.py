"""What of an HTML text a browser would run by itself: inline scripts, event handlers, javascript: addresses."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import NamedTuple

#: Types of <script> that hold data, which no browser runs.
DATA = re.compile(r"^(application/(ld\+)?json|text/x-template|text/template|speculationrules)$")
#: Attributes that lead somewhere.
ADDRESSES = ("href", "src", "action", "formaction", "xlink:href", "data", "poster")


class Script(NamedTuple):
    """An inline script with its nonce; both "" where there is none."""

    text: str
    nonce: str


class Runs(HTMLParser):
    """`scripts`: inline scripts; `handlers`: on…-attributes and javascript: addresses.

    `hidden`: scripts inside attributes and data, which a page's own script may put into the page later.
    """

    def __init__(self) -> None:
        super().__init__()
        self.scripts: list[Script] = []
        self.handlers: list[str] = []
        self.hidden: list[str] = []
        self._nonce: str | None = None
        self._is_data = False
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        for name, value in attributes.items():
            bare = re.sub(r"[\x00-\x20]", "", value).lower()
            if name.startswith("on") or (name in ADDRESSES and bare.startswith(("javascript:", "vbscript:"))):
                self.handlers.append(f"<{tag} {name}={value[:80]!r}>")
            if name == "srcdoc" or "<script" in value.lower():
                self.hidden.append(f"<{tag} {name}: a script in {value[:80]!r}>")
        if tag == "script" and "src" not in attributes:
            self._nonce, self._text = attributes.get("nonce", ""), ""
            self._is_data = bool(DATA.match(attributes.get("type", "").lower()))

    def handle_data(self, data: str) -> None:
        if self._nonce is not None:
            self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "script" and self._nonce is not None:
            if not self._is_data:
                self.scripts.append(Script(self._text.strip(), self._nonce))
            elif re.search(r"(<|\\u003c)script", self._text, re.IGNORECASE):
                self.hidden.append(f"a script in data: {self._text[:80]!r}")
            self._nonce = None


def runs(html: str) -> Runs:
    """Read `html` as a browser would."""
    parser = Runs()
    parser.feed(html)
    parser.close()
    parser.handle_endtag("script")  # the end of the page ends it, too
    return parser
