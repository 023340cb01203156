"""A published page that was deleted answers 410, not 404: search engines and readers then know that it was meant.

A story that the newsroom takes down leaves a stone of its own (articles.TakeDown); a page that is only
unpublished may come back and stays a plain 404.
"""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete
from wagtail.models import Page
from wagtail.signals import page_published

from base.routing import address

from .models import GoneAddress


def is_gone(path: str) -> bool:
    """Whether a published page once lived at `path` (“/vi/…/”). One query."""
    return path.count("/") > 2 and GoneAddress.objects.filter(path=path[: GoneAddress.LIMIT]).exists()


def remember(sender: type, instance: Any, **kwargs: Any) -> None:
    """Receiver of post_delete: keep the address of a page that readers have seen, and nothing else of it."""
    if sender is Page and instance.first_published_at is not None and instance.depth > 2:
        path = address(instance.url_path, instance.locale.language_code)
        if path:
            GoneAddress.objects.get_or_create(path=path[: GoneAddress.LIMIT])


def forget(sender: type, instance: Any, **kwargs: Any) -> None:
    """Receiver of page_published: somebody lives there again."""
    path = address(instance.url_path, instance.locale.language_code)
    GoneAddress.objects.filter(path=path[: GoneAddress.LIMIT]).delete()


def connect() -> None:
    """Called from AppConfig.ready()."""
    post_delete.connect(remember, dispatch_uid="remember-gone")
    page_published.connect(forget, dispatch_uid="forget-gone")
