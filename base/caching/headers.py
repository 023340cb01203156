"""Cache policy in one place: what readers share, what is nobody else's business."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.cache import cache_control

#: Pages every signed-out reader gets alike. The edge keeps them a minute and is purged on publish: fifty seconds and
#: the ten that it, as every other cache, may let a copy grow stale: what was recalled is gone from every page in sixty.
#: It may serve a stale copy for a day while the origin is down (RFC 5861).
PUBLIC_PAGE = "public, max-age=0, s-maxage=50, stale-while-revalidate=10, stale-if-error=86400"
PERSONAL = "private, no-store"
IMMUTABLE = "public, max-age=31536000, immutable"

private = cache_control(private=True, no_store=True)


def public_page(response: HttpResponse) -> HttpResponse:
    """Mark `response` as shared between readers unless a view has already said otherwise."""
    response.headers.setdefault("Cache-Control", PUBLIC_PAGE)
    return response
