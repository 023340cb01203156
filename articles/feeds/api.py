"""Stories in the JSON API (docs/api.md): what the feeds of the site list, without their bodies."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema

from articles.models import ArticlePage
from base.languages import VIETNAMESE
from base.languages.parameter import LanguageCode

MOST = 50  # items of one answer
MOST_KEY = 2**31 - 1
router = Router(tags=["bai"])


class StoryOut(Schema):
    """One story."""

    id: int
    title: str
    sapo: str
    genre: str
    language: str
    published_at: datetime | None
    topics: list[str]
    address: str


class StoriesOut(Schema):
    """A page of stories; `total` counts all that match."""

    total: int
    items: list[StoryOut]


class StoryFilters(Schema):
    """Filters of the list."""

    nn: LanguageCode = Field(VIETNAMESE, description="language")
    chu_de: str = Field("", max_length=50, alias="chu-de", description="slug of a topic")
    limit: int = Field(20, ge=1, le=MOST)
    offset: int = Field(0, ge=0, le=100_000)


@router.get("/", response=StoriesOut, summary="Stories, newest first")
def list_stories(request: HttpRequest, filters: Query[StoryFilters]) -> dict[str, Any]:
    """Live stories of a language that need no password, each once."""
    stories = ArticlePage.objects.readable().filter(locale__language_code=filters.nn).originals()
    if filters.chu_de:
        stories = stories.filter(topics__slug=filters.chu_de)
    rows = stories.defer("body").select_related("locale").prefetch_related("topics").newest_first()
    page_rows = rows[filters.offset : filters.offset + filters.limit]
    return {"total": stories.count(), "items": [_story_out(story) for story in page_rows]}


@router.get("/{int:key}/", response=StoryOut, summary="One story")
def read_story(request: HttpRequest, key: int) -> dict[str, Any]:
    """One live story. Raises Http404."""
    stories = ArticlePage.objects.readable().defer("body").select_related("locale").prefetch_related("topics")
    story = stories.filter(pk=key).first() if key <= MOST_KEY else None
    if story is None:
        raise Http404(_("Không có bài này."))
    return _story_out(story)


def _story_out(story: ArticlePage) -> dict[str, Any]:
    return {
        "id": story.pk,
        "title": story.title,
        "sapo": story.sapo,
        "genre": story.genre,
        "language": story.locale.language_code,
        "published_at": story.published_at,
        "topics": [topic.slug for topic in story.topics.all()],
        "address": settings.SITE_URL + story.address,
    }
