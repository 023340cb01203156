"""Which section lists a story: a column of the story's own, so that a list of 100,000 is an index scan.

`ArticlePage.save()` sets it. A move happens in the tree, without a save; what expires or is unpublished with its
original is saved by Wagtail as a plain Page.
"""

from __future__ import annotations

from typing import Any

from wagtail.models import Page
from wagtail.signals import page_unpublished, post_page_move

from articles.models import ArticlePage
from articles.models.sections import section_id_of


def connect() -> None:
    """Called from AppConfig.ready()."""
    post_page_move.connect(_moved, dispatch_uid="listings-moved")
    page_unpublished.connect(_unpublished, dispatch_uid="listings-unpublished")


def _moved(instance: Page, **kwargs: Any) -> None:
    """A story under another section; the stories of a moved section keep theirs."""
    moved = ArticlePage.objects.filter(pk=instance.pk, live=True)
    if moved.exists():
        moved.update(listed_in=section_id_of(Page.objects.get(pk=instance.pk)))


def _unpublished(instance: Page, **kwargs: Any) -> None:
    ArticlePage.objects.filter(pk=instance.pk).update(listed_in=None)
