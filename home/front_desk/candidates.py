"""Stories that may be put on the front page: published ones and scheduled ones, newest first or found by a word."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page, Revision

from articles.editorial.permissions import choosable_pages
from articles.models import ArticlePage
from articles.models.querysets import ArticleQuerySet
from articles.page_editor.slots import with_upcoming
from base.text import one_line
from users.models import User

NEWEST = 12  # published stories offered without a query
FOUND = 30  # stories offered for a query
SCHEDULED = 8  # scheduled stories offered without a query
LONGEST_QUERY = 80  # characters


def offered(locale_id: int, user: User, query: str) -> list[ArticlePage]:
    """Scheduled stories, then published ones, of a language; with a query those that match, without marks, too."""
    stories = ArticlePage.objects.filter(locale_id=locale_id).originals()
    query = one_line(query, LONGEST_QUERY)
    if query:
        hits = ArticlePage.objects.filter(locale_id=locale_id).autocomplete(query)[: FOUND * 2]
        stories = stories.filter(pk__in=[hit.pk for hit in hits])
    planned = Revision.page_revisions.filter(approved_go_live_at__gt=timezone.now()).values_list("object_id", flat=True)
    waiting = stories.filter(pk__in=[int(key) for key in planned], live=False)
    waiting = waiting.filter(pk__in=choosable_pages(Page.objects.all(), user).values("pk"))
    coming = list(_rows(waiting).order_by("due")[: FOUND if query else SCHEDULED])
    return [*coming, *_rows(stories.readable()).newest_first()[: FOUND if query else NEWEST]]


def _rows(stories: ArticleQuerySet) -> Any:
    return with_upcoming(stories.with_sections().defer("body", "transcript"))


def named(keys: set[int], user: User) -> dict[int, ArticlePage]:
    """{id: story with `due`} of pinned stories. `is_hidden` is set on one that the account must not know."""
    stories = with_upcoming(ArticlePage.objects.defer("body", "transcript")).in_bulk(keys)
    drafts = Q(pk__in=[key for key, story in stories.items() if not story.live])
    visible = set(choosable_pages(Page.objects.filter(drafts), user).values_list("pk", flat=True)) if drafts else set()
    for key, story in stories.items():
        story.is_hidden = not story.live and key not in visible
    return stories
