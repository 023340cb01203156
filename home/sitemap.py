"""What /sitemap.xml lists: three queries, whatever the number of pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from wagtail.models import Page, PageViewRestriction

from articles.shell import address_of
from media_library.models import Asset

LIMIT = 50_000  # addresses, by the sitemap protocol


@dataclass
class Entry:
    """One address with its last change; `alternates` are (language code, absolute address) pairs, itself included."""

    location: str
    changed_at: datetime | None
    alternates: list[tuple[str, str]] = field(default_factory=list)


def entries() -> list[Entry]:
    """Every public address of the site, pages first, then assets in each language the library exists in."""
    restricted = PageViewRestriction.objects.values_list("page__path", flat=True)
    rows = list(
        Page.objects.live()
        .filter(depth__gte=2)
        .order_by("path")
        .values_list(
            "translation_key", "locale__language_code", "url_path", "last_published_at", "content_type__model", "path"
        )
    )
    closed = tuple(restricted)
    groups: dict[object, list[tuple[str, str]]] = {}
    found, libraries = [], []
    for key, language, url_path, changed_at, model, path in rows:
        if closed and path.startswith(closed):
            continue
        location = settings.SITE_URL + address_of(language, url_path)
        alternates = groups.setdefault(key, [])
        alternates.append((language, location))
        found.append(Entry(location, changed_at, alternates))
        if model == "libraryindexpage":
            libraries.append((language, location))
    for slug, updated_at in (
        Asset.objects.visible_to(AnonymousUser()).values_list("slug", "updated_at") if libraries else ()
    ):
        alternates = [(language, f"{location}{slug}/") for language, location in libraries]
        found += [Entry(location, updated_at, alternates) for _language, location in alternates]
    return found[:LIMIT]
