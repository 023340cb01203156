"""Answers of the routes of the library's two pages (models/pages.py); apps.py registers these functions.

Routes do not pass BasePage.serve(), so the cache policy is set here.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from base.caching.headers import PERSONAL, page_for_kind, public_page
from base.http import PageRequest
from media_library.models import KitIndexPage, LibraryIndexPage
from media_library.public import asset as asset_page
from media_library.public import cards
from media_library.public import kit as kit_pages
from media_library.public.downloads import basket
from media_library.public.finding import results
from media_library.public.viewing import pages

type View[Page, **Rest] = Callable[Concatenate[Page, PageRequest, Rest], HttpResponse]


def _same_for_kind[Page: LibraryIndexPage | KitIndexPage, **Rest](view: View[Page, Rest]) -> View[Page, Rest]:
    """Decorator: the page cache may store the page for each kind of reader (cards.kind_of_reader())."""

    @wraps(view)
    def marked(page: Page, request: PageRequest, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
        response = view(page, request, *args, **kwargs)
        kind = cards.kind_of_reader(request)
        return page_for_kind(response, kind) if kind else response

    return marked


@_same_for_kind
def asset_list(page: LibraryIndexPage, request: HttpRequest) -> HttpResponse:
    """The list; 404 with unknown filter values."""
    context = results.list_context(request)
    return _show(page, request, context, status=404 if context["unknown"] else 200)


def basket_page(page: LibraryIndexPage, request: HttpRequest) -> HttpResponse:
    """The basket in the query; 400 with too many codes."""
    context = basket.basket_context(request)
    status = 400 if context["too_many"] else 200
    return _show(page, request, context, template="media_library/basket.html", status=status)


def saved_basket(page: LibraryIndexPage, request: HttpRequest, uuid: UUID) -> HttpResponse:
    context = basket.basket_context(request, uuid)
    return _show(page, request, context, template="media_library/basket.html")


@_same_for_kind
def asset(page: LibraryIndexPage, request: HttpRequest, slug: str) -> HttpResponse:
    """One asset; 410 when it was public and is closed or withdrawn."""
    context = asset_page.asset_context(request, slug)
    gone = context.get("gone")
    return _show(page, request, context, template=gone or "media_library/asset.html", status=410 if gone else 200)


def view_file(page: LibraryIndexPage, request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    context = pages.view_context(request, slug, uuid)
    return _show(page, request, context, template="media_library/view_page.html")


@_same_for_kind
def kit_list(page: KitIndexPage, request: HttpRequest) -> HttpResponse:
    return _show(page, request, kit_pages.kit_list_context(request))


@_same_for_kind
def kit(page: KitIndexPage, request: HttpRequest, slug: str) -> HttpResponse:
    return _show(page, request, kit_pages.kit_context(request, slug), template="media_library/kit.html")


def _show(
    page: LibraryIndexPage | KitIndexPage,
    request: HttpRequest,
    context: dict[str, Any],
    *,
    template: str | None = None,
    status: int = 200,
) -> HttpResponse:
    crumbs = [{"title": page.title, "address": page.address}] if template else []
    response = page.render(request, template=template, context_overrides=context | {"crumbs": crumbs})
    response.status_code = status
    return _with_policy(request, response)


def _with_policy(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Shared caches may keep a page for visitors who are not signed in; everything else is private."""
    if cards.reader(request).is_authenticated or response.status_code != 200:
        response.headers["Cache-Control"] = PERSONAL
        return response
    return public_page(response)
