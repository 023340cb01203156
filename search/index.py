"""Writes and removes the rows of the search table.

Only content that every signed-out reader may see has a row. search/signals.py calls these functions; `manage.py
rebuild_search` rebuilds the table. A page type may set `search_kind = "event"` for its tab, and may define
`search_words()` for text outside of StreamFields and rich text fields.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.tasks import task
from django.utils import timezone, translation
from django.utils.html import strip_tags
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.query import PageQuerySet

from articles.models import ArticlePage, SectionPage
from articles.syndication.closed import closed, with_followers
from base.addresses import address
from base.text import nfc
from base.text.khmer import is_khmer
from campaign.activities import Activity, activities
from campaign.models import HelpLine
from media_library.catalogue.everyday_words import everyday_words
from media_library.models import Asset, Kit, KitIndexPage, LibraryIndexPage
from media_library.rights.availability import availability
from media_library.vocabulary import Access
from partners.models import KolIndexPage, KolStoryPage, Partner
from partners.models.people import TRANSLATED
from search.backend import BATCH, PostgresStore
from search.models import WORDS, SearchEntry
from search.query import synonyms
from search.tokens import lexemes_of, words_of

BODY_CHARACTERS = 60_000  # indexed per document
SUMMARY_CHARACTERS = 400
PART = 200  # pages or objects that one run of a task rewrites: some seconds
LOW = -50  # priority of these tasks: files and letters go first

Kind = SearchEntry.Kind
#: Index pages → kind of what is found below them.
BELOW = {LibraryIndexPage: Kind.ASSET, KitIndexPage: Kind.KIT, KolIndexPage: Kind.KOL}
PAGE_KINDS = [Kind.ARTICLE, Kind.TIP, Kind.KOL, Kind.EVENT, Kind.PAGE, Kind.HELP]
Document = tuple[SearchEntry, list[str]]


def index_page(page: Page) -> None:
    """Write the row of a live page, or remove it where the page may not be found.

    Of a section with another name or other readers the worker rewrites the rows of its stories, which name both.
    """
    if _write_page(page) and page.numchild:
        index_below.enqueue(page.pk)


def _write_page(page: Page) -> bool:
    """Write or remove the row of one page; returns whether it is a section with another name or other readers."""
    document = _page(page)
    rows = SearchEntry.objects.filter(object_id=str(page.pk), kind__in=PAGE_KINDS)
    with transaction.atomic():
        before = rows.values_list("title", "facets").first()
        if document is None or rows.exclude(kind=document[0].kind):
            forget_pages([page.pk])
        _write([document] if document else [])
    return isinstance(page, SectionPage) and document is not None and before != (document[0].title, document[0].facets)


def index_tree(page: Page) -> None:
    """Follow a change of the page's address, or of who may read the page and what stands below it.

    At once the page's own row is rewritten, and what readers may open no longer is removed. The other rows below it, of
    its copies and of its translations are rewritten by the worker; until then they name the former addresses, from
    which Wagtail redirects.
    """
    tree = _tree(page)
    with transaction.atomic():
        _write_page(page.specific)
        if page.get_view_restrictions().exists():
            forget_pages(tree.values_list("pk", flat=True))
            for below in tree.type(*BELOW).select_related("locale").specific():
                index_objects(below)
            return
        index_objects(page.specific)
        if tree.exclude(pk=page.pk).exists():
            index_below.enqueue(page.pk)


@task(backend="db", queue_name="media", priority=LOW)
def index_below(page_id: int, after: str = "") -> int:
    """Rewrite the rows of the next PART pages of the tree, in the order of their paths; returns how many.

    `after`: path of the last page of the part before. Queues the next part, so that other tasks run in between. Safe to
    repeat.
    """
    if (page := Page.objects.filter(pk=page_id).first()) is None:
        return 0
    rows = list(_tree(page).filter(path__gt=after).order_by("path").values_list("pk", "path")[:PART])
    _rewrite(pk for pk, _path in rows)
    if len(rows) == PART:
        index_below.enqueue(page_id, rows[-1][1])
    return len(rows)


@task(backend="db", queue_name="media", priority=LOW)
def index_stories_of(person_id: int, after: int = 0) -> int:
    """Rewrite the rows of the next PART stories that a person signs; returns how many.

    `after`: key of the last story of the part before. Otherwise as index_below().
    """
    signed = ArticlePage.objects.filter(bylines__person=person_id, pk__gt=after)
    keys = list(signed.order_by("pk").values_list("pk", flat=True).distinct()[:PART])
    _rewrite(keys)
    if len(keys) == PART:
        index_stories_of.enqueue(person_id, keys[-1])
    return len(keys)


def _rewrite(keys: Iterable[int]) -> None:
    """Rewrite the rows of pages, and of what is found below index pages among them, each in a transaction."""
    for pk in keys:
        with transaction.atomic():
            # Who publishes or takes down the page waits for this row, or has done it before the row is read.
            if locked := Page.objects.select_for_update().filter(pk=pk).first():
                _write_page(locked.specific)
                index_objects(locked.specific)


def _tree(page: Page) -> PageQuerySet:
    """The page, its copies and translations, and all pages below these."""
    return Page.objects.filter(closed(paths=with_followers([page.path])))


def forget_pages(ids: Iterable[int]) -> None:
    PostgresStore().forget(PAGE_KINDS, [str(pk) for pk in ids])


def index_asset(asset: Asset) -> None:
    """Rewrite an asset's rows, one per language with a library; none for drafts, withdrawn and staff-only assets."""
    _replace(Kind.ASSET, str(asset.uuid), _asset(asset, _indexes(LibraryIndexPage)))


