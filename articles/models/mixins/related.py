"""Stories related to one, by SQL that each process makes once for so many keywords and topics."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import QuerySet
from django.db.models.functions import JSONArray, JSONObject
from wagtail.models import Page

from articles.models.bylines import ArticleTag
from articles.models.mixins import facts
from articles.models.querysets import card_facts
from articles.presentation.cards import VERSION
from articles.syndication.closed import closed_paths
from base.compiled_once import json_of, stand_ins

MOST = 10  # keywords, and topics, up to which the SQL is kept
#: In the SQL that is kept, what stands for the path of the story's section: figures and capitals in the page tree.
_ANY_SECTION = "~"


class About(NamedTuple):
    """Keys of a story's keywords and topics, by which others are near to it."""

    tags: tuple[int, ...]
    topics: tuple[int, ...]

    @classmethod
    def of(cls, story: Any) -> About:
        """Those that the story has been read with."""
        return cls(tuple(tag["id"] for tag in story.tag_list), tuple(story.topic_ids))

    @property
    def are_many(self) -> bool:
        """Whether the SQL is not kept."""
        return len(self.tags) > MOST or len(self.topics) > MOST


def rows_near(story: Any, number: int) -> list[dict[str, Any]]:
    """Rows for listed() of the first `number` of its related_stories(), for a story as it is stored."""
    about = About.of(story)
    if about.are_many:
        return list(story.related_stories()[:number].values_list(card_facts(), flat=True))

    def rows(near: QuerySet) -> JSONObject:
        return JSONObject(rows=ArraySubquery(near.values(json=card_facts())))

    found = _read("related", story, about, number, rows)
    near: list[dict[str, Any]] = found["rows"] if found else []
    return near


def versions_now(story: Any, about: About, number: int) -> dict[str, Any] | None:
    """The story's own row (facts.OWN), its translations, and the versions of what rows_near() gives; one query.

    None where the row is gone, as in a database that was restored from a backup.
    """

    def rows(near: QuerySet) -> JSONObject:
        return JSONObject(
            own=facts.own(), twins=facts.twins(), near=ArraySubquery(near.values(json=JSONArray(*VERSION)))
        )

    return _read("versions", story, about, number, rows)


def _read(
    name: str, story: Any, about: About, number: int, rows: Callable[[QuerySet], JSONObject]
) -> dict[str, Any] | None:
    """The JSON of `rows`, which gets the related stories, on the row of the story; None without one."""

    values = (story.locale_id, story.pk, story.listed_in, *about.tags, *about.topics)
    placeholders = stand_ins(len(values))

    def make() -> QuerySet:
        locale, pk, section, *keys = placeholders
        tags, topics = keys[: len(about.tags)], keys[len(about.tags) :]
        any_story = SimpleNamespace(
            locale_id=locale, pk=pk, listed_in=section, path=_ANY_SECTION + "0" * Page.steplen, steplen=Page.steplen,
            tag_list=[{"id": tag} for tag in tags], topic_ids=topics,
        )  # fmt: skip
        stories = ArticleTag._meta.get_field("content_object").related_model.objects  # its module imports this one
        near = stories.readable().originals().related_to(any_story)[:number]
        return Page.objects.filter(pk=pk).values_list(rows(near))

    section = story.path[: -Page.steplen]
    given: dict[int | str, Any] = {f"{_ANY_SECTION}%": f"{section}%"} | dict(zip(placeholders, values, strict=True))
    whole = f"{name}:{len(about.tags)}:{len(about.topics)}:{number}:{closed_paths()}"
    found: list[dict[str, Any]] = json_of(whole, make, given)
    return found[0] if found else None
