"""What a story's page shows from other tables, in one query: byline, keywords, topics, corrections, translations.

With it comes the page's own row of now, for those who have had the page for a while.
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

#: What another publication, another place or address of the page leaves different.
OWN = ("live", "url_path", *VERSION)
BYLINE = tuple(field.attname for field in ArticleByline._meta.concrete_fields)
PERSON = tuple(field.attname for field in Person._meta.concrete_fields)
#: In the SQL that is made once, what stands for the key of the page.
(_KEY,) = stand_ins(1)


def _columns() -> JSONObject:
    """Sub-selects on the row of the page."""
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
    """The page's own row."""
    return JSONObject(**{name: name for name in OWN})


def twins() -> ArraySubquery:
    """The page in each language in which it is live."""
    pages = Page.objects.live().filter(translation_key=OuterRef("translation_key"))
    return ArraySubquery(pages.values(json=JSONObject(language="locale__language_code", url_path="url_path")))


def bring(story: Any) -> dict[str, Any]:
    """Set what `story`, as it is stored, shows: its cached properties of these names. Returns the rows."""
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
    """Whether `story` was read after its last publication or move, by its row of own()."""
    moment = row["last_published_at"]
    known = {name: getattr(story, name) for name in OWN}
    return row | {"last_published_at": datetime.fromisoformat(moment) if moment else None} == known


def _byline(row: dict[str, Any]) -> ArticleByline:
    """The byline with its person."""
    byline: ArticleByline = ArticleByline.from_db(None, BYLINE, [row[name] for name in BYLINE])
    byline.person = Person.from_db(None, PERSON, [row["person"][name] for name in PERSON])
    return byline