def index_kit(kit: Kit) -> None:
    """Rewrite a kit's rows, one per language with a page of kits; none before its release."""
    _replace(Kind.KIT, str(kit.uuid), _kit(kit, _indexes(KitIndexPage)))


def index_partner(partner: Partner) -> None:
    """Rewrite the rows of a partner's profile; none where the partner is not listed or not active."""
    _replace(Kind.KOL, str(partner.uuid), _partner(partner, _indexes(KolIndexPage)))


def index_help() -> None:
    """Rewrite the row of the help page in every language, with its help lines."""
    with transaction.atomic():
        PostgresStore().forget([Kind.HELP], ["help"])
        _write(map(_help, dict(settings.LANGUAGES)))


def index_activities(gone: Iterable[str] = ()) -> None:
    """Rewrite the rows of what readers can do at addresses that are no pages: wall, frames, agenda, contests.

    `gone`: keys whose rows go, unless they are found again.
    """
    pairs = [(item, code) for code, _name in settings.LANGUAGES for item in activities(code) if not item.is_page]
    with transaction.atomic():
        PostgresStore().forget([Kind.PAGE], [*gone, *{item.key for item, _code in pairs}])
        _write(_activity(item, code) for item, code in pairs)


def forget_object(kind: str, uuid: UUID | str) -> None:
    """Remove the rows of an asset, kit or partner."""
    PostgresStore().forget([kind], [str(uuid)])


def index_objects(page: Page) -> None:
    """Let the worker write the rows of the assets, kits or partners below an index page, where there are none yet.

    Remove them at once while readers cannot open the page. Nothing for other pages.
    """
    kind = next((kind for model, kind in BELOW.items() if isinstance(page, model)), None)
    if kind and not (page.live and not page.get_view_restrictions().exists()):
        PostgresStore().forget_below(kind, address(page.url_path))
    elif kind and not PostgresStore().has_below(kind, address(page.url_path)):
        index_objects_below.enqueue(page.pk)


@task(backend="db", queue_name="media", priority=LOW)
def index_objects_below(page_id: int, after: int = 0) -> int:
    """Write the rows of the next PART assets, kits or partners below an index page; returns how many.

    `after`: key of the last one of the part before. Otherwise as index_below().
    """
    if (page := Page.objects.filter(pk=page_id).first()) is None:
        return 0
    objects, write = _found_below(page.specific)
    keys = list(objects.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:PART])
    for pk in keys:
        with transaction.atomic():
            if locked := objects.model._default_manager.select_for_update().filter(pk=pk).first():
                write(locked)
    if len(keys) == PART:
        index_objects_below.enqueue(page_id, keys[-1])
    return len(keys)


def _found_below(page: Page) -> tuple[QuerySet[Any], Callable[[Any], None]]:
    """What is found below an index page, and what writes the rows of one."""
    if isinstance(page, LibraryIndexPage):
        return Asset.objects.released().exclude(access=Access.STAFF), index_asset
    if isinstance(page, KitIndexPage):
        return Kit.objects.released(), index_kit
    return Partner.objects.listed(), index_partner


def _documents_below(page: Page) -> Iterator[Document]:
    """Documents of the assets, kits or partners below an index page."""
    objects, _write_one = _found_below(page)
    if isinstance(page, LibraryIndexPage):
        for asset in objects.prefetch_related("texts__locale", "audiences", "topics", "leases"):
            yield from _asset(asset, [page])
    elif isinstance(page, KitIndexPage):
        for kit in objects.prefetch_related("texts__locale", "audiences"):
            yield from _kit(kit, [page])
    else:
        for partner in objects:
            yield from _partner(partner, [page])


