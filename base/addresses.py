"""Public addresses of pages, computed from the url_path and language of their row in the page tree; free slugs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db import IntegrityError, transaction
from wagtail.models import Site

from base import site_context
from base.text import free_slug

#: How often a row is saved anew when somebody else takes its slug at the same moment.
TRIES = 5


def addresses(rows: Iterable[tuple[str, str]]) -> dict[str, str]:
    """{language: path} of `rows` of (language, url_path); pages outside of all sites are left out."""
    paths = {}
    for language, url_path in rows:
        for root in _roots():
            if root.language_code == language and url_path.startswith(root.root_path):
                paths[language] = f"/{language}/{url_path[len(root.root_path) :]}"
                break
    return paths


def _roots() -> Any:
    return site_context.cached("roots", Site.get_site_root_paths)


def address(url_path: str) -> str:
    """Public path (/vi/…) of the page at `url_path`, in the language of its front page; empty outside of all sites."""
    for root in _roots():
        if url_path.startswith(root.root_path):
            return f"/{root.language_code}/{url_path[len(root.root_path) :]}"
    return ""


def path_of(url_path: str, language: str) -> str:
    """The same without looking up the site; for cards, of which a page shows dozens."""
    return f"/{language}/" + "/".join(url_path.split("/")[2:])


def save_under_free_slug(row: Any, wish: str, save: Callable[[], None]) -> None:
    """Set `row.slug` to `wish`, or to `wish` with a number where a row of the same model has it, and call `save`.

    Two requests can choose the same slug at once: the one that comes second is saved again, in a savepoint, with the
    next free one. Raises IntegrityError where something else is wrong with the row.
    """
    rows = type(row)._default_manager.exclude(pk=row.pk)
    for tries_left in reversed(range(TRIES)):
        row.slug = free_slug(wish, set(rows.filter(slug__startswith=wish).values_list("slug", flat=True)))
        try:
            with transaction.atomic():
                return save()
        except IntegrityError:
            if not tries_left or not rows.filter(slug=row.slug).exists():
                raise
    return None
