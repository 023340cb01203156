"""The search table: what goes in, when it goes out (docs/adr/0003-search.md).

Only what any signed-out reader may see has a row. Signals call these functions
(home/signals.py); `manage.py rebuild_search` writes the whole table anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from django.db import transaction
from django.utils import timezone
from django.utils.html import strip_tags
from wagtail.models import Page

from articles.models import ArticlePage
from base.routing import address
from base.text import fold, nfc
from media_library.models import Asset, LibraryIndexPage
from media_library.vocabulary import Access
from partners.models import KolIndexPage, KolStoryPage, Partner

from .models import ContentPage, HomePage, SearchEntry

TITLE_PREFIX = "qz"  # marks the folded words of a title, so that title matches are found by the same index
BODY_CHARACTERS = 50_000  # of one document; PostgreSQL refuses a tsvector above 1 MB
SUMMARY_CHARACTERS = 400
BATCH = 500  # rows per INSERT of a rebuild
TOKEN = re.compile(r"[^\W_]+")

Kind = SearchEntry.Kind


def index_page(page: Page) -> None:
    """Write the row of a live page, or take it out when the page may not be found."""
    entry = _page_entry(page)
    if entry is None:
        forget_pages([page.pk])
    else:
        _write([entry])


def index_tree(page: Page) -> None:
    """Write `page` and all below it anew: their addresses have changed."""
    _write(entry for entry in map(_page_entry, _live(Page.objects.descendant_of(page, inclusive=True))) if entry)


def forget_pages(ids: Iterable[int]) -> None:
    SearchEntry.objects.filter(
        kind__in=[Kind.ARTICLE, Kind.KOL, Kind.PAGE], object_id__in=[str(pk) for pk in ids]
    ).delete()


def index_asset(asset: Asset) -> None:
    """Write an asset's rows, one per language with a library; none while a draft, withdrawn or the staff's own."""
    _replace(Kind.ASSET, str(asset.uuid), _asset_entries(asset, _indexes(LibraryIndexPage)))


def index_partner(partner: Partner) -> None:
    """Write the profile of a partner who agreed to be listed, else take it out."""
    _replace(Kind.KOL, str(partner.uuid), _partner_entries(partner, _indexes(KolIndexPage)))


def forget_object(kind: str, uuid) -> None:
    SearchEntry.objects.filter(kind=kind, object_id=str(uuid)).delete()


def index_objects(page: Page) -> None:
    """An index page of a language appeared or moved: its assets or partners have addresses there now."""
    if isinstance(page, LibraryIndexPage):
        _write(entry for asset in _assets() for entry in _asset_entries(asset, [page]))
    elif isinstance(page, KolIndexPage):
        _write(entry for partner in Partner.objects.listed() for entry in _partner_entries(partner, [page]))


@transaction.atomic
def rebuild() -> int:
    """Write the whole table anew; readers see the old one until it is done. Returns the number of rows."""
    SearchEntry.objects.all().delete()
    _write(entry for entry in map(_page_entry, _live(Page.objects.all())) if entry)
    for page in (*_indexes(LibraryIndexPage), *_indexes(KolIndexPage)):
        index_objects(page)
    return SearchEntry.objects.count()


def tokens_of(folded: str) -> list[str]:
    """Words of folded text as PostgreSQL's "simple" configuration keeps them: letters and digits only."""
    return TOKEN.findall(folded)


def _live(pages) -> Iterator[Page]:
    yield from pages.live().public().select_related("locale").specific().iterator(chunk_size=BATCH)


def _page_entry(page: Page) -> SearchEntry | None:
    kind = _kind_of(page)
    language = page.locale.language_code
    found_at = address(page.url_path, language)
    if not (kind and page.live and found_at) or page.get_view_restrictions().exists():
        return None
    summary, body = _words_of(page)
    published_at = getattr(page, "published_at", None) or page.first_published_at or timezone.now()
    return _entry(kind, str(page.pk), language, page.title, summary, body, found_at, published_at)


