"""Front pages and the pages right below them, kept: they and what lies below are found without asking the whole tree.

Wagtail asks for the site, the language, its front page, and for each level twice. All of that is the same for every
story of a section, and none of it changes with a story, so it is kept under the lasting version of the site context:
whatever renames, moves, takes down or closes such a page gives a new one. From there on Wagtail's own routing goes on.
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
    """What Wagtail's routing finds at `path`, from the front page or the page right below it on.

    None where Wagtail has to look itself: where no live page of those stands above, and where nothing is found.
    """
    names = [name for name in path.split("/") if name]
    try:
        return _kept(request, names[:1]).route(request, names[1:])  # stories are not kept: /xem/ closes with its story
    except Http404:
        return None


def _kept(request: HttpRequest, names: list[str]) -> Page:
    """The live page at the address made of `names`, none or one, as a fresh object. Raises Http404 without one."""
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
        raise Http404  # a page above answers for it
    if hasattr(page, "shown_below"):
        page.shown_below()
    return page


def serve(request: HttpRequest, found: RouteResult) -> HttpResponse:
    """The answer of a page that find() has found, after all hooks that Wagtail's view asks."""
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
