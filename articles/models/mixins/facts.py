"""Reads what a story's page shows from other tables in one query: byline, keywords, topics, corrections, translations.

The query also returns the page's current row, by which a cached page object finds out whether it is outdated.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject
from wagtail.models import Page

from articles.models.bylines import ArticleByline, ArticleTag
from articles.models.corrections import Correction
from articles.models.people import Person
from articles.presentation.cards import VERSION
from base.addresses import addresses
from base.compiled_once import json_of, stand_ins
from base.text import sort_key
from campaign.models import Topic

#: Columns that differ after the page was published again, moved, or given another address.
OWN = ("live", "url_path", *VERSION)
BYLINE = tuple(field.attname for field in ArticleByline._meta.concrete_fields)
PERSON = tuple(field.attname for field in Person._meta.concrete_fields)
#: Placeholder for the key of the page in the SQL that is compiled once.
(_KEY,) = stand_ins(1)


def _columns() -> JSONObject:
    """One JSON object of sub-selects on the row of the page."""
    of_page = Q(page=OuterRef("pk")) | Q(page=OuterRef("alias_of_id"))
    person = JSONObject(**{name: f"person__{name}" for name in PERSON})
    rows = {
        "bylines": ArticleByline.objects.filter(page=OuterRef("pk"))
        .order_by("sort_order")
        .values(json=JSONObject(**{name: name for name in BYLINE}, person=person)),
        "tags": ArticleTag.objects.filter(content_object=OuterRef("pk")).values(
            json=JSONObject(id="tag_id", name="tag__name", slug="tag__slug")
        ),
        "topics": Topic.objects.filter(articlepage=OuterRef("pk")).values("pk"),
        "corrections": Correction.objects.frozen()
        .filter(of_page)
        .order_by("-number")
        .values(json=JSONObject(**{name: name for name in Correction.SHOWN})),
    }
    return JSONObject(own=own(), twins=twins(), **{name: ArraySubquery(found) for name, found in rows.items()})


def _of_any_page() -> QuerySet:
    return Page.objects.filter(pk=_KEY).values_list(_columns())


def own() -> JSONObject:
    """The columns OWN of the page's row, as JSON."""
    return JSONObject(**{name: name for name in OWN})


def twins() -> ArraySubquery:
    """Language and path of the page in each language in which it is live, as JSON."""
    pages = Page.objects.live().filter(translation_key=OuterRef("translation_key"))
    return ArraySubquery(pages.values(json=JSONObject(language="locale__language_code", url_path="url_path")))


def load_into(story: Any) -> dict[str, Any]:
    """Read the data of `story` (not a preview) and set them as its cached properties; returns the JSON."""
    (found,) = json_of("story", _of_any_page, {_KEY: story.pk})
    story.shown_bylines = [_byline(row) for row in found["bylines"]]
    story.tag_list = sorted(found["tags"], key=lambda tag: sort_key(tag["name"]))
    story.topic_ids = found["topics"]
    story.correction_rows = [
        row | {"frozen_at": datetime.fromisoformat(row["frozen_at"])} for row in found["corrections"]
    ]
    story.alternates = addresses((twin["language"], twin["url_path"]) for twin in found["twins"])
    return found


def is_as_read(story: Any, row: dict[str, Any]) -> bool:
    """Whether `story` has not been published again or moved since it was read; `row`: its current row, of own()."""
    moment = row["last_published_at"]
    known = {name: getattr(story, name) for name in OWN}
    return row | {"last_published_at": datetime.fromisoformat(moment) if moment else None} == known


def _byline(row: dict[str, Any]) -> ArticleByline:
    """The byline of the JSON object, with its person."""
    byline: ArticleByline = ArticleByline.from_db(None, BYLINE, [row[name] for name in BYLINE])
    byline.person = Person.from_db(None, PERSON, [row["person"][name] for name in PERSON])
    return byline
