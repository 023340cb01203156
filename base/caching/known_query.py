"""Query strings of public pages without parameters that no page reads (?fbclid=…, ?x=1), so that they share one copy.

deploy/varnish.vcl does the same at the edge; this serves sites without one, and keeps such parameters out of the links
that repeat the query of a page (other pages of a list, other languages).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import unquote_plus

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

#: Addresses whose answers are shared by all readers: pages, and the root, which leads to them.
PUBLIC_PATH = re.compile(rf"/(?:(?:{'|'.join(code for code, _name in settings.LANGUAGES)})(?:/|$)|$)")


class KnownQueryMiddleware:
    """Drops parameters that are not in settings.PUBLIC_QUERY_PARAMETERS from the query string of public pages.

    Must stand before every middleware that reads request.GET or keeps pages by their query string.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer as if only known parameters had been sent; a session's requests too, so that both see one page."""
        query = request.META.get("QUERY_STRING", "")
        if query and request.method in ("GET", "HEAD") and PUBLIC_PATH.match(request.path_info):
            request.META["QUERY_STRING"] = known_part(query)
        return self.get_response(request)


def known_part(query: str) -> str:
    """`query` (“a=1&b=2”) with its known parameters alone, in their order."""
    parameters = settings.PUBLIC_QUERY_PARAMETERS
    return "&".join(part for part in query.split("&") if unquote_plus(part.partition("=")[0]) in parameters)
