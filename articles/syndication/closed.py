"""What readers need a password, a sign-in or a group for: pages with a view restriction, all below them, and copies.

A copy asks for what its original asks for, and so does all below a copy (BasePage.get_view_restrictions()).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db.models import Q
from wagtail.models import Page

from base import site_context


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


def with_copies(paths: Iterable[str]) -> tuple[str, ...]:
    """`paths`, and those of all copies of pages that stand there or below; no query without paths."""
    known: set[str] = set()
    new = set(paths)
    while new:
        known |= new
        copies = Page.objects.filter(_below(new, "alias_of__")).values_list("path", flat=True)
        new = {path for path in copies if not path.startswith(tuple(known))}
    return tuple(sorted(known))


def _below(paths: Iterable[str], prefix: str) -> Q:
    return reduce(or_, (Q(**{f"{prefix}path__startswith": path}) for path in paths), Q())
