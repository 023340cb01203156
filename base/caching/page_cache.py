"""Cache of whole public pages in Django's cache, for settings.PAGE_CACHE_SECONDS.

It serves sites without an edge cache (deploy/varnish.vcl), the edge's requests after a purge, and signed-in readers. It
stores responses that `base.caching.headers.public_page` marked as shared and that read no session. Requests with a
session get only those that `shared_page` marked as the same for everybody; other pages have parts that readers of one
kind share (kept_parts.py). All stored pages become invalid together when something that readers see changes: pages
through Wagtail's signals, other rows through the models in settings.PAGE_CACHE_MODELS (docs/caching.md).

While one visitor's request renders a page, others for the same page wait: a purge under load costs one rendering.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from hashlib import blake2b
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.http import HttpRequest, HttpResponse

from base import site_context
from base.caching.headers import FOR_EVERYBODY, PERSONAL, PUBLIC_PAGE
from base.caching.known_query import PUBLIC_PATH
from base.caching.one_maker import only_maker

LONGEST_QUERY = 40  # characters of a query string; only “?trang=12” and the like are cached, searches are not
LARGEST = 512 * 1024  # bytes of a response body
KEPT_TYPES = ("text/html", "application/rss+xml", "application/feed+json", "application/xml", "text/xml")

log = logging.getLogger(__name__)


class PageCacheMiddleware:
    """Answers GET and HEAD of shared pages from the cache, to a request with a session as a private answer.

    Must stand before every middleware that opens a session, so that it sees `Vary: Cookie` of answers that read one.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The stored answer, else the view's, which is stored where that is allowed."""
        form = "gz" if "gzip" in request.headers.get("Accept-Encoding", "") else "plain"
        has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
        key = _key(request, form)
        version, kept = _look_up(key) if key else (None, None)
        if key and kept is None and not has_session and PUBLIC_PATH.match(request.path):
            with only_maker(key):  # look again: another request may have stored the page before this one got the lock
                version, kept = _look_up(key)
                response = self._answered(request, key, version, kept)
        else:
            response = self._answered(request, key, version, kept)
        del response.headers[FOR_EVERYBODY]
        if has_session and response.headers.get("Cache-Control") == PUBLIC_PAGE:
            response.headers["Cache-Control"] = PERSONAL
        return response

    def _answered(self, request: HttpRequest, key: str | None, version: str | None, kept: tuple | None) -> HttpResponse:
        """The stored answer `kept` if the reader may get it, else the view's, which is stored where that is allowed."""
        has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
        if kept is not None and (FOR_EVERYBODY in dict(kept[0]) or not has_session):
            return _answer(kept)
        response = self.get_response(request)
        if key and kept is None and _is_shared(response, has_session):
            _keep(key, version, request, response)
        return response


def _key(request: HttpRequest, form: str) -> str | None:
    """Cache key of the request's page in the form “gz” or “plain”; None where the answer is not to be stored."""
    place = place_of(request) if settings.PAGE_CACHE_SECONDS else None
    return f"page:{form}:{place}" if place else None


def place_of(request: HttpRequest) -> str | None:
    """Hash of the request's address for cache keys, 32 characters; None where its answer is not to be stored."""
    query = request.META.get("QUERY_STRING", "")
    if (
        request.method not in ("GET", "HEAD")
        or getattr(request, "is_dummy", False)  # Wagtail's preview of a draft at the address of the live page
        or "HTTP_AUTHORIZATION" in request.META
        or "HTTP_RANGE" in request.META
        or len(query) > LONGEST_QUERY
        or (query and not query.startswith("trang="))
    ):
        return None
    place = f"{request.scheme}:{request.get_host()}:{request.path}?{query}"
    return blake2b(place.encode(), digest_size=16).hexdigest()  # an address may be longer than a key


def _look_up(key: str) -> tuple[str | None, tuple | None]:
    """(current version, the stored page of that version or None); (None, None) while the cache fails."""
    try:
        found = cache.get_many([site_context.VERSION_KEY, key])
        version = found.get(site_context.VERSION_KEY) or site_context.known_version(site_context.VERSION_KEY)
    except Exception as error:
        log.warning("page cache is away: %s", error)
        return None, None
    kept = found.get(key)
    return version, kept[1:] if kept and kept[0] == version else None


def _keep(key: str, version: str | None, request: HttpRequest, response: HttpResponse) -> None:
    """Store under the version read before rendering: if something changed meanwhile, the copy is already invalid."""
    if version is None or request.method != "GET":
        return
    try:
        cache.set(key, (version, list(response.items()), response.content), settings.PAGE_CACHE_SECONDS)
    except Exception as error:
        log.warning("page cache is away: %s", error)


def _answer(kept: tuple[list[tuple[str, str]], bytes]) -> HttpResponse:
    headers, content = kept
    response = HttpResponse(content)
    for name, value in headers:
        response.headers[name] = value
    return response


def _is_shared(response: HttpResponse, has_session: bool) -> bool:
    """Whether the answer may be stored: marked as shared, made without a session, and the same for all who get it."""
    policy = response.headers.get("Cache-Control", "")
    return (
        (FOR_EVERYBODY in response.headers or not has_session)
        and "public" in policy
        and "s-maxage" in policy
        and response.headers.get("Vary", "").lower() in ("", "accept-encoding")
        and _has_a_body_to_keep(response)
    )


def _has_a_body_to_keep(response: HttpResponse) -> bool:
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and response.headers.get("Content-Type", "").startswith(KEPT_TYPES)
        and len(response.content) <= LARGEST
    )


def watch(labels: Iterable[str]) -> None:
    """Invalidate all pages when a row of these models (“media_library.Asset”) or of their M2M tables changes.

    A new row of a model with `is_shown_by_others = True` invalidates nothing: it is on no page until another row
    refers to it.
    Called from AppConfig.ready(). Raises LookupError for a label that names no model.
    """
    for label in labels:
        model = apps.get_model(label)
        post_save.connect(_changed, sender=model, dispatch_uid=f"pages-save-{label}")
        post_delete.connect(_changed, sender=model, dispatch_uid=f"pages-delete-{label}")
        for field in model._meta.many_to_many:
            m2m_changed.connect(_changed, sender=field.remote_field.through, dispatch_uid=f"pages-{label}-{field.name}")


def _changed(sender: Any, raw: bool = False, created: bool = False, **kwargs: Any) -> None:
    is_shown_nowhere = created and getattr(sender, "is_shown_by_others", False)
    if not (raw or is_shown_nowhere):
        site_context.invalidate()
