"""Remembers the addresses of deleted pages that had been published: they answer 410 (gone) instead of 404.

An article that the newsroom takes down is recorded in articles.TakeDown. An unpublished page answers 404, because it
may be published again.
"""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete
from wagtail.models import Page
from wagtail.signals import page_published

from base.addresses import address

from .models import GoneAddress


def is_gone(path: str) -> bool:
    """Whether a published page at `path` (“/vi/…/”) was deleted. One query."""
    return path.count("/") > 2 and GoneAddress.objects.filter(path=path[: GoneAddress.LIMIT]).exists()


def remember(sender: type, instance: Any, **kwargs: Any) -> None:
    """Receiver of post_delete: store the address of a page that had been published."""
    if sender is Page and instance.first_published_at is not None and instance.depth > 2:
        path = address(instance.url_path, instance.locale.language_code)
        if path:
            GoneAddress.objects.get_or_create(path=path[: GoneAddress.LIMIT])


def forget(sender: type, instance: Any, **kwargs: Any) -> None:
    """Receiver of page_published: remove the address, which is in use again."""
    path = address(instance.url_path, instance.locale.language_code)
    GoneAddress.objects.filter(path=path[: GoneAddress.LIMIT]).delete()


def connect() -> None:
    """Connect the receivers. Called from AppConfig.ready()."""
    post_delete.connect(remember, dispatch_uid="remember-gone")
    page_published.connect(forget, dispatch_uid="forget-gone")
