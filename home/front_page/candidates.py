"""What may stand on a front page, in one query: the newest articles of the language, its newest clips, tips, and pinned
articles of any age. With them comes what is read most.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet
from django.db.models.functions import JSONArray, JSONObject
from wagtail.models import Locale, Revision

from articles.blocks.pins import Pin
from articles.genres import CLIP_GENRES
from articles.models import ArticlePage
from articles.models.querysets import ArticleQuerySet
from articles.public import most_read as readings
from articles.public.most_read import MostRead
from articles.syndication.closed import closed, closed_paths
from base.compiled_once import KeyIn, json_of

NEWEST = 60  # articles considered for lead, latest and section columns
CLIPS = 5
#: Placeholder for the language in SQL that is compiled once.
_ANY_LANGUAGE = "~"


class Candidate(NamedTuple):
    """An article that may be shown: what decides on its place."""

    pk: int
    path: str
    live: bool
    genre: str
    lead_image_id: int | None
    is_featured: bool
    live_revision_id: int | None  # with the moment: another one, another card
    last_published_at: str | None


class Candidates(NamedTuple):
    """`stories`: the NEWEST ones followed by older pinned ones; `older_clips`: those older than these; `tips`: all.

    `most_read` is read with them.
    """

    stories: list[Candidate]
    older_clips: list[Candidate]
    tips: list[Candidate]
    most_read: list[MostRead]


def candidates(language: str, pins: Sequence[Pin], preview: bool) -> Candidates:
    """What may be shown and what is read most, always in one query.

    Older clips are read in any case, so that no further query is needed where the newest articles contain too few.
    """
    paths = closed_paths()
    keys = {pin.story_id for pin in pins}
    given: dict[Any, Any] = {_ANY_LANGUAGE: language, KeyIn.KEYS: KeyIn.given(keys), **readings.since_when()}
    name = f"front page without {paths}"
    of_language: list[dict[str, Any]] = json_of(name, partial(_of_language, paths), given)
    if not of_language:
        return Candidates([], [], [], [])
    (found,) = of_language
    newest, clips, tips, pinned = (
        [Candidate(*row) for row in found[name]] for name in ("newest", "clips", "tips", "pinned")
    )
    if preview:
        pinned = _pinned_in_preview(language, keys)
    near, kept = {story.pk for story in newest}, {story.pk for story in pinned}
    return Candidates(
        [*newest, *(story for story in pinned if story.pk not in near)],
        [story for story in clips if story.pk not in near | kept],
        tips,
        readings.of_rows(found["read"], language),
    )


def _written() -> ArticleQuerySet:
    """The articles of a language, for sub-selects on its row."""
    return ArticlePage.objects.filter(locale=OuterRef("pk"))


def _of_language(paths: tuple[str, ...]) -> QuerySet:
    """All of it on the row of a language, without what lies below the closed `paths`."""
    readable = _written().live().exclude(closed(paths=paths))
    shown = readable.originals()
    newest = shown.newest_first()
    clips = newest.filter(genre__in=CLIP_GENRES, lead_image__isnull=False)
    tips = shown.filter(tippage__isnull=False).order_by("tippage__number", "pk")
    rows = {
        "newest": newest[:NEWEST],
        "clips": clips[: CLIPS * 2],
        "tips": tips[:NEWEST],
        "pinned": readable.filter(KeyIn("pk")).newest_first(),
    }
    arrays = {name: ArraySubquery(found.values(json=_columns())) for name, found in rows.items()}
    everything = JSONObject(read=readings.most_read_rows(paths), **arrays)
    return Locale.objects.filter(language_code=_ANY_LANGUAGE).values_list(everything)


def _pinned_in_preview(language: str, keys: set[int]) -> list[Candidate]:
    """The pinned articles that are live, or scheduled."""
    planned = Revision.page_revisions.filter(object_id__in=map(str, keys), approved_go_live_at__isnull=False)
    is_shown = Q(live=True) | Q(pk__in=[int(key) for key in planned.values_list("object_id", flat=True)])
    rows = ArticlePage.objects.filter(is_shown, pk__in=keys, locale__language_code=language).newest_first()
    return [Candidate(*row) for row in rows.values_list(_columns(), flat=True)]


def _columns() -> JSONArray:
    """Those of Candidate."""
    return JSONArray(*Candidate._fields)
