"""What may stand on a front page: the newest articles of the language, its newest clips, tips, pinned articles of any
age, and what is read most.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db.models import Q
from wagtail.models import Revision

from articles.blocks.pins import Pin
from articles.genres import CLIP_GENRES
from articles.models import ArticlePage
from articles.models.querysets import ArticleQuerySet
from articles.public.most_read import MostRead, most_read

NEWEST = 60  # articles considered for lead, latest and section columns
CLIPS = 5


class Candidate(NamedTuple):
    """An article that may be shown: what decides on its place."""

    pk: int
    path: str
    live: bool
    genre: str
    lead_image_id: int | None
    is_featured: bool
    live_revision_id: int | None  # with the moment: another one, another card
    last_published_at: datetime | None


class Candidates(NamedTuple):
    """`stories`: the NEWEST ones followed by older pinned ones; `older_clips`: those older than these; `tips`: all."""

    stories: list[Candidate]
    older_clips: list[Candidate]
    tips: list[Candidate]
    most_read: list[MostRead]


def candidates(language: str, pins: Sequence[Pin], preview: bool) -> Candidates:
    """What may be shown and what is read most, in five queries; `preview`: pinned articles that are scheduled too."""
    keys = {pin.story_id for pin in pins}
    stories = ArticlePage.objects.filter(locale__language_code=language)
    readable = stories.readable().originals()
    newest = _rows(readable.newest_first()[:NEWEST])
    clips = _rows(readable.filter(genre__in=CLIP_GENRES, lead_image__isnull=False).newest_first()[: CLIPS * 2])
    tips = _rows(readable.filter(tippage__isnull=False).order_by("tippage__number", "pk")[:NEWEST])
    pinned = stories.filter(pk__in=keys).newest_first()
    pinned = _rows(pinned.filter(_live_or_planned(keys)) if preview else pinned.readable())
    near, pinned_keys = {story.pk for story in newest}, {story.pk for story in pinned}
    return Candidates(
        [*newest, *(story for story in pinned if story.pk not in near)],
        [story for story in clips if story.pk not in near | pinned_keys],
        tips,
        most_read(language),
    )


def _rows(articles: ArticleQuerySet) -> list[Candidate]:
    return [Candidate(*row) for row in articles.values_list(*Candidate._fields)]


def _live_or_planned(keys: set[int]) -> Q:
    """Condition for articles that are live, or among `keys` and scheduled; one query."""
    planned = Revision.page_revisions.filter(object_id__in=map(str, keys), approved_go_live_at__isnull=False)
    return Q(live=True) | Q(pk__in=[int(key) for key in planned.values_list("object_id", flat=True)])
