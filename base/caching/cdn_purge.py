"""Purge changed addresses from the edge cache after the change is committed.

Wagtail's own app purges before the commit and inside the request: the edge may fetch the old page again, and an edge
that does not answer delays every editor. Here the addresses go to a background task that is queued at the commit.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from contextlib import closing
from datetime import timedelta
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.tasks import task
from django.utils import timezone
from wagtail.contrib.frontend_cache.backends import HTTPBackend
from wagtail.contrib.frontend_cache.utils import get_backends
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_slug_changed, post_page_move

from base.addresses import path_of

QUEUE = "mail"  # the queue of short jobs: a clip conversion must not delay a purge
ROUNDS = 5  # retries, after 1, 2, 4, 8 and 16 minutes; an edge that restarts in that time starts empty anyway

log = logging.getLogger(__name__)


def purge_later(paths: Iterable[str]) -> None:
    """After the commit, purge `paths` (“/vi/kho-tai-lieu/p-a3-03/”, without a query string) from the edge.

    Does nothing where no edge is configured.
    """
    purge_addresses(f"{settings.SITE_URL}{path}" for path in paths)


def purge_addresses(whole: Iterable[str]) -> None:
    """Like purge_later(), for absolute URLs (“https://host/vi/kho-tai-lieu/p-a3-03/”); one task for all of them."""
    if not getattr(settings, "WAGTAILFRONTENDCACHE", None):
        return
    addresses = sorted(set(whole))
    if addresses:
        transaction.on_commit(lambda: purge.enqueue(addresses), robust=True)


@task(backend="db", queue_name=QUEUE)
def purge(addresses: list[str], rounds_before: int = 0) -> None:
    """Send one PURGE per address to every configured edge; retry failures up to ROUNDS times at growing intervals."""
    unconfirmed: set[str] = set()
    for backend in get_backends().values():
        unconfirmed.update(backend.purge_batch(addresses) or ())
    if unconfirmed and rounds_before < ROUNDS:
        later = timezone.now() + timedelta(minutes=2**rounds_before)
        purge.using(run_after=later).enqueue(sorted(unconfirmed), rounds_before + 1)
    elif unconfirmed:
        log.error("the edge did not forget %d addresses, first %s", len(unconfirmed), min(unconfirmed))


class EdgeBackend(HTTPBackend):
    """Wagtail's backend with a time limit: without one, an edge that never answers blocks a worker for ever.

    A request may take TIMEOUT seconds. After MAX_SILENT_REQUESTS requests in a row without an answer the remaining
    addresses are not sent and count as failed.
    """

    TIMEOUT = 2.0
    MAX_SILENT_REQUESTS = 3

    def purge_batch(self, urls: Iterable[str]) -> list[str]:
        """Send the requests; return the addresses that the edge did not confirm."""
        unconfirmed, silent = [], 0
        for url in urls:
            status = self._ask(url) if silent < self.MAX_SILENT_REQUESTS else None
            silent = silent + 1 if status is None else 0
            if status is None or status >= HTTPStatus.BAD_REQUEST:
                unconfirmed.append(url)
        return unconfirmed

    def purge(self, url: str) -> None:
        self.purge_batch([url])

    def _ask(self, url: str) -> int | None:
        """HTTP status of the edge's response; None when it does not answer in time."""
        parts = urlsplit(url)
        kind = HTTPSConnection if self.cache_scheme == "https" else HTTPConnection
        with closing(kind(self.cache_netloc, timeout=self.TIMEOUT)) as connection:
            try:
                path = urlunsplit(("", "", parts.path, parts.query, ""))
                connection.request("PURGE", path, headers={"Host": parts.netloc, "X-Forwarded-Proto": parts.scheme})
                response = connection.getresponse()
                response.read()
                return response.status
            except (OSError, HTTPException) as failure:
                log.warning("no answer of the edge for %s: %s", url, failure)
                return None


def purge_page(page: Page, url_path: str | None = None) -> None:
    """Purge the page, its ancestors (which may list it) and its aliases; `url_path` overrides the page's own."""
    language = page.locale.language_code
    purge_later(_with_fronts(url_path or page.url_path, language))
    for alias in page.aliases.select_related("locale"):
        purge_later(_with_fronts(alias.url_path, alias.locale.language_code))


def _with_fronts(url_path: str, language: str) -> list[str]:
    """“/vi/nhan-dien/ba-dau-hieu/” → the paths of the front page, the section and the page."""
    parts = url_path.strip("/").split("/")
    return [
        path_of("/" + "".join(f"{part}/" for part in parts[:depth]), language) for depth in range(1, len(parts) + 1)
    ]


def _renamed(sender: type, instance: Page, instance_before: Page, **kwargs: Any) -> None:
    purge_page(instance)
    purge_page(instance, instance_before.url_path)


def _moved(sender: type, instance: Page, url_path_before: str, url_path_after: str, **kwargs: Any) -> None:
    purge_page(instance, url_path_before)
    purge_page(instance, url_path_after)


def _closed_or_opened(sender: type, instance: PageViewRestriction, **kwargs: Any) -> None:
    """Purge the page and its translations, not the thousands of pages that may be below: they expire in a minute."""
    for page in (instance.page, *instance.page.get_translations().select_related("locale")):
        purge_page(page)


def connect() -> None:
    """Connect to Wagtail's signals, for what articles/publication.py does not call. Called from AppConfig.ready()."""
    for changed in (post_save, post_delete):
        changed.connect(_closed_or_opened, sender=PageViewRestriction, dispatch_uid="edge-closed")
    page_slug_changed.connect(_renamed, dispatch_uid="edge-renamed")
    post_page_move.connect(_moved, dispatch_uid="edge-moved")
