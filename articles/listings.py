"""Keeps ArticlePage.listed_in, the section that lists a story: lists of 100,000 stories need an index scan only.

`ArticlePage.save()` sets it. This module handles what changes without that save(): moves in the tree, and pages that
Wagtail unpublishes as plain Page objects (expired, or with their original).
"""

from __future__ import annotations

from typing import Any

from wagtail.models import Page
from wagtail.signals import post_page_move

from articles.models import ArticlePage
from articles.models.sections import section_id_of


def connect() -> None:
    """Connect the receiver; called by AppConfig.ready()."""
    post_page_move.connect(_moved, dispatch_uid="listings-moved")


def _moved(instance: Page, **kwargs: Any) -> None:
    """Update a moved story; the stories of a moved section keep theirs."""
    moved = ArticlePage.objects.filter(pk=instance.pk, live=True)
    if moved.exists():
        moved.update(listed_in=section_id_of(Page.objects.get(pk=instance.pk)))


def remove_from_list(page: Page) -> None:
    """Take an unpublished story out of the lists of its section."""
    ArticlePage.objects.filter(pk=page.pk).update(listed_in=None)
