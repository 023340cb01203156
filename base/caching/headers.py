"""Cache-Control values: one for shared pages, one for private answers, one for files that never change."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.cache import cache_control

#: Pages that are the same for every signed-out reader. The edge is purged on publish; without a purge it keeps a copy
#: 50 seconds and may serve it stale for 10 more, so a recalled asset is gone from every page after 60 seconds.
#: While the origin is down it may serve a stale copy for a day (RFC 5861).
PUBLIC_PAGE = "public, max-age=0, s-maxage=50, stale-while-revalidate=10, stale-if-error=86400"
PERSONAL = "private, no-store"
IMMUTABLE = "public, max-age=31536000, immutable"

private = cache_control(private=True, no_store=True)


def public_page(response: HttpResponse) -> HttpResponse:
    """Set Cache-Control of `response` to PUBLIC_PAGE unless a view has set it already."""
    response.headers.setdefault("Cache-Control", PUBLIC_PAGE)
    return response
