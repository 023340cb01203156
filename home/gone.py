"""Addresses of pages that had been published and are deleted or unpublished: they answer 410 (gone) instead of 404.

A reader who comes back for a story reads that it was removed, not that the page is lost. A page that is published again
answers as before. An article that the newsroom takes down is recorded in articles.TakeDown, which also says whether its
address tells of that (410) or not (404).
"""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef
from django.db.models.signals import post_delete
from wagtail.models import Page, Revision, Site

from articles import publication
from articles.models import TakeDown
from base.addresses import address

from .models import GoneAddress


def is_gone(path: str) -> bool:
    """Whether a published page at `path` (“/vi/…/”) was deleted or unpublished. Two queries."""
    if path.count("/") <= 2:
        return False
    return GoneAddress.objects.filter(path=path[: GoneAddress.LIMIT]).exists() or _is_unpublished(path)


def _is_unpublished(path: str) -> bool:
    language, _slash, rest = path.lstrip("/").partition("/")
    places = [root.root_path + rest for root in Site.get_site_root_paths() if root.language_code == language]
    pages = Page.objects.filter(url_path__in=places, live=False, first_published_at__isnull=False)
    return pages.exclude(Exists(TakeDown.objects.silent(OuterRef("pk"), OuterRef("alias_of")))).exists()


def remember(sender: type, instance: Any, **kwargs: Any) -> None:
    """Receiver of post_delete: store the address of a page that had been published."""
    if sender is Page and instance.first_published_at is not None and instance.depth > 2:
        path = address(instance.url_path)
        if path:
            GoneAddress.objects.get_or_create(path=path[: GoneAddress.LIMIT])


def forget(page: Page, revision: Revision | None) -> None:
    """Step of a publication: remove the address, which is in use again."""
    path = address(page.url_path)
    GoneAddress.objects.filter(path=path[: GoneAddress.LIMIT]).delete()


def connect() -> None:
    """Connect the receiver and register the step. Called from AppConfig.ready()."""
    post_delete.connect(remember, dispatch_uid="remember-gone")
    publication.register(publication.ADDRESSES, publish=forget)
