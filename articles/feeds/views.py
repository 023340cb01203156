"""Views of feeds: all stories of a language, a section, outlet, topic, hashtag, tag or author.

The feed of corrections is written by the page that lists them (models/index_pages.py), also as Atom.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe
from taggit.models import Tag

from articles.feeds import generators
from articles.feeds.html import FORMATS
from articles.models import ArticlePage, CorrectionIndexPage, SectionPage
from articles.models.bylines import shown_authors
from articles.models.index_pages import campaign_hashtags
from articles.models.querysets import ArticleQuerySet
from articles.syndication.closed import closed
from base import site_context
from base.addresses import path_of
from base.caching.headers import public_page
from campaign.models import Outlet, Topic

Facts = tuple[str, str, str, ArticleQuerySet]  # title, description, path of the page, stories


@require_safe
@conditional_page
def rss(request: HttpRequest, kind: str, slug: str = "", place: str = "") -> HttpResponse:
    """RSS 2.0 of `kind` (a key of SOURCES), or of the corrections; `?dang=day-du` with whole texts.

    Raises Http404 for an unknown slug.
    """
    language = get_language() or "vi"
    if kind == "section" and _index("correctionindexpage", language) == f"/{language}/{slug}/":
        text = _corrections(language, slug).written_as(Rss201rev2Feed, request.path)
    else:
        whole = request.GET.get("dang") == generators.WHOLE
        channel = channel_of(request, kind, slug, place, with_bodies=whole)
        text = generators.rss(channel, with_texts=whole)
    return public_page(HttpResponse(text, content_type=generators.RSS_TYPE))


@require_safe
@conditional_page
def json(request: HttpRequest, kind: str, slug: str = "", place: str = "") -> HttpResponse:
    """JSON Feed 1.1 of `kind`, with whole texts. Raises Http404 for an unknown slug."""
    channel = channel_of(request, kind, slug, place, with_bodies=True)
    return public_page(HttpResponse(generators.json_feed(channel), content_type=generators.JSON_TYPE))


def channel_of(request: HttpRequest, kind: str, slug: str, place: str, *, with_bodies: bool) -> generators.Channel:
    """The newest stories of one feed, in a fixed number of queries. Raises Http404."""
    language = get_language() or "vi"
    if kind == "gathering":
        kind = _gathering(language, place)
    title, description, address, stories = SOURCES[kind](language, slug)
    stories = stories.with_sections().select_related("lead_image").prefetch_related("bylines__person", "tags")
    stories = stories.select_related(*FORMATS) if with_bodies else stories.defer("body")
    return generators.Channel(title, description, address, request.path, language, list(stories[: generators.ITEMS]))


def _gathering(language: str, place: str) -> str:
    """Kind of feed of the index page at /<language>/<place>/. Raises Http404."""
    for model, kind in (("topicindexpage", "topic"), ("authorindexpage", "author"), ("hashtagindexpage", "hashtag")):
        if _index(model, language) == f"/{language}/{place}/":
            return kind
    if place == "tu-khoa":
        return "tag"
    raise Http404


def _index(model: str, language: str) -> str:
    return site_context.data(language).get("articles", {}).get("landings", {}).get(model, {}).get("address", "")


def _stories(language: str) -> ArticleQuerySet:
    return ArticlePage.objects.readable().filter(locale__language_code=language).newest_first()


def _all(language: str, slug: str) -> Facts:
    stories = _stories(language).originals()
    return _("Không một mình"), _("Cùng nhau an toàn trực tuyến"), f"/{language}/", stories


def _section(language: str, slug: str) -> Facts:
    sections = SectionPage.objects.live().exclude(closed())
    section = _one(sections.filter(locale__language_code=language, slug=slug, depth=3))
    return section.title, section.description, path_of(section.url_path, language), _stories(language).child_of(section)


def _outlet(language: str, slug: str) -> Facts:
    row = _one(Outlet.objects.filter(slug=slug))
    below = Q(pk__in=())
    for path in SectionPage.objects.filter(outlet=row, locale__language_code=language).values_list("path", flat=True):
        below |= Q(path__startswith=path)
    return row.name, row.short_name, f"/{language}/", _stories(language).filter(below)


def _topic(language: str, slug: str) -> Facts:
    topic = _one(Topic.objects.filter(slug=slug))
    address = f"{_index('topicindexpage', language)}{slug}/"
    return topic.label, "", address, _stories(language).originals().filter(topics=topic)


def _hashtag(language: str, slug: str) -> Facts:
    word = campaign_hashtags(language).get(slug)
    if word is None:
        raise Http404
    address = f"{_index('hashtagindexpage', language)}{slug}/"
    return word, "", address, _stories(language).originals().filter(tags__slug=slug)


def _tag(language: str, slug: str) -> Facts:
    tag = _one(Tag.objects.filter(slug=slug))
    return tag.name, "", f"/{language}/tu-khoa/{slug}/", _stories(language).originals().filter(tags=tag)


def _author(language: str, slug: str) -> Facts:
    author = _one(shown_authors().filter(slug=slug))
    stories = _stories(language).originals().filter(pk__in=author.signed_pages())
    return author.display_name, author.own_bio or author.bio, f"{_index('authorindexpage', language)}{slug}/", stories


def _corrections(language: str, slug: str) -> CorrectionIndexPage:
    return _one(CorrectionIndexPage.objects.live().exclude(closed()).filter(locale__language_code=language, slug=slug))


def _one(rows: Any) -> Any:
    row = rows.first()
    if row is None:
        raise Http404
    return row


SOURCES = {
    "all": _all,
    "section": _section,
    "outlet": _outlet,
    "topic": _topic,
    "hashtag": _hashtag,
    "author": _author,
    "tag": _tag,
}
