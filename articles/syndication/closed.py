"""Restricted pages: those with a view restriction (password, sign-in or group), the pages below them, and followers.

A follower is a copy of a restricted page at another outlet, or a translation of one: it has the same restrictions, and
so have the pages below it (BasePage.get_view_restrictions()).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import reduce
from operator import or_

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest
from wagtail.models import Page, PageViewRestriction

from base import site_context
from base.pages import sources_first


def restricted_paths() -> ArraySubquery:
    """Sub-select: paths of the pages with a view restriction of their own, for with_followers()."""
    return ArraySubquery(PageViewRestriction.objects.order_by("page__path").values("page__path").distinct())


def closed_paths() -> tuple[str, ...]:
    """Paths in the page tree at and below which every page is restricted."""
    return tuple(site_context.data().get("articles", {}).get("closed", ()))


def closed_below(page: Page) -> tuple[str, ...]:
    """closed_paths() below `page`, for lists on `page` itself, whose readers have passed its own restrictions."""
    return tuple(path for path in closed_paths() if path.startswith(page.path) and path != page.path)


def closed(prefix: str = "", paths: Iterable[str] | None = None) -> Q:
    """Condition for restricted pages, which public lists exclude; `prefix` leads from the row to the page (“page__”).

    `paths`: paths to use instead of closed_paths().
    """
    return _below(closed_paths() if paths is None else paths, prefix)


def is_readable(page: Page, on: Page | None = None) -> bool:
    """Whether readers of the page `on` can open `page`: it is live, and has no restriction that `on` does not have."""
    prefixes = (path for path in closed_paths() if page.path.startswith(path))
    return page.live and all(on is not None and on.path.startswith(path) for path in prefixes)


def is_readable_by(request: HttpRequest, page: Page) -> bool:
    """Whether the request satisfies all restrictions of `page`: password, sign-in, group."""
    return all(restriction.accept_request(request) for restriction in page.get_view_restrictions())


def with_followers(paths: Iterable[str]) -> tuple[str, ...]:
    """`paths`, and those of the topmost followers of pages at or below them. No query without paths."""
    known_paths: set[str] = set()
    new = set(paths)
    while new:
        known_paths |= new
        pairs = sorted(_followers(new))
        new = {path for above in new for path in _topmost(above, pairs)} - known_paths
    return tuple(sorted(known_paths))


def _followers(paths: set[str]) -> QuerySet:
    """(path, path of the page that it follows) of all followers of pages at or below `paths`."""
    copies = Page.objects.filter(_below(paths, "alias_of__")).values_list("path", "alias_of__path")
    keys = Page.objects.filter(_below(paths, "")).values("translation_key")
    source = sources_first(Page.objects.filter(translation_key=OuterRef("translation_key"))).values("path")[:1]
    translations = Page.objects.filter(translation_key__in=keys).annotate(source_path=Subquery(source))
    return copies.union(translations.filter(_below(paths, "source_")).values_list("path", "source_path"))


def _topmost(above: str, pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Paths among the sorted `pairs` of pages that follow a page at or below `above`; none is below another of them.

    So closed_below() of a section leaves out only stories with restrictions that the section does not have.
    """
    last = above
    for path, followed in pairs:
        if followed.startswith(above) and not path.startswith((above, last)):
            last = path
            yield path


def _below(paths: Iterable[str], prefix: str) -> Q:
    return reduce(or_, (Q(**{f"{prefix}path__startswith": path}) for path in paths), Q())
