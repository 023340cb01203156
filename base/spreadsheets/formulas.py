"""ONE list against formula injection (OWASP, CSV injection), applied to every CSV that leaves the site.

XLSX needs none: a cell there is typed as text (writer.py; Wagtail does the same).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

#: A cell that begins so is calculated. The last four are the full-width signs, which some programs read as plain ones.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

_NUMBER = re.compile(r"-[0-9]+(\.[0-9]+)?")


def safe_cell(text: str) -> str:
    """`text` with an apostrophe before it where it would be calculated; numbers stay numbers."""
    return f"'{text}" if text.lstrip(" ").startswith(DANGEROUS) and not _NUMBER.fullmatch(text) else text


def plain_cell(text: str) -> str:
    """What safe_cell() made of a text, undone."""
    return text[1:] if text.startswith("'") and text[1:].lstrip(" ").startswith(DANGEROUS) else text


class SafeTableMiddleware:
    """Pass every cell of every CSV answer through safe_cell(), Wagtail's own reports included."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The view's answer; a CSV one with safe cells, streamed where it was streamed."""
        response = self.get_response(request)
        if response.headers.get("Content-Type", "").startswith("text/csv"):
            if isinstance(response, StreamingHttpResponse):
                response.streaming_content = _safe(iter(response))
            elif isinstance(response, HttpResponse):
                response.content = b"".join(_safe([response.content]))
                response.headers["Content-Length"] = str(len(response.content))  # counted before, further in
        return response


def _safe(parts: Iterable[Any]) -> Iterator[bytes]:
    """Each part is whole lines, or the mark that UTF-8 begins with."""
    for part in parts:
        text = part.decode("utf-8") if isinstance(part, bytes) else part
        if "\n" not in text:
            yield text.encode("utf-8")
            continue
        target = io.StringIO()
        csv.writer(target).writerows(
            [safe_cell(cell) for cell in row] for row in csv.reader(io.StringIO(text, newline=""))
        )
        yield target.getvalue().encode("utf-8")
