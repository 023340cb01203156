"""Stories related to a story, by SQL that each process compiles once for each number of keywords and topics."""

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

MOST = 10  # keywords, and topics; with more of them the SQL is not kept
#: Placeholder for the path of the story's section in that SQL; real paths have only digits and capital letters.
_ANY_SECTION = "~"


class About(NamedTuple):
    """Keys of a story's keywords and topics, by which related stories are found."""

    tags: tuple[int, ...]
    topics: tuple[int, ...]

    @classmethod
    def of(cls, story: Any) -> About:
        """The keys from the keywords and topics that `story` has loaded."""
        return cls(tuple(tag["id"] for tag in story.tag_list), tuple(story.topic_ids))

    @property
    def are_many(self) -> bool:
        """Whether there are more than MOST, so that the SQL is compiled for this story alone."""
        return len(self.tags) > MOST or len(self.topics) > MOST


def rows_near(story: Any, number: int) -> list[dict[str, Any]]:
    """The first `number` of story.related_stories() as rows for querysets.listed(); not for a preview."""
    about = About.of(story)
    if about.are_many:
        return list(story.related_stories()[:number].values_list(card_facts(), flat=True))

    def rows(near: QuerySet) -> JSONObject:
        return JSONObject(rows=ArraySubquery(near.values(json=card_facts())))

    found = _read("related", story, about, number, rows)
    near: list[dict[str, Any]] = found["rows"] if found else []
    return near


def versions_now(story: Any, about: About, number: int) -> dict[str, Any] | None:
    """{"own": facts.OWN of the story, "twins": its translations, "near": versions of the stories of rows_near()}.

    One query. None if the story's row no longer exists, as after a database was restored from a backup.
    """

    def rows(near: QuerySet) -> JSONObject:
        return JSONObject(
            own=facts.own(), twins=facts.twins(), near=ArraySubquery(near.values(json=JSONArray(*VERSION)))
        )

    return _read("versions", story, about, number, rows)


def _read(
    name: str, story: Any, about: About, number: int, rows: Callable[[QuerySet], JSONObject]
) -> dict[str, Any] | None:
    """The JSON `rows(related stories)`, evaluated on the story's row; None if there is no such row."""

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