@transaction.atomic
def rebuild() -> int:
    """Rebuild the whole table in one transaction, so readers see the old rows meanwhile. Return the number of rows."""
    PostgresStore().clear()
    synonyms.clear()
    _write(filter(None, map(_page, _live(Page.objects.all()))))
    for page in (*_indexes(LibraryIndexPage), *_indexes(KitIndexPage), *_indexes(KolIndexPage)):
        _write(_documents_below(page))
    index_help()
    index_activities()
    return SearchEntry.objects.count()


def _live(pages: PageQuerySet) -> Iterator[Page]:
    yield from pages.live().select_related("locale").specific().iterator(chunk_size=BATCH)


def _is_second(page: Page) -> bool:
    """Whether `page` is an alias of a live page in the same language: only the original is found."""
    return bool(page.alias_of_id) and page.alias_of.locale_id == page.locale_id and page.alias_of.live


def _page(page: Page) -> Document | None:
    kind = _kind_of(page)
    language = page.locale.language_code
    found_at = address(page.url_path)
    if not (kind and page.live and found_at) or _is_second(page) or page.get_view_restrictions().exists():
        return None
    summary, body = _words_of(page)
    at = getattr(page, "published_at", None) or page.first_published_at or timezone.now()
    return document(
        kind=kind, object_id=str(page.pk), language=language, title=page.title, summary=summary, body=body,
        address=found_at, published_at=at, facets=_page_facets(page),
    )  # fmt: skip


def _kind_of(page: Page) -> str | None:
    """Kind of a page, which decides its tab; None for front pages, which are not found."""
    if named := getattr(page, "search_kind", None):
        return named
    if page.depth <= 2:
        return None
    if isinstance(page, KolStoryPage):
        return Kind.KOL
    if isinstance(page, ArticlePage):
        return Kind.TIP if page.genre == ArticlePage.Genre.TIP else Kind.ARTICLE
    return Kind.PAGE


def _page_facets(page: Page) -> list[str]:
    """Topics of a story; whom a page is for: its own readers, else those of the section above."""
    is_story = isinstance(page, ArticlePage)
    facets = [f"chu-de:{topic.slug}" for topic in page.topics.all()] if is_story else []
    for source in (page, page.get_parent().specific) if is_story else (page,):
        if audiences := list(source.audiences.all()) if hasattr(source, "audiences") else []:
            return facets + [f"cho:{audience.slug}" for audience in audiences]
    return facets


def _words_of(page: Page) -> tuple[str, str]:
    """(summary, further text) of a page of any type."""
    words = list(page.search_words()) if hasattr(page, "search_words") else []
    if isinstance(page, ArticlePage):
        names = [byline.name for byline in page.bylines.all()]
        words += [page.shown_kicker, *names, *(tag.name for tag in page.tags.all())]
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            body = getattr(page, field.name)
            words += [str(text) for block in body for text in block.block.get_searchable_content(block.value)]
        elif isinstance(field, RichTextField):
            words.append(strip_tags(getattr(page, field.name)))
    fields = ("sapo", "summary", "description", "intro", "search_description")
    summary = next((text for name in fields if (text := getattr(page, name, ""))), "")
    if paid := getattr(page, "paid_label", ""):  # who pays for it stands first in a list of results, too
        summary = f"{paid}. {summary}"
    text = " ".join(words)
    return str(summary) or text[:SUMMARY_CHARACTERS], text


def _asset(asset: Asset, indexes: Iterable[LibraryIndexPage]) -> Iterator[Document]:
    if asset.access == Access.STAFF or not availability(asset).is_available:
        return
    facets = [f"dang:{asset.kind}", *(f"cho:{audience.slug}" for audience in asset.audiences.all())]
    facets += [f"chu-de:{topic.slug}" for topic in asset.topics.all()]
    also = everyday_words(asset)
    for page in indexes:
        language = page.locale.language_code
        text = asset.text(language)
        name, summary = (text.name, text.summary) if text else (asset.code, "")
        with translation.override(language):
            own = [asset.code, str(asset.get_kind_display()), *map(str, asset.moment_labels), *also]
        # search_text is folded already and contains the texts of all languages
        body = " ".join([*own, *(part for part in (text and text.placement, text and text.alt) if part)])
        yield document(
            kind=Kind.ASSET, object_id=str(asset.uuid), language=language, title=name, summary=summary,
            body=f"{body} {asset.search_text}", address=f"{address(page.url_path)}{asset.slug}/",
            published_at=asset.released_at or timezone.now(), facets=facets,
            words=text.locale.language_code if text else "",
        )  # fmt: skip


