"""Cache of whole public pages in Django's cache, for settings.PAGE_CACHE_SECONDS, by address and kind of reader.

It serves sites without an edge cache (deploy/varnish.vcl), the edge's requests after a purge, and signed-in readers. It
stores what `base.caching.headers` marks: a `public_page` for visitors, if no session was read; a `shared_page` for
every reader; a `page_for_kind` for signed-in readers of one kind. All stored pages become invalid together when
something that readers see changes: pages through Wagtail's signals, other rows through the models in
settings.PAGE_CACHE_MODELS (docs/caching.md).

While one visitor's request renders a page, others for the same page wait: a purge under load costs one rendering.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from hashlib import blake2b
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string

from base import site_context
from base.caching.headers import EVERYBODY, PERSONAL, PUBLIC_PAGE, SAME_FOR
from base.caching.known_query import PUBLIC_PATH
from base.caching.one_maker import only_maker

LONGEST_QUERY = 40  # characters of a query string; only “?trang=12” and the like are cached, searches are not
LARGEST = 512 * 1024  # bytes of a response body
KEPT_TYPES = ("text/html", "application/rss+xml", "application/feed+json", "application/xml", "text/xml")

type StoredPage = tuple[dict[str, str], bytes]  # headers, body


class PageCacheMiddleware:
    """Answers GET and HEAD of public pages from the cache, to a request with a session as a private answer.

    Must stand before every middleware that opens a session, so that it sees `Vary: Cookie` of answers that read one.
    Pages for a kind of reader are looked up in process_view(), when the other middlewares have set `request.user`.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.kind_of_reader: Callable[[HttpRequest], str] = import_string(settings.PAGE_CACHE_KIND_OF_READER)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The stored page, else the view's answer, which is stored where that is allowed."""
        key = _key(request)
        version, page = _look_up(key) if key else (None, None)
        if key and page is None and not _has_session(request) and PUBLIC_PATH.match(request.path):
            with only_maker(key):  # look again: another request may have stored the page before this one got the lock
                version, page = _look_up(key)
                response = self._respond(request, key, version, page)
        else:
            response = self._respond(request, key, version, page)
        del response.headers[SAME_FOR]
        if _must_not_be_stored(request, response):
            response.headers["Cache-Control"] = PERSONAL
        return response

    def _respond(
        self, request: HttpRequest, key: str | None, version: str | None, page: StoredPage | None
    ) -> HttpResponse:
        """The stored `page` if the reader may get it, else the view's answer, which is stored where that is allowed."""
        if page is not None and (page[0].get(SAME_FOR) == EVERYBODY or not _has_session(request)):
            return _response_of(page)
        response = self.get_response(request)
        if key and version and request.method == "GET" and _may_be_stored(response):
            if _is_shared(request, response):
                _store(key, version, response)
            elif kind := _kind_that_shares(request, response):
                _store(_key_for_kind(key, kind), version, response)
                _store(_key_of_mark(key), version, HttpResponse())
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """The page stored for the account's kind of reader; None where no page is stored by kind, or not for this one.

        The session is read only where a page is stored by kind: an answer that has read one is not shared.
        """
        key = _key(request) if _has_session(request) else None
        if key is None or _look_up(_key_of_mark(key))[1] is None:
            return None
        kind = self.kind_of_reader(request)
        page = _look_up(_key_for_kind(key, kind))[1] if kind else None
        return _response_of(page) if page else None


def _has_session(request: HttpRequest) -> bool:
    return settings.SESSION_COOKIE_NAME in request.COOKIES


def _must_not_be_stored(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether browsers and proxies may not keep this answer to a session: its view decided nothing, or it read it.

    Others are the same for everybody (pictures, feeds, the API), or their view says “private” itself.
    """
    policy = response.headers.get("Cache-Control", "")
    if "private" in policy or not (_has_session(request) or settings.SESSION_COOKIE_NAME in response.cookies):
        return False
    return policy in ("", PUBLIC_PAGE) or "cookie" in response.headers.get("Vary", "").lower()


def _key(request: HttpRequest) -> str | None:
    """Cache key of the request's page, gzipped or plain; None where the answer is not to be stored."""
    place = place_of(request) if settings.PAGE_CACHE_SECONDS else None
    form = "gz" if "gzip" in request.headers.get("Accept-Encoding", "") else "plain"
    return f"page:{form}:{place}" if place else None


def _key_for_kind(key: str, kind: str) -> str:
    return f"{key}:kind:{kind}"


def _key_of_mark(key: str) -> str:
    """Key of the mark that the page is stored by kind of reader."""
    return f"{key}:by-kind"


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


def _look_up(key: str) -> tuple[str, StoredPage | None]:
    """(current version, the stored page of that version or None)."""
    values = cache.get_many([site_context.VERSION_KEY, key])
    version = values.get(site_context.VERSION_KEY) or site_context.version()
    stored_version, *page = values.get(key) or (None,)
    return version, (page[0], page[1]) if page and stored_version == version else None


def _store(key: str, version: str, response: HttpResponse) -> None:
    """Store under the version read before rendering: if something changed meanwhile, the copy is already invalid."""
    cache.set(key, (version, dict(response.items()), response.content), settings.PAGE_CACHE_SECONDS)


def _response_of(page: StoredPage) -> HttpResponse:
    headers, body = page
    return HttpResponse(body, headers=headers)


def _may_be_stored(response: HttpResponse) -> bool:
    """Whether it is a whole page without a cookie; a form with Django's token sets one."""
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and response.headers.get("Content-Type", "").startswith(KEPT_TYPES)
        and len(response.content) <= LARGEST
    )


def _is_shared(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether it is marked as shared, made without a session, and the same for all who get it."""
    policy = response.headers.get("Cache-Control", "")
    return (
        (response.headers.get(SAME_FOR) == EVERYBODY or not _has_session(request))
        and "public" in policy
        and "s-maxage" in policy
        and response.headers.get("Vary", "").lower() in ("", "accept-encoding")
    )


def _kind_that_shares(request: HttpRequest, response: HttpResponse) -> str:
    """Kind of reader that `page_for_kind` named; empty for others, and for a page that Wagtail marked as closed."""
    is_private = _has_session(request) and response.headers.get("Cache-Control") == PERSONAL
    return response.headers.get(SAME_FOR, "") if is_private else ""


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
