"""Content of the sitemaps: index, pages, library, and news of two days.

The number of queries per file does not depend on the number of pages. Limits are those of sitemaps.org (50,000
addresses per file) and of Google's news sitemaps (1,000 addresses, two days).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import F, Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from wagtail.models import Page
from wagtail.query import PageQuerySet

from articles.models import ArticlePage
from articles.public.chrome import address_of
from articles.syndication.closed import closed, closed_paths
from campaign.activities import activities
from media_library.models import Asset

PAGES_A_FILE = 5_000
LIMIT = 50_000  # addresses per file
NEWS_LIMIT = 1_000
NEWS_AGE = timedelta(days=2)


@dataclass
class Entry:
    """An absolute address with its last change; `alternates`: (language code, absolute address), itself included."""

    location: str
    changed_at: datetime | None
    alternates: list[tuple[str, str]] = field(default_factory=list)


def files() -> list[Entry]:
    """The sitemap files that exist now, for the index."""
    pages = _live_pages()
    facts = pages.aggregate(changed_at=Max("last_published_at"))
    number = max(1, math.ceil(pages.count() / PAGES_A_FILE))
    entries = [Entry(_whole(f"/sitemap/trang-{index}.xml"), facts["changed_at"]) for index in range(1, number + 1)]
    others = ("tai-lieu", "hoat-dong", "tin-moi")
    return [*entries, *(Entry(_whole(f"/sitemap/{name}.xml"), None) for name in others)]


def pages(number: int) -> list[Entry] | None:
    """Entries of page file `number` (from 1), PAGES_A_FILE live pages by id; None after the last file."""
    start = (number - 1) * PAGES_A_FILE
    rows = list(
        _live_pages()
        .order_by("pk")
        .values_list("translation_key", "locale__language_code", "url_path", "last_published_at", "path")[
            start : start + PAGES_A_FILE
        ]
    )
    if not rows and number != 1:
        return None
    closed = closed_paths()
    twins = _twins({row[0] for row in rows})
    return [
        Entry(_whole(address_of(language, url_path)), changed_at, twins.get(key, []))
        for key, language, url_path, changed_at, path in rows
        if not (closed and path.startswith(closed))
    ]


def assets() -> list[Entry]:
    """Assets that everybody may see, once per language in which everybody may open the library."""
    closed = closed_paths()
    libraries = [
        (language, _whole(address_of(language, url_path)))
        for language, url_path, path in Page.objects.live()
        .filter(content_type__model="libraryindexpage")
        .order_by("path")
        .values_list("locale__language_code", "url_path", "path")
        if not (closed and path.startswith(closed))
    ]
    if not libraries:
        return []
    entries = []
    for slug, updated_at in Asset.objects.visible_to(AnonymousUser()).values_list("slug", "updated_at"):
        alternates = [(language, f"{location}{slug}/") for language, location in libraries]
        entries += [Entry(location, updated_at, alternates) for _language, location in alternates]
    return entries[:LIMIT]


def places() -> list[Entry]:
    """The help page, and what readers can do at addresses that are no pages (wall, agenda), once per language."""
    pairs_by_key: dict[str, list[tuple[str, str]]] = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            pairs_by_key.setdefault("help", []).append((language, _whole(reverse("help"))))
        for activity in activities(language):
            if not activity.is_page:
                pairs_by_key.setdefault(activity.key, []).append((language, _whole(activity.address)))
    return [Entry(location, None, pairs) for pairs in pairs_by_key.values() for _language, location in pairs][:LIMIT]


def news() -> list[ArticlePage]:
    """Articles of the last two days, newest first; may be empty."""
    stories = ArticlePage.objects.readable().originals().filter(published_at__gte=timezone.now() - NEWS_AGE)
    return list(stories.newest_first().select_related("locale").defer("body")[:NEWS_LIMIT])


def _live_pages() -> PageQuerySet:
    # Without aliases within a language: they name their original as canonical, and sitemaps list canonical addresses.
    return Page.objects.live().filter(depth__gte=2).exclude(alias_of__locale=F("locale"))


def _twins(keys: set) -> dict[object, list[tuple[str, str]]]:
    """{translation key: [(language, absolute address)]} of what everybody may read in more than one language."""
    pairs_by_key: dict[object, list[tuple[str, str]]] = {}
    rows = _live_pages().exclude(closed()).filter(translation_key__in=keys).order_by("pk")
    for key, language, url_path in rows.values_list("translation_key", "locale__language_code", "url_path"):
        pairs_by_key.setdefault(key, []).append((language, _whole(address_of(language, url_path))))
    return {key: pairs for key, pairs in pairs_by_key.items() if len(pairs) > 1}


def _whole(path: str) -> str:
    return settings.SITE_URL + path
