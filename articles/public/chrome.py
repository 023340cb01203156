"""Provides the site context with sections and landing pages of the page tree.

Sub-selects read all live pages of the two upper levels in all languages, the paths with view restrictions, and the
breaking news of the language; everything else is selected from them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Model, OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.db.models.signals import post_delete, post_save
from django.utils.dateparse import parse_datetime
from wagtail.models import Page
from wagtail.signals import page_slug_changed, post_page_move

from articles.models import ArticlePage, BreakingNews, SectionPage
from articles.presentation.cards import SectionFacts
from articles.syndication.closed import restricted_paths, with_followers
from base import site_context

SECTION_FIELDS = ("short_title", "description", "accent", "is_sensitive", "in_section_bar")
#: Page types linked from header and footer, by model name, because this app does not import those above it.
LANDINGS = (
    "libraryindexpage",
    "kitindexpage",
    "kolindexpage",
    "authorindexpage",
    "topicindexpage",
    "hashtagindexpage",
    "correctionindexpage",
)


@dataclass(frozen=True)
class SectionLink:
    """Data of a section for lists; needs no query and can be cached."""

    pk: int
    path: str
    title: str
    short_title: str
    description: str
    address: str
    accent: str
    is_sensitive: bool
    in_section_bar: bool
    audiences: tuple[str, ...]

    @property
    def bar_title(self) -> str:
        return self.short_title or self.title

    @property
    def slug(self) -> str:
        return self.address.rstrip("/").rsplit("/", 1)[-1]

    @property
    def url(self) -> str:
        """The address, under the name that templates of pages use."""
        return self.address


def address_of(language: str, url_path: str) -> str:
    """“/vi/” and what follows the home page in `url_path` (“/<home>/<section>/”)."""
    return f"/{language}/" + "/".join(url_path.split("/")[2:])


def columns(language: str) -> dict[str, Any]:
    """Sub-selects: live pages of the two upper levels in all languages, paths with view restrictions, breaking news."""
    audiences = SectionPage.audiences.through.objects.filter(sectionpage=OuterRef("pk")).values("audience__slug")
    row = JSONObject(
        pk="pk",
        path="path",
        title="title",
        url_path="url_path",
        language="locale__language_code",
        model="content_type__model",
        alias_of_id="alias_of",
        translation_key="translation_key",
        audiences=ArraySubquery(audiences),
        **{name: f"sectionpage__{name}" for name in SECTION_FIELDS},
    )
    pages = Page.objects.live().filter(depth__in=(2, 3)).order_by("path")
    story = JSONObject(pk="page_id", path="page__path", title="page__title", url_path="page__url_path", until="until")
    last = BreakingNews.objects.filter(ended_at=None, locale__language_code=language, page__live=True)
    return {
        "pages": ArraySubquery(pages.values(json=row)),
        "closed": restricted_paths(),
        "breaking": Subquery(last.order_by("-started_at").values(json=story)[:1]),
    }


def _section(row: dict[str, Any]) -> SectionLink:
    return SectionLink(
        pk=row["pk"],
        path=row["path"],
        title=row["title"],
        address=address_of(row["language"], row["url_path"]),
        audiences=tuple(row["audiences"]),
        **{name: row[name] for name in SECTION_FIELDS},
    )


def _facts(row: dict[str, Any]) -> SectionFacts:
    names = ("accent", "is_sensitive", "url_path", "language", "alias_of_id")
    return SectionFacts(title=row["short_title"] or row["title"], **{name: row[name] for name in names})


def provide(language: str, data: dict[str, Any]) -> dict[str, Any]:
    """Sections of `language`, landing pages (Vietnamese ones where `language` has none), pages for the footer."""
    rows, closed = data["pages"], with_followers(data["closed"])
    own = [row for row in rows if row["language"] == language]
    sections = [_section(row) for row in own if row["model"] == "sectionpage"]
    twins: dict[str, list[tuple[str, str]]] = {}
    for row in rows:
        twins.setdefault(row["translation_key"], []).append((row["language"], row["url_path"]))
    landings: dict[str, dict[str, Any]] = {}
    for row in [*own, *(row for row in rows if row["language"] == settings.LANGUAGE_CODE)]:
        if row["model"] in LANDINGS:
            landings.setdefault(row["model"], _link(row) | {"is_closed": row["path"].startswith(closed)})
    return {
        "sections": sections,
        "bar": [section for section in sections if section.in_section_bar],
        "tips": next(
            (section for section in sections if section.address.split("/")[2].startswith(("meo", "tips"))), None
        ),
        "landings": landings,
        "pages": [_link(row) for row in own if row["model"] == "contentpage"],
        "closed": closed,
        "breaking": _breaking(language, data["breaking"], closed),
        "twins": twins,
        "section_facts": {row["path"]: _facts(row) for row in rows if row["model"] == "sectionpage"},
    }


def _breaking(language: str, row: dict[str, Any] | None, closed: tuple[str, ...]) -> dict[str, Any] | None:
    """Key, title, address and end of the breaking news; None without, or where its section needs a password.

    Who shows it looks at the end.
    """
    if row is None or row["path"].startswith(closed):
        return None
    until = parse_datetime(row["until"])
    return {
        "pk": row["pk"], "title": row["title"], "address": address_of(language, row["url_path"]), "until": until,
    }  # fmt: skip


def _link(row: dict[str, Any]) -> dict[str, str]:
    language = row["language"]
    return {"title": row["title"], "address": address_of(language, row["url_path"]), "language": language}


def connect() -> None:
    """Register the provider and invalidate the context when pages change; called by AppConfig.ready()."""
    site_context.register("articles", columns, provide)
    post_page_move.connect(site_context.invalidate, dispatch_uid="site-context-moved")
    page_slug_changed.connect(site_context.invalidate, dispatch_uid="site-context-renamed")
    post_delete.connect(_deleted, dispatch_uid="site-context-page-deleted")
    post_save.connect(site_context.invalidate, sender=SectionPage, dispatch_uid="site-context-section-saved")


def _deleted(sender: type[Model], **kwargs: Any) -> None:
    if issubclass(sender, (SectionPage, ArticlePage)):
        site_context.invalidate()
