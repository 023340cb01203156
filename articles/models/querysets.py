"""Queries of articles, as methods that can be chained."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Self

from django.db.models import Case, Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, JSONObject, Left, Length, NullIf
from wagtail.images import get_image_model
from wagtail.models import Page, PageManager

from articles.presentation.cards import ListedStory, SectionFacts
from articles.syndication.closed import closed
from articles.syndication.deletion import CopiedPageQuerySet
from base import site_context
from base.images.renditions import rendition_rows, renditions_of

from .bylines import ArticleTag
from .sections import SectionPage

if TYPE_CHECKING:
    from articles.models.article import ArticlePage

#: Columns of a story that its card shows.
CARD_COLUMNS = (
    "pk", "title", "url_path", "path", "live", "translation_key", "first_published_at", "published_at", "genre",
    "kicker", "sapo", "paid_by", "made_by", "content_warning", "is_hot", "is_featured",
)  # fmt: skip
#: Columns of its picture.
PICTURE_COLUMNS = (
    "pk", "width", "height", "file_hash", "is_withdrawn", "focal_point_x", "focal_point_y", "focal_point_width",
    "focal_point_height",
)  # fmt: skip
# Related stories are ranked among this many newest of the same tags, topics, section and language.
NEAR = 20


class ArticleQuerySet(CopiedPageQuerySet):
    """Queries of stories."""

    def readable(self) -> Self:
        """Live, and neither the story, its original nor a page above them needs a password, a sign-in or a group.

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

    def cards(self) -> list[ListedStory]:
        """These stories as list items, in one query, without those whose section was deleted. For every public list."""
        tip = "tippage" if self.model is _story_model() else "articlepage_ptr__tippage"
        rows = self.values(
            *CARD_COLUMNS,
            *(f"lead_image__{name}" for name in PICTURE_COLUMNS),
            language=F("locale__language_code"),
            tip_number=F(f"{tip}__number"),
            tip_tone=F(f"{tip}__tone"),
            rendition_rows=rendition_rows("lead_image"),
        )
        return _with_sections([ListedStory(row) for row in rows])

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
        beside = others.filter(listed_in=article.listed_in)  # by an index alone, unlike the path
        if not article.listed_in:
            beside = others.filter(path__startswith=section, depth=article.depth)
        groups = [others, beside]
        if tags:
            groups.append(others.filter(pk__in=tagged.values("content_object_id")))
        if article.topic_ids:
            groups.append(others.filter(pk__in=about.values("articlepage_id")))
        close = Q()
        for group in groups:
            close |= Q(pk__in=group.values("pk")[:NEAR])
        shared = _number(tagged, "content_object") + _number(about, "articlepage")
        newest = F("published_at").desc(nulls_last=True), "-pk"
        return self.model.objects.filter(close).annotate(shared=shared).order_by("-shared", near.desc(), *newest)


def _with_sections(stories: list[ListedStory]) -> list[ListedStory]:
    """Set the section of each of `stories`, and leave out those whose section was deleted."""
    facts_by_path = site_context.data().get("articles", {}).get("section_facts", {})
    if hidden := {story.section_path for story in stories} - facts_by_path.keys():
        facts_by_path = facts_by_path | _facts_of_sections(hidden)
    stories = [story for story in stories if story.section_path in facts_by_path]
    for story in stories:
        story.section = facts_by_path[story.section_path]
    return stories


def _number(rows: QuerySet, story: str) -> Coalesce:
    """Number of `rows` that refer to the story, by their column `story`."""
    own = rows.filter(**{story: OuterRef("pk")}).order_by().values(story)
    return Coalesce(Subquery(own.annotate(number=Count("pk")).values("number")), 0)


def _story_model() -> type[ArticlePage]:
    """ArticlePage, whose module imports this one."""
    return ArticleTag._meta.get_field("content_object").related_model


def _facts_of_sections(paths: Iterable[str]) -> dict[str, SectionFacts]:
    """{path: data} of sections that the site context leaves out because they are not live."""
    sections = SectionPage.objects.filter(path__in=paths).select_related("locale")
    names = ("accent", "is_sensitive", "url_path", "language", "alias_of_id")
    return {
        section.path: SectionFacts(section.bar_title, **{name: getattr(section, name) for name in names})
        for section in sections
    }


def pictures_by_id(ids: Iterable[int | None]) -> dict:
    """{id: picture} with renditions, in one query; unknown ids and None are left out."""
    wanted_ids = {key for key in ids if key is not None}
    if not wanted_ids:
        return {}
    pictures = get_image_model().objects.filter(pk__in=wanted_ids).annotate(rendition_rows=rendition_rows("pk"))
    for picture in pictures:
        # The attribute that Wagtail's prefetch_renditions() sets and get_rendition() reads first.
        picture.prefetched_renditions = renditions_of(picture.rendition_rows)
    return {picture.pk: picture for picture in pictures}


ArticlePageManager = PageManager.from_queryset(ArticleQuerySet)
