"""Tell the edge cache what changed, once it really has.

Wagtail's own app purges while the change may still be rolled back, and in the request that made it: the edge
then fetches the old page again, and a dead edge holds up every editor. Here addresses are collected in the
transaction, sent after its commit, by a worker. Wagtail's backends do the sending.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.tasks import task
from wagtail.contrib.frontend_cache.utils import get_backends
from wagtail.models import Page
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from .routing import path_of

QUEUE = "mail"  # short jobs; a clip being converted must not hold them up


def forget(paths: Iterable[str]) -> None:
    """After the commit, let the edge forget `paths` (“/vi/kho-tai-lieu/p-a3-03/”) in every query-free form.

    Costs nothing where no edge is configured.
    """
    forget_addresses(f"{settings.SITE_URL}{path}" for path in paths)


def forget_addresses(whole: Iterable[str]) -> None:
    """forget(), for whole addresses (“https://host/vi/kho-tai-lieu/p-a3-03/”); one task for all of them."""
    if not getattr(settings, "WAGTAILFRONTENDCACHE", None):
        return
    addresses = sorted(set(whole))
    if addresses:
        transaction.on_commit(lambda: purge.enqueue(addresses), robust=True)


@task(backend="db", queue_name=QUEUE)
def purge(addresses: list[str]) -> None:
    """Send one PURGE per address to every configured edge; a failed one is logged by Wagtail's backend."""
    for backend in get_backends().values():
        backend.purge_batch(addresses)


def forget_page(page: Page, url_path: str | None = None) -> None:
    """The page, the fronts above it that list it, and its copies under other sections."""
    language = page.locale.language_code
    forget(_with_fronts(url_path or page.url_path, language))
    for alias in page.aliases.select_related("locale"):
        forget(_with_fronts(alias.url_path, alias.locale.language_code))


def _with_fronts(url_path: str, language: str) -> list[str]:
    """“/vi/nhan-dien/ba-dau-hieu/” → itself, the section's front and the front page."""
    parts = url_path.strip("/").split("/")
    return [
        path_of("/" + "".join(f"{part}/" for part in parts[:depth]), language) for depth in range(1, len(parts) + 1)
    ]


def _changed(sender, instance, **kwargs) -> None:
    forget_page(instance)


def _renamed(sender, instance, instance_before, **kwargs) -> None:
    forget_page(instance)
    forget_page(instance, instance_before.url_path)


def _moved(sender, instance, url_path_before, url_path_after, **kwargs) -> None:
    forget_page(instance, url_path_before)
    forget_page(instance, url_path_after)


def connect() -> None:
    """Called from AppConfig.ready()."""
    page_published.connect(_changed, dispatch_uid="edge-published")
    page_unpublished.connect(_changed, dispatch_uid="edge-unpublished")
    page_slug_changed.connect(_renamed, dispatch_uid="edge-renamed")
    post_page_move.connect(_moved, dispatch_uid="edge-moved")