def _kind_of(page: Page) -> str | None:
    if isinstance(page, HomePage):
        return None
    if isinstance(page, KolStoryPage):
        return Kind.KOL
    return Kind.ARTICLE if isinstance(page, ArticlePage) else Kind.PAGE


def _words_of(page: Page) -> tuple[str, str]:
    """(summary, further words) of a page."""
    if isinstance(page, ArticlePage):
        names = [byline.person.display_name for byline in page.bylines.all()]
        tags = [tag.name for tag in page.tags.all()]
        return page.sapo, " ".join([page.shown_kicker, *names, *tags, *page.body_text()])
    if isinstance(page, ContentPage):
        words = [str(text) for block in page.body for text in block.block.get_searchable_content(block.value)]
        return page.search_description or " ".join(words)[:SUMMARY_CHARACTERS], " ".join(words)
    return page.search_description or getattr(page, "description", "") or getattr(page, "intro", ""), ""


def _assets():
    return Asset.objects.released().exclude(access=Access.STAFF).prefetch_related("texts__locale")


def _asset_entries(asset: Asset, indexes: Iterable[LibraryIndexPage]) -> Iterator[SearchEntry]:
    if asset.status != Asset.Status.RELEASED or asset.current_version_id is None or asset.access == Access.STAFF:
        return
    for page in indexes:
        language = page.locale.language_code
        text = asset.text(language)
        found_at = f"{address(page.url_path, language)}{asset.slug}/"
        name, summary = (text.name, text.summary) if text else (asset.code, "")
        # search_text is folded already and holds the words of every language
        entry = _entry(
            Kind.ASSET, str(asset.uuid), language, name, summary, "", found_at, asset.released_at or timezone.now()
        )
        entry.folded += " " + asset.search_text
        yield entry


def _partner_entries(partner: Partner, indexes: Iterable[KolIndexPage]) -> Iterator[SearchEntry]:
    if not (partner.is_listed and partner.is_active):
        return
    words = " ".join([partner.area, partner.quote, partner.topic])
    for page in indexes:
        language = page.locale.language_code
        found_at = f"{address(page.url_path, language)}{partner.slug}/"
        summary = " · ".join(part for part in (partner.role_line, partner.bio) if part)
        yield _entry(
            Kind.KOL, str(partner.uuid), language, partner.display_name, summary, words, found_at, partner.created_at
        )


def _indexes(model) -> list[Page]:
    """The live index pages of `model`, one per language."""
    return list(model.objects.live().public().select_related("locale"))


def _entry(kind, object_id, language, title, summary, body, found_at, published_at) -> SearchEntry:
    title, summary = nfc(strip_tags(title)), nfc(strip_tags(summary))
    words = " ".join(tokens_of(fold(f"{title} {summary} {strip_tags(body)[:BODY_CHARACTERS]}")))
    marked = " ".join(TITLE_PREFIX + token for token in tokens_of(fold(title)))
    return SearchEntry(
        kind=kind, object_id=object_id, language=language, title=title[:255], summary=summary[:SUMMARY_CHARACTERS],
        address=found_at[:300], folded=f"{words} {marked}", published_at=published_at,
    )  # fmt: skip


def _replace(kind: str, object_id: str, entries: Iterable[SearchEntry]) -> None:
    with transaction.atomic():
        forget_object(kind, object_id)
        _write(entries)


def _write(entries: Iterable[SearchEntry]) -> None:
    """Insert, or overwrite the row of the same thing and language."""
    batch: list[SearchEntry] = []
    for entry in entries:
        batch.append(entry)
        if len(batch) == BATCH:
            _insert(batch)
            batch = []
    _insert(batch)


def _insert(batch: list[SearchEntry]) -> None:
    SearchEntry.objects.bulk_create(
        batch, update_conflicts=True, unique_fields=["kind", "object_id", "language"],
        update_fields=["title", "summary", "address", "folded", "published_at"],
    )  # fmt: skip
