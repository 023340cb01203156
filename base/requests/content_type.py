"""Removes the charset from a request's Content-Type, so that Django reads query string and form as UTF-8."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
_BOUNDARY = re.compile(r';\s*boundary=(?:"[^"]*"|[^;]*)', re.IGNORECASE)


def utf8_alone(application: Application) -> Application:
    """A WSGI application that passes only media type and boundary on to `application`.

    Django reads the query of every request, before any middleware, with the charset that its Content-Type names: caches
    would keep another page at that address, and a name such as “rot13” ends in an error.
    """

    def read_as_utf8(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        kind, mark, _rest = environ.get("CONTENT_TYPE", "").partition(";")
        boundary = _BOUNDARY.search(environ["CONTENT_TYPE"]) if mark else None
        environ["CONTENT_TYPE"] = kind + (boundary[0] if boundary else "")
        return application(environ, start_response)

    return read_as_utf8
