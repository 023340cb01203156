"""Public addresses of contests and works, in all languages, for the edge to forget."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from activities.models import Contest, Entry
from base import site_context
from base.caching.cdn_purge import purge_later


def in_all_languages(name: str, *args: object) -> list[str]:
    """Paths of the page `name` in every language."""
    addresses = []
    for language, _label in settings.LANGUAGES:
        with override(language):
            addresses.append(reverse(f"activities_public:{name}", args=args))
    return addresses


def forget(entry: Entry) -> None:
    """Purge the work's page and pictures, and the pages that list it, from the edge and from the page cache."""
    contest, paths = entry.contest, in_all_languages("work", entry.contest.slug, entry.code)
    for file in entry.files.all():
        paths += in_all_languages("work_picture", contest.slug, file.uuid)
    purge_later(paths + _lists(contest))
    site_context.invalidate()


def forget_contest(contest: Contest) -> None:
    """Purge the pages of a contest from the edge and from the page cache."""
    purge_later(_lists(contest))
    site_context.invalidate()


def _lists(contest: Contest) -> list[str]:
    pages = [("contests",), ("contest", contest.slug), ("gallery", contest.slug)]
    return [path for name, *args in pages for path in in_all_languages(name, *args)]
