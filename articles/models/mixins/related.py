"""Cards of the stories related to one, by SQL that each process makes once for so many keywords and topics."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models.functions import JSONObject
from wagtail.models import Page

from articles.models.bylines import ArticleTag
from articles.models.querysets import CardFacts, closed_paths, listed
from articles.presentation.cards import ListedStory
from base.compiled_once import CompiledOnce

MOST = 10  # keywords, and topics, up to which the SQL is kept
#: What stands in the SQL for the columns of the story.
_LOCALE, _STORY, _DEPTH, _TAG, _TOPIC, _SECTION = -1, -2, -3, -1000, -2000, "~"


def cards_near(story: Any, number: int) -> list[ListedStory]:
    """The cards of the first `number` of its related_stories(), for a story as it is stored."""
    tags, topics = [tag["id"] for tag in story.tag_list], story.topic_ids
    if len(tags) > MOST or len(topics) > MOST:
        return story.related_stories()[:number].cards()

    def rows() -> JSONObject:
        of_another = SimpleNamespace(
            locale_id=_LOCALE, pk=_STORY, depth=_DEPTH, path=_SECTION + "0" * Page.steplen, steplen=Page.steplen,
            tag_list=[{"id": _TAG - place} for place in range(len(tags))],
            topic_ids=[_TOPIC - place for place in range(len(topics))],
        )  # fmt: skip
        stories = ArticleTag._meta.get_field("content_object").related_model.objects  # its module imports this one
        near = stories.readable().originals().related_to(of_another)[:number]
        return JSONObject(rows=ArraySubquery(near.values(json=CardFacts("pk"))))

    given: dict[int | str, Any] = {
        _LOCALE: story.locale_id, _STORY: story.pk, _DEPTH: story.depth,
        f"{_SECTION}%": f"{story.path[: -Page.steplen]}%",
        **{_TAG - place: tag for place, tag in enumerate(tags)},
        **{_TOPIC - place: topic for place, topic in enumerate(topics)},
    }  # fmt: skip
    name = f"related:{len(tags)}:{len(topics)}:{number}:{closed_paths()}"
    found = Page.objects.filter(pk=story.pk).values_list(CompiledOnce(name, rows, given), flat=True).get()
    return listed(found["rows"])
