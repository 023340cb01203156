"""Queries of articles, as methods that can be chained."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, Self

from django.db.models import Case, Count, F, IntegerField, OuterRef, Q, Subquery, Value, When, prefetch_related_objects
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, JSONObject, Left, Length, NullIf
from wagtail.images import get_image_model
from wagtail.models import Page, PageManager

from articles.syndication.deletion import CopiedPageQuerySet
from base import site_context
from base.images.renditions import rendition_rows, renditions_of

from .bylines import ArticleTag
from .sections import SectionPage

if TYPE_CHECKING:
    from articles.models.article import ArticlePage

#: Columns that a story's card shows or a list decides by; `for_cards()` reads no others.
CARD_COLUMNS = (
    "title", "url_path", "path", "depth", "live", "translation_key", "first_published_at", "published_at", "alias_of",
    "locale__language_code", "genre", "kicker", "sapo", "paid_by", "made_by", "content_warning", "is_hot",
    "is_featured", "lead_image__width", "lead_image__height", "lead_image__is_withdrawn", "lead_image__description",
    "lead_image__focal_point_x", "lead_image__focal_point_y",
    "lead_image__focal_point_width", "lead_image__focal_point_height",
)  # fmt: skip
# Related stories are ranked among this many newest of the same tags, topics, section and language.
NEAR = 20


class ArticleQuerySet(CopiedPageQuerySet):
    """Queries of stories."""

    def readable(self) -> Self:
        """Live, and neither the story nor a page above it needs a password, a sign-in or a group.

        Base of every public list. Unlike Wagtail's `public()` it needs no query: the site context has the closed paths.
        """
        return self.live().exclude(closed())

    def listed_in(self, section: Page) -> Self:
        """Stories that `section` lists, by an index alone, to count and slice; filter shown rows by `live()` too."""
        return self.filter(listed_in=section.pk)

    def originals(self) -> Self:
        """Without copies at other outlets: front page, feeds and search list each story once."""
        return self.filter(alias_of=None)

    def newest_first(self) -> Self:
        """By the time shown to readers; drafts without one come last."""
        return self.order_by(F("published_at").desc(nulls_last=True), "-pk")

    def with_sections(self) -> Self:
        """Annotate the section's data for a card; the page tree has no foreign key to join on."""
        sections = SectionPage.objects.annotate(bar=Coalesce(NullIf("short_title", Value("")), "title"))
        parent = sections.filter(path=Left(OuterRef("path"), Length(OuterRef("path")) - Page.steplen))
        facts = JSONObject(
            title="bar", accent="accent", is_sensitive="is_sensitive", url_path="url_path", alias_of_id="alias_of_id"
        )
        return self.select_related("locale").annotate(section_facts=Subquery(parent.values(json=facts)[:1]))

    def with_cards(self) -> Self:
        """All that a story card shows: section, picture and renditions, without a query per row."""
        pictured = self.with_sections().select_related("lead_image")
        return pictured.annotate(lead_renditions=rendition_rows("lead_image"))

    def for_cards(self, *more: str) -> Self:
        """Only the columns of CARD_COLUMNS and `more`, after `with_cards()`: another one costs a query for each row."""
        return self.only(*CARD_COLUMNS, *more)

    def related_to(self, article: ArticlePage) -> Self:
        """Other stories of the language: most shared topics and tags first, then those of the section.

        Ranks only the newest NEAR of each group, so that the cost does not grow with the number of stories.
        """
        others = self.filter(locale_id=article.locale_id).exclude(pk=article.pk).newest_first()
        section = article.path[: -article.steplen]
        tags = [tag["id"] for tag in article.tag_list]
        tagged = ArticleTag.objects.filter(tag_id__in=tags)
        near = Case(When(path__startswith=section, then=Value(1)), default=Value(0), output_field=IntegerField())
        about = self.model.topics.through.objects.filter(topic_id__in=article.topic_ids)
        shared: Combinable = Count("tagged_items__tag", filter=Q(tagged_items__tag_id__in=tags), distinct=True)
        if article.topic_ids:
            shared += Count("topics", filter=Q(topics__in=article.topic_ids), distinct=True)
        groups = [others, others.filter(path__startswith=section, depth=article.depth)]
        if tags:
            groups.append(others.filter(pk__in=tagged.values("content_object_id")))
        if article.topic_ids:
            groups.append(others.filter(pk__in=about.values("articlepage_id")))
        close = Q()
        for group in groups:
            close |= Q(pk__in=group.values("pk")[:NEAR])
        return (
            self.model.objects.filter(close)
            .annotate(shared=shared, near=near)
            .order_by("-shared", "-near", F("published_at").desc(nulls_last=True), "-pk")
        )


def closed(prefix: str = "") -> Q:
    """Condition of what `readable()` excludes, for rows that reach their page by `prefix` (“page__”)."""
    paths = site_context.data().get("articles", {}).get("closed", ())
    return reduce(or_, (Q(**{f"{prefix}path__startswith": path}) for path in paths), Q())


def prefetch_renditions(images: Iterable[Any]) -> None:
    """Fetch the renditions of all `images` (None allowed) in one query."""
    prefetch_related_objects([image for image in images if image is not None], "renditions")


def pictures_by_id(ids: Iterable[int | None]) -> dict:
    """{id: picture} with renditions, in one query; unknown ids and None are left out."""
    pictures = get_image_model().objects.annotate(rendition_rows=rendition_rows("pk"))
    wanted = {key for key in ids if key is not None}
    found = pictures.in_bulk(wanted) if wanted else {}
    for picture in found.values():
        # The attribute that Wagtail's prefetch_renditions() sets and get_rendition() reads first.
        picture.prefetched_renditions = renditions_of(picture.rendition_rows)
    return found


ArticlePageManager = PageManager.from_queryset(ArticleQuerySet)
