"""Cache of front pages and the pages directly below them, so that routing to a page begins there and not at the root.

Wagtail's routing queries the site, the language, its front page, and each level twice. The result is the same for every
story of a section and does not change with a story. So these pages are cached under the lasting version of the site
context, which changes when such a page is renamed, moved, taken down or closed. Below them Wagtail's routing is used.
"""

from __future__ import annotations

import hashlib
import pickle
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from wagtail import hooks
from wagtail.models import Page, Site
from wagtail.url_routing import RouteResult

from base import site_context


def find(request: HttpRequest, path: str) -> RouteResult | None:
    """What Wagtail's routing finds at `path`, beginning at the cached page above it.

    None where Wagtail's view has to do the routing: no such live page stands above, or nothing is found.
    """
    names = [name for name in path.split("/") if name]
    try:
        # Stories themselves are not cached: the address <story>/xem/ must close together with its story.
        return _kept(request, names[:1]).route(request, names[1:])
    except Http404:
        return None


def _kept(request: HttpRequest, names: list[str]) -> Page:
    """The live page at the address of `names` ([]: front page, or one slug), as a new object. Raises Http404."""
    place = f"{request.scheme}:{request.get_host()}:{get_language()}:{'/'.join(names)}"
    page: Page = pickle.loads(  # noqa: S301 - from our own cache, as Django's cache does
        site_context.cached(
            f"above:{hashlib.sha256(place.encode()).hexdigest()}",
            lambda: pickle.dumps(_at(request, names)),
            seconds=settings.KEPT_PARTS_SECONDS,
            version_key=site_context.LASTING_KEY,
            by_process=True,
        )
    )
    return page


def _at(request: HttpRequest, names: list[str]) -> Page:
    if names:
        front = _kept(request, [])
    else:
        site = Site.find_for_request(request)
        if site is None:
            raise Http404
        front = site.root_page.localized.specific
    page: Page = front.route(request, names)[0]
    if page.depth != front.depth + len(names):
        raise Http404  # the slug is a route of the page above, no page of its own
    if hasattr(page, "shown_below"):
        page.shown_below()
    return page


def serve(request: HttpRequest, found: RouteResult) -> HttpResponse:
    """The answer of a page that find() found, after all hooks that Wagtail's view runs."""
    page, args, kwargs = found
    page.known_open = site_context.data().get("articles", {}).get("closed") == ()
    chain = _serve
    for wrap in reversed(hooks.get_hooks("on_serve_page")):
        chain = wrap(chain)
    for ask in hooks.get_hooks("before_serve_page"):
        answer = ask(page, request, args, kwargs)
        if isinstance(answer, HttpResponse):
            return answer
    return chain(page, request, args, kwargs)


def _serve(page: Page, request: HttpRequest, args: list[Any], kwargs: dict[str, Any]) -> HttpResponse:
    response: HttpResponse = page.serve(request, *args, **kwargs)
    return response
