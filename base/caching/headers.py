"""Cache-Control values: one for shared pages, one for pictures, one for private answers."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control

#: Pages that are the same for every signed-out reader. The edge is purged on publish; without a purge it keeps a copy
#: 50 seconds and may serve it stale for 10 more, so a recalled asset is gone from every page after 60 seconds.
#: While the origin is down it may serve a stale copy for a day (RFC 5861).
PUBLIC_PAGE = "public, max-age=0, s-maxage=50, stale-while-revalidate=10, stale-if-error=86400"
#: Pictures of pages. Their bytes never change, but a picture of a child may have to leave every cache within a minute,
#: the browser of a shared computer included. So a copy is asked about again after 50 seconds, with its ETag: the answer
#: is “not modified”, or 404 once the picture is withdrawn.
PICTURE = "public, max-age=50, s-maxage=50, stale-while-revalidate=10, stale-if-error=86400"
PERSONAL = "private, no-store"
#: Internal header: EVERYBODY, or the kind of signed-in reader for whom the page is the same. The page cache removes it.
SAME_FOR = "X-Same-For"
EVERYBODY = "everybody"

private = cache_control(private=True, no_store=True)


def public_page(response: HttpResponse) -> HttpResponse:
    """Set Cache-Control of `response` to PUBLIC_PAGE unless a view has set it already."""
    response.headers.setdefault("Cache-Control", PUBLIC_PAGE)
    return response


def render_public(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """A public_page() that every language has at the same address, so that its head and language menu name them all."""
    return public_page(render(request, template, {"in_all_languages": True} | context))


def shared_page(response: HttpResponse) -> HttpResponse:
    """public_page(), and the mark that the bytes are the same for every reader, signed in or not.

    The page cache then answers signed-in readers as well (base/caching/page_cache.py), as a private answer.
    """
    response.headers.setdefault(SAME_FOR, EVERYBODY)
    return public_page(response)


def page_for_kind(response: HttpResponse, kind: str) -> HttpResponse:
    """A private answer, with the mark that it is the same for all signed-in readers of `kind`."""
    response.headers[SAME_FOR] = kind
    response.headers["Cache-Control"] = PERSONAL
    return response
