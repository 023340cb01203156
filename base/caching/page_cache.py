"""Cache of whole public pages in Django's cache, for settings.PAGE_CACHE_SECONDS.

It serves sites without an edge cache (deploy/varnish.vcl), and the edge's requests after a purge. Only responses that
`base.caching.headers.public_page` marked as shared are stored, and only requests without a session are answered. All
stored pages become invalid together as soon as something that readers see changes: pages through Wagtail's signals,
other rows through the models in settings.PAGE_CACHE_MODELS (docs/caching.md).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import Any
from zlib import crc32

from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.http import HttpRequest, HttpResponse

from base import site_context

LONGEST_QUERY = 40  # characters of a query string; only “?trang=12” and the like are cached, searches are not
LARGEST = 512 * 1024  # bytes of a response body
KEPT_TYPES = ("text/html", "application/rss+xml", "application/feed+json", "application/xml", "text/xml")

log = logging.getLogger(__name__)


class PageCacheMiddleware:
    """Answers GET and HEAD of signed-out visitors from the cache.

    Must stand before every middleware that opens a session.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The stored answer, else the view's, which is stored where that is allowed."""
        key = _key(request)
        if key is None:
            return self.get_response(request)
        version, kept = _look_up(key)
        if kept is not None:
            return _answer(kept)
        response = self.get_response(request)
        # Store under the version read before rendering: if something changed meanwhile, the copy is already invalid.
        if version is not None and request.method == "GET" and _may_be_kept(response):
            _keep(key, version, response)
        return response


def _key(request: HttpRequest) -> str | None:
    """Cache key of the request; None where the answer may be private or is not worth storing."""
    query = request.META.get("QUERY_STRING", "")
    if (
        not settings.PAGE_CACHE_SECONDS
        or request.method not in ("GET", "HEAD")
        or settings.SESSION_COOKIE_NAME in request.COOKIES
        or "HTTP_AUTHORIZATION" in request.META
        or "HTTP_RANGE" in request.META
        or len(query) > LONGEST_QUERY
        or (query and not query.startswith("trang="))
    ):
        return None
    form = "gz" if "gzip" in request.headers.get("Accept-Encoding", "") else "plain"
    place = f"{request.scheme}:{request.get_host()}:{crc32(request.path.encode()):08x}"
    return f"page:{form}:{place}:{request.path[-120:]}?{query}"


def _look_up(key: str) -> tuple[str | None, tuple | None]:
    """(current version, the stored page of that version or None); (None, None) while the cache fails."""
    name = _safe(key)
    try:
        found = cache.get_many([site_context.VERSION_KEY, name])
    except Exception as error:
        log.warning("page cache is away: %s", error)
        return None, None
    version = found.get(site_context.VERSION_KEY, "0")
    kept = found.get(name)
    return version, kept[1:] if kept and kept[0] == version else None


def _keep(key: str, version: str, response: HttpResponse) -> None:
    try:
        cache.set(_safe(key), (version, list(response.items()), response.content), settings.PAGE_CACHE_SECONDS)
    except Exception as error:
        log.warning("page cache is away: %s", error)


def _safe(key: str) -> str:
    """`key` without control characters and spaces, at most 240 characters, as cache backends require."""
    return key.encode("ascii", "backslashreplace").decode().replace(" ", "%20")[:240]


def _answer(kept: tuple[list[tuple[str, str]], bytes]) -> HttpResponse:
    headers, content = kept
    response = HttpResponse(content)
    for name, value in headers:
        response.headers[name] = value
    return response


def _may_be_kept(response: HttpResponse) -> bool:
    policy = response.headers.get("Cache-Control", "")
    return (
        response.status_code == 200
        and not response.streaming
        and "public" in policy
        and "s-maxage" in policy
        and not response.cookies
        and response.headers.get("Vary", "").lower() in ("", "accept-encoding")
        and response.headers.get("Content-Type", "").startswith(KEPT_TYPES)
        and len(response.content) <= LARGEST
    )


def watch(labels: Iterable[str]) -> None:
    """Invalidate all pages when a row of these models (“media_library.Asset”) or of their M2M tables changes.

    Called from AppConfig.ready(). Raises LookupError for a label that names no model.
    """
    for label in labels:
        model = apps.get_model(label)
        post_save.connect(_changed, sender=model, dispatch_uid=f"pages-save-{label}")
        post_delete.connect(_changed, sender=model, dispatch_uid=f"pages-delete-{label}")
        for field in model._meta.many_to_many:
            m2m_changed.connect(_changed, sender=field.remote_field.through, dispatch_uid=f"pages-{label}-{field.name}")


def _changed(sender: Any, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        site_context.invalidate()
