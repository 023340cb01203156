"""What may stand on a front page, in one query: the newest articles of the language, its newest clips, tips, and pinned
articles of any age. With them comes what is read most.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q
from django.db.models.expressions import BaseExpression
from django.db.models.functions import JSONArray, JSONObject
from wagtail.models import Locale, Revision

from articles.blocks.pins import Pin
from articles.genres import CLIP_GENRES
from articles.models import ArticlePage
from articles.models.querysets import ArticleQuerySet, closed, closed_paths
from articles.public import most_read as readings
from articles.public.most_read import MostRead
from base.compiled_once import CompiledOnce

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
    columns: list[BaseExpression] = [
        CompiledOnce(f"front page without {paths}", partial(_usual, paths)),
        readings.most_read_rows(),
    ]
    if pins:
        columns.append(_rows(_pinned_rows(pins, preview)))
    of_language = Locale.objects.filter(language_code=language).values_list(*columns).first()
    if of_language is None:
        return Candidates([], [], [], [])
    usual, read, *held = of_language
    newest, clips, tips, pinned = (
        [Candidate(*row) for row in rows] for rows in (usual["newest"], usual["clips"], usual["tips"], *(held or [()]))
    )
    near, kept = {story.pk for story in newest}, {story.pk for story in pinned}
    return Candidates(
        [*newest, *(story for story in pinned if story.pk not in near)],
        [story for story in clips if story.pk not in near | kept],
        tips,
        readings.of_rows(read, language),
    )


def _written() -> ArticleQuerySet:
    """The articles of a language, for sub-selects on its row."""
    return ArticlePage.objects.filter(locale=OuterRef("pk"))


def _usual(paths: tuple[str, ...]) -> JSONObject:
    """Everything but what is pinned, without what lies below the closed `paths`."""
    shown = _written().live().exclude(closed(paths=paths)).originals()
    newest = shown.newest_first()
    clips = newest.filter(genre__in=CLIP_GENRES, lead_image__isnull=False)
    tips = shown.filter(tippage__isnull=False).order_by("tippage__number", "pk")
    return JSONObject(newest=_rows(newest[:NEWEST]), clips=_rows(clips[: CLIPS * 2]), tips=_rows(tips[:NEWEST]))


def _pinned_rows(pins: Sequence[Pin], preview: bool) -> ArticleQuerySet:
    """The pinned articles that are shown; in a preview the scheduled ones as well."""
    rows = _written().filter(pk__in={pin.story_id for pin in pins}).newest_first()
    if not preview:
        return rows.readable()
    planned = Revision.page_revisions.filter(
        object_id__in=[str(pin.story_id) for pin in pins], approved_go_live_at__isnull=False
    )
    return rows.filter(Q(live=True) | Q(pk__in=[int(key) for key in planned.values_list("object_id", flat=True)]))


def _rows(found: ArticleQuerySet) -> ArraySubquery:
    """The columns of Candidate."""
    return ArraySubquery(found.values(json=JSONArray(*Candidate._fields)))