def _kit(kit: Kit, indexes: Iterable[KitIndexPage]) -> Iterator[Document]:
    if not kit.is_released:
        return
    facets = [f"cho:{audience.slug}" for audience in kit.audiences.all()]
    for page in indexes:
        language = page.locale.language_code
        text = kit.text(language)
        with translation.override(language):  # words for this kind of content and its audiences
            own = [kit.code, translation.gettext("Bộ tài liệu"), *(audience.label for audience in kit.audiences.all())]
        yield document(
            kind=Kind.KIT, object_id=str(kit.uuid), language=language, title=text.name if text else kit.code,
            summary=text.intro if text else "", body=" ".join([*own, text.guide if text else ""]),
            address=f"{address(page.url_path)}{kit.slug}/", published_at=kit.updated_at, facets=facets,
            words=text.locale.language_code if text else "",
        )  # fmt: skip


def _partner(partner: Partner, indexes: Iterable[KolIndexPage]) -> Iterator[Document]:
    if not (partner.is_listed and partner.is_active):
        return
    for page in indexes:
        language = page.locale.language_code
        texts = {name: partner.text_in(name, language) for name in TRANSLATED}
        vietnamese = [getattr(partner, name) for name in TRANSLATED]  # so that Vietnamese queries find it too
        yield document(
            kind=Kind.KOL, object_id=str(partner.uuid), language=language, title=partner.display_name,
            summary=" · ".join(part for part in (texts["role_line"], texts["bio"]) if part),
            body=" ".join(dict.fromkeys(["KOL", partner.area, texts["quote"], texts["topic"], *vietnamese])),
            address=f"{address(page.url_path)}{partner.slug}/", published_at=partner.created_at, facets=[],
            words="km" if is_khmer(partner.display_name) else settings.LANGUAGE_CODE,
        )  # fmt: skip


def _help(language: str) -> Document:
    """The help page, with its numbers and labels, and with common words for such a page."""
    lines = HelpLine.objects.shown().filter(locale__language_code=language)
    with translation.override(language):
        title = translation.gettext("Cần giúp đỡ?")
        also = translation.gettext("Đường dây nóng, tổng đài, hotline, số điện thoại tư vấn và trợ giúp, gọi công an.")
    numbers = " · ".join(f"{line.number} {line.label}".strip() for line in lines)
    return document(
        kind=Kind.HELP, object_id="help", language=language, title=title, summary=f"{also} {numbers}",
        body=" ".join(f"{line.say} {line.hours} {line.sms_number}" for line in lines),
        address=f"/{language}/can-giup-do/", published_at=timezone.now(), facets=[],
    )  # fmt: skip


def _activity(activity: Activity, language: str) -> Document:
    with translation.override(language):
        title, kind = str(activity.title), str(activity.kind)
    return document(
        kind=Kind.PAGE, object_id=activity.key, language=language, title=title, summary=kind, body="",
        address=activity.address, published_at=timezone.now(), facets=[], words=activity.language,
    )  # fmt: skip


def _indexes[P: Page](model: type[P]) -> list[P]:
    """The public index pages of `model`, one per language."""
    return list(model.objects.live().exclude(closed()).select_related("locale"))


def document(
    *, kind: str, object_id: str, language: str, title: str, summary: str, body: str, address: str,
    published_at: datetime | None, facets: Iterable[str], words: str = "",
) -> Document:  # fmt: skip
    """(unsaved row, lexemes) of a document; texts may contain markup. `words`: the title's language, where another."""
    if words and words != language:
        facets = [*facets, f"{WORDS}{words}"]
    title, summary = nfc(strip_tags(title)), nfc(strip_tags(summary))
    entry = SearchEntry(
        kind=kind, object_id=object_id, language=language, title=title[:255], summary=summary[:SUMMARY_CHARACTERS],
        address=address[:300], head=" ".join(word.folded for word in words_of(title))[:600], facets=sorted(facets),
        published_at=published_at,
    )  # fmt: skip
    text = strip_tags(body)[:BODY_CHARACTERS]
    return entry, lexemes_of(title, summary, text, language=language, kind=kind, facets=facets)


def _replace(kind: str, object_id: str, documents: Iterable[Document]) -> None:
    with transaction.atomic():
        forget_object(kind, object_id)
        _write(documents)


def _write(documents: Iterable[Document]) -> None:
    """Insert the documents, or overwrite rows of the same object and language, in batches."""
    batch: list[Document] = []
    for item in documents:
        batch.append(item)
        if len(batch) == BATCH:
            _flush(batch)
            batch = []
    _flush(batch)


def _flush(batch: list[Document]) -> None:
    if batch:
        PostgresStore().write(batch)
        synonyms.learn(batch)
