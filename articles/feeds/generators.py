"""Writes RSS and JSON Feed for other newsrooms, aggregators and readers.

Addresses are absolute (settings.SITE_URL). RSS has headline, sapo and share picture, and with `?dang=day-du` the whole
text (feeds/html.py), which the JSON Feed always has, so that another outlet can republish it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.html import escape
from django.utils.translation import gettext as _

from articles.feeds.html import pictures_of, text_of
from articles.models import ArticlePage
from articles.presentation.share_images import address_of
from articles.presentation.structured_data import absolute
from base import site_context

ITEMS = 30  # stories in a feed
WHOLE = "day-du"  # value of `?dang=`: RSS with whole texts
RSS_TYPE = "application/rss+xml; charset=utf-8"
JSON_TYPE = "application/feed+json; charset=utf-8"


@dataclass(frozen=True)
class Channel:
    """Content of a feed: `address` is the path of the page it belongs to, `own_address` that of the feed."""

    title: str
    description: str
    address: str
    own_address: str
    language: str
    stories: list[ArticlePage]


class NewsFeed(Rss201rev2Feed):
    """RSS 2.0 with dc:creator, media:content and dcterms:modified.

    No <enclosure>: it requires a length in bytes, and a share picture is drawn only when it is first requested.
    """

    def rss_attributes(self) -> dict[str, str]:
        return super().rss_attributes() | {
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
            "xmlns:media": "http://search.yahoo.com/mrss/",
            "xmlns:dcterms": "http://purl.org/dc/terms/",
        }

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for name in item["people"]:
            handler.addQuickElement("dc:creator", name)
        if item["text"]:
            handler.addQuickElement("content:encoded", item["text"])
        handler.addQuickElement("dcterms:modified", item["modified"].isoformat())
        handler.addQuickElement(
            "media:content",
            attrs={"url": item["card"], "medium": "image", "type": "image/jpeg", "width": "1200", "height": "630"},
        )


def rss(channel: Channel, *, with_texts: bool = False) -> str:
    """`channel` as RSS 2.0; `with_texts` needs stories with their bodies, and two queries for all pictures."""
    pictures = pictures_of(channel.stories) if with_texts else {}
    feed = NewsFeed(
        title=channel.title,
        link=absolute(channel.address),
        description=channel.description or channel.title,
        language=channel.language,
        feed_url=absolute(channel.own_address),
    )
    for story in channel.stories:
        card = absolute(address_of(story))
        feed.add_item(
            title=headline_of(story),
            link=absolute(story.address),
            description=escape(story.sapo),  # feed readers parse it as HTML
            unique_id=absolute(story.address),
            unique_id_is_permalink=True,
            pubdate=story.shown_at,
            updateddate=changed_at(story),
            categories=[story.section.title, *labels_of(story, channel.language)],
            people=names_of(story),
            modified=changed_at(story),
            card=card,
            text=text_of(story, pictures) if with_texts else "",
        )
    return str(feed.writeString("utf-8"))


def json_feed(channel: Channel) -> str:
    """`channel` as JSON Feed 1.1 with whole texts; two queries for all pictures."""
    pictures = pictures_of(channel.stories)
    items = [
        {
            "id": absolute(story.address),
            "url": absolute(story.address),
            "title": headline_of(story),
            "summary": story.sapo,
            "content_html": text_of(story, pictures),
            "image": absolute(address_of(story)),
            "date_published": story.shown_at.isoformat(),
            "date_modified": changed_at(story).isoformat(),
            "authors": [{"name": name} for name in names_of(story)],
            "tags": [*labels_of(story, channel.language), *(tag.name for tag in story.tags.all())],
            "language": channel.language,
        }
        for story in channel.stories
    ]
    return json.dumps(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": channel.title,
            "home_page_url": absolute(channel.address),
            "feed_url": absolute(channel.own_address),
            "description": channel.description or channel.title,
            "language": channel.language,
            "items": items,
        },
        ensure_ascii=False,
    )


def changed_at(story: ArticlePage) -> Any:
    """When the story last changed for readers; not before it was published."""
    return max(story.shown_at, story.last_published_at or story.shown_at)


def headline_of(story: ArticlePage) -> str:
    """The title; of a story that is paid for, who pays stands before it."""
    return f"[{story.paid_label}] {story.title}" if story.paid_by else story.title


def labels_of(story: ArticlePage, language: str) -> list[str]:
    """“Tin nóng” for the breaking news of `language`, and for a story with that label."""
    now = site_context.data(language).get("articles", {}).get("breaking")
    is_breaking = now is not None and now["pk"] == story.pk and now["until"] > timezone.now()
    return [_("Tin nóng")] if is_breaking or story.is_hot else []


def names_of(story: ArticlePage) -> list[str]:
    """Who made it outside of the newsroom, then the names of the byline; `bylines__person` is prefetched."""
    return [*filter(None, [story.made_by])] + [byline.name for byline in story.bylines.all()]
