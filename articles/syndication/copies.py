"""Copies of a page at other outlets (Wagtail's page aliases).

Wagtail sets `alias_of` of the copies of a deleted page to NULL: they would become drafts of the taker's own, without
credit.
"""

from __future__ import annotations

from wagtail.models import Page


def is_syndicated(page: Page) -> bool:
    """Whether `page` is a copy of another outlet's page; a copy within one outlet is not."""
    source = page.alias_of
    if source is None:
        return False
    here, there = (item.get_parent().specific for item in (page, source))
    return getattr(here, "outlet_id", None) != getattr(there, "outlet_id", None)


def copies_at_other_outlets(page: Page) -> list[Page]:
    """Copies of `page` at other outlets, in their own page types."""
    return [copy for copy in Page.objects.filter(alias_of=page.pk).specific() if is_syndicated(copy)]


def copies_of_branch(page: Page) -> list[Page]:
    """Copies at other outlets of `page` and of every page below it."""
    copies = Page.objects.filter(alias_of__path__startswith=page.path).specific()
    return [copy for copy in copies if is_syndicated(copy)]
