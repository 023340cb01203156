"""What readers need a password, a sign-in or a group for: pages with a view restriction, all below them, and followers.

A copy asks for what its original asks for, a translation for what its source asks for, and so does all below them
(BasePage.get_view_restrictions()).
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
    """Column: paths of the pages that have a view restriction of their own, for with_followers()."""
    return ArraySubquery(PageViewRestriction.objects.order_by("page__path").values("page__path").distinct())


def closed_paths() -> tuple[str, ...]:
    """Paths in the page tree below which a password, a sign-in or a group is asked for."""
    return tuple(site_context.data().get("articles", {}).get("closed", ()))


def closed_below(page: Page) -> tuple[str, ...]:
    """Those below `page`, for lists that who may read `page` reads on it."""
    return tuple(path for path in closed_paths() if path.startswith(page.path) and path != page.path)


def closed(prefix: str = "", paths: Iterable[str] | None = None) -> Q:
    """Condition of what public lists exclude, for rows that reach their page by `prefix` (“page__”).

    `paths`: those of closed_paths() that the caller has read.
    """
    return _below(closed_paths() if paths is None else paths, prefix)


def is_readable(page: Page, on: Page | None = None) -> bool:
    """Whether a link to `page` leads on: it is live, and asks for nothing that readers of `on` have not shown yet."""
    asked = (path for path in closed_paths() if page.path.startswith(path))
    return page.live and all(on is not None and on.path.startswith(path) for path in asked)


def is_readable_by(request: HttpRequest, page: Page) -> bool:
    """Whether who asks has shown all that `page` asks for: its password, a sign-in, a group."""
    return all(one.accept_request(request) for one in page.get_view_restrictions())


def with_followers(paths: Iterable[str]) -> tuple[str, ...]:
    """`paths`, and the topmost of the copies and translations of pages that stand there or below.

    No query without paths.
    """
    known: set[str] = set()
    new = set(paths)
    while new:
        known |= new
        pairs = sorted(_followers(new))
        new = {path for above in new for path in _topmost(above, pairs)} - known
    return tuple(sorted(known))


def _followers(paths: set[str]) -> QuerySet:
    """(path, path of the page that it follows) of all copies and translations of what stands at `paths` or below."""
    copies = Page.objects.filter(_below(paths, "alias_of__")).values_list("path", "alias_of__path")
    keys = Page.objects.filter(_below(paths, "")).values("translation_key")
    source = sources_first(Page.objects.filter(translation_key=OuterRef("translation_key"))).values("path")[:1]
    translations = Page.objects.filter(translation_key__in=keys).annotate(source_path=Subquery(source))
    return copies.union(translations.filter(_below(paths, "source_")).values_list("path", "source_path"))


def _topmost(above: str, pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Those of the sorted `pairs` that follow what stands at `above` or below, without what stands below one of them.

    So a section lists what asks for nothing more than it does (closed_below()).
    """
    last = above
    for path, followed in pairs:
        if followed.startswith(above) and not path.startswith((above, last)):
            last = path
            yield path


def _below(paths: Iterable[str], prefix: str) -> Q:
    return reduce(or_, (Q(**{f"{prefix}path__startswith": path}) for path in paths), Q())
