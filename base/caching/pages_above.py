"""The front page or section above a page, kept: what lies below it is found without asking the tree from its root on.

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

    None where Wagtail has to look itself: at a front page, where no live page stands above, and where nothing is found.
    """
    names = [name for name in path.split("/") if name]
    if not names:
        return None
    above = names[:-1][:1]  # below a section stand stories, which are not kept: /xem/ closes with its story at once
    place = f"{request.scheme}:{request.get_host()}:{get_language()}:{'/'.join(above)}"
    try:
        page: Page = pickle.loads(  # noqa: S301 - from our own cache, as Django's cache does
            site_context.cached(
                f"above:{hashlib.sha256(place.encode()).hexdigest()}",
                lambda: pickle.dumps(_at(request, above)),
                seconds=settings.KEPT_PARTS_SECONDS,
                version_key=site_context.LASTING_KEY,
                by_process=True,
            )
        )
        return page.route(request, names[len(above) :])
    except Http404:
        return None


def _at(request: HttpRequest, names: list[str]) -> Page:
    """The live page at the address made of `names`. Raises Http404 where there is none."""
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    page = site.root_page.localized.specific.route(request, names)[0]
    if page.depth != site.root_page.depth + len(names):
        raise Http404  # a page above answers for it
    if hasattr(page, "shown_below"):
        page.shown_below()
    return page


def serve(request: HttpRequest, found: RouteResult) -> HttpResponse:
    """The answer of a page that find() has found, after all hooks that Wagtail's view asks."""
    page, args, kwargs = found
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
