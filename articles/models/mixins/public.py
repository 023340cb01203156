"""Public side of a story: addresses, byline, times, context of the template. No fields, no permissions."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils.functional import cached_property

from articles.blocks.pictures import load_together, picture_ids
from articles.genres import Genre
from articles.models.bylines import ArticleByline, shown_authors
from articles.models.corrections import Correction
from articles.models.querysets import pictures_by_id
from articles.models.sections import SectionPage
from articles.presentation import structured_data
from articles.presentation.cards import SectionFacts, ShownStory
from articles.presentation.embeds import FRAMES
from articles.presentation.infographics import drawing_of
from articles.presentation.player import players_of
from articles.presentation.section_layout import spread_pictures
from articles.rules.reader_text import reader_text, texts_beside
from articles.rules.translations import originals_of, translation_of
from articles.syndication.closed import is_readable
from base.text import count_words, sort_key
from campaign.models import Outlet

if TYPE_CHECKING:
    from base.pages import BasePage as _Base
else:
    _Base = object

RELATED = 4
LONG_TEXT = 350  # tiếng from which a text has a related story in its margin
UPDATED_AFTER = timedelta(minutes=15)  # earlier changes are not shown as an update
WORDS_A_MINUTE = 220  # tiếng a minute, an easy reading speed


class StoryPublicMixin(ShownStory, _Base):
    """Mixin of ArticlePage."""

    has_margin = True  # False for page types whose template has no margin beside the text

    @cached_property
    def section(self) -> SectionPage | SectionFacts:
        """The section that contains the story; without a query for routed stories and those of `with_sections()`."""
        facts = self.__dict__.get("section_facts")
        return SectionFacts(language=self.language, **facts) if facts else self.get_parent().specific

    @cached_property
    def tag_list(self) -> list[dict]:
        """[{"id", "name", "slug"}] in alphabetical order."""
        tags = sorted(self.tags.all(), key=lambda tag: sort_key(tag.name))
        return [{"id": tag.pk, "name": tag.name, "slug": tag.slug} for tag in tags]

    @cached_property
    def topic_ids(self) -> list[int]:
        return [topic.pk for topic in self.topics.all()] if self.pk else []

    @cached_property
    def shown_bylines(self) -> list[ArticleByline]:
        """The bylines with their persons; from the form in a preview."""
        return list(self.bylines.select_related("person"))

    @cached_property
    def correction_rows(self) -> list[dict]:
        """Published corrections as dicts of Correction.SHOWN."""
        return list(Correction.objects.of(self.pk, self.alias_of_id).values(*Correction.SHOWN))

    @property
    def corrections_shown(self) -> list[dict]:
        """[{"number", "kind", "kind_label", "text", "frozen_at", "has_older"}], newest first."""
        return [
            row
            | {
                "text": Correction.REDACTED if row["redacted_at"] else row["text"],
                "kind_label": Correction.Kind(row["kind"]).label,
                "has_older": not row["hides_older"] and not self.alias_of_id,
            }
            for row in self.correction_rows
        ]

    @cached_property
    def source_corrections(self) -> list[dict]:
        """[{"number", "kind_label", "frozen_at", "address", "language", "is_behind"}] of the story it translates.

        Newest first. `is_behind`: the translation was not published since, or not from the corrected text. No query for
        a story in one language; for others one, and four where something is corrected.
        """
        story = self.syndicated_from or self
        if len(story.alternates) < 2:
            return []
        rows = list(Correction.objects.in_other_languages(story))
        original = originals_of([story]).get(story.pk) if rows else None
        if original is None:
            return []
        translation = translation_of(story)
        made_at = [translation.source.last_updated_at] if translation else []
        followed_at = min([*made_at, story.last_published_at or story.shown_at])
        return [
            {
                "number": row.number,
                "kind_label": row.get_kind_display(),
                "frozen_at": row.frozen_at,
                "address": f"{original.address}#dinh-chinh-{row.number}",
                "language": original.language,
                "is_behind": row.frozen_at > followed_at,
            }
            for row in rows
            if row.page_id == original.pk
        ]

    @cached_property
    def syndicated_from(self) -> "StoryPublicMixin | None":
        """The original of a copy, with its section and outlet; None for an original."""
        if not self.alias_of_id:
            return None
        source = type(self).objects.select_related("locale").get(pk=self.alias_of_id)  # both have one type
        source.section = SectionPage.objects.select_related("outlet").parent_of(source).get()
        return source

    @property
    def outlet(self) -> Outlet | None:
        """The outlet of the section; for a copy that of the original. May be None."""
        section = (self.syndicated_from or self).section
        return section.outlet if isinstance(section, SectionPage) else None

    @property
    def shown_by(self) -> Outlet | None:
        """The outlet named as responsible in the footer: that of the page's section, also for a copy. May be None."""
        return self.section.outlet if isinstance(self.section, SectionPage) else None

    @property
    def canonical_address(self) -> str:
        return (self.syndicated_from or self).address

    @cached_property
    def shown_credit(self) -> str:
        """Credit of the lead picture: the field, else that of the image library."""
        return self.lead_credit or (self.lead_image.credit if self.lead_image else "")

    @property
    def modified_at(self) -> datetime:
        """Time of the last change, for machines: the newest correction or the last publication."""
        return max([row["frozen_at"] for row in self.corrections_shown] + [self.last_published_at or self.shown_at])

    @cached_property
    def word_count(self) -> int:
        """Words of sapo and body: tiếng (syllables) in Vietnamese, an estimate in Khmer."""
        return sum(count_words(text, self.language) for text in [self.sapo, *self.body_text()])

    @property
    def reading_minutes(self) -> int:
        """Minutes to read it, at least one."""
        return max(1, round(self.word_count / WORDS_A_MINUTE))

    def streams(self) -> list:
        """StreamField values with the story's text and pictures, in the order of the page."""
        return [self.body]

    def body_text(self) -> list[str]:
        """Plain text of the body by block, for counting and for the search index."""
        return [
            str(text)
            for stream in self.streams()
            for block in stream
            for text in block.block.get_searchable_content(block.value)
        ]

    @property
    def is_updated(self) -> bool:
        """Whether it was published again more than UPDATED_AFTER after its first publication and its shown time."""
        if not self.last_published_at:
            return False
        first = max(self.shown_at, self.first_published_at or self.shown_at)
        return self.last_published_at - first > UPDATED_AFTER

    def get_template(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        """A video story with a clip of the library, and an infographic with a drawing, have templates of their own."""
        template = super().get_template(request, *args, **kwargs)
        if template != "articles/article_page.html":
            return template
        if self.genre == "video" and self.video_id:
            return "articles/video_page.html"
        return "articles/infographic_page.html" if self.drawing else template

    @cached_property
    def drawing(self) -> Any:
        """What an infographic shows whole; None for another story and one without a drawing."""
        return drawing_of(self.lead_image, self.body) if self.genre == Genre.INFOGRAPHIC else None

    def extra_csp(self) -> dict:
        """Sources of players of other sites, if the story has such a block."""
        kinds = {block["type"] for stream in self.streams() for block in stream.raw_data}
        return {"frame-src": list(FRAMES)} if "embed" in kinds else {}

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add all that the page shows; its pictures come from one query."""
        context = super().get_context(request, *args, **kwargs)
        near = self.related_stories()[: RELATED * 3].cards()
        bylines = self.shown_bylines
        if self.live and not is_readable(self):
            _drop_dead_links(bylines)
        related = spread_pictures(near, {self.lead_image_id, *picture_ids(self.streams())}, RELATED)
        self._show_pictures()
        beside, related = self._beside(related)
        share_picture = structured_data.share_picture(self)
        player, recording = players_of(self.video, self.audio) if self.video_id or self.audio_id else (None, None)
        context |= {
            "bylines": bylines,
            "author": bylines[0].person if bylines and not bylines[0].signed_as else None,
            "related": related,
            "beside": beside,
            "outlet": self.shown_by,
            "maker": self.outlet,
            "syndicated_from": self.syndicated_from,
            "storyline": self.storyline if self.storyline_id and is_readable(self.storyline, self) else None,
            "video": player,
            "audio": recording,
            "is_sensitive": self.section.is_sensitive or bool(self.content_warning),
            "canonical": structured_data.absolute(self.canonical_address),
            "share_picture": share_picture,
            "changed_at": self.modified_at,
            "structured_data": structured_data.article(
                self,
                bylines,
                share_picture,
                changed_at=self.modified_at,
                video=structured_data.film(self, player, share_picture),
            ),
        }
        return context

    def _beside(self, related: list[Any]) -> tuple[Any, list[Any]]:
        """(related story for the margin, the others); (None, all) for a short text."""
        is_film = self.genre == "video" and self.video_id
        is_short = self.word_count < LONG_TEXT or len(self.body) < 2
        if not self.has_margin or is_film or is_short or len(related) < RELATED:
            return None, related
        return related[-1], related[:-1]

    def _show_pictures(self) -> None:
        """Load the page's own pictures with their renditions in one query: lead, blocks, portraits."""
        extra = [image for image in self.extra_images() if image]
        ids = [self.lead_image_id, *(image.pk for image in extra)]
        pictures = pictures_by_id([*ids, *picture_ids(self.streams())])
        self.lead_image = pictures.get(self.lead_image_id)
        for image in extra:
            if image.pk in pictures:
                image.prefetched_renditions = pictures[image.pk].prefetched_renditions
        with load_together(pictures):
            self.blocks_within()

    def extra_images(self) -> list:
        """Further pictures that the template of a page type shows."""
        return []

    def blocks_within(self) -> list:
        """Every block of the story, also inside chapters, in the order of the page."""
        return [block for stream in self.streams() for block in blocks_of(stream)]

    def pictures_within(self) -> list[tuple]:
        """(picture, or None when it was deleted; credit in the story) of every picture but the lead."""
        return [picture for block in self.blocks_within() for picture in pictures_of(block)]

    def body_images(self) -> list:
        """Pictures of figures, chapters and galleries, and posters of embeds; deleted ones are left out."""
        pictures = [image for image, _credit in self.pictures_within() if image]
        embeds = (block for block in self.blocks_within() if block.block_type == "embed")
        return pictures + [block.value["poster"] for block in embeds if block.value["poster"]]

    def all_text(self) -> list[str]:
        """Everything that readers can see (rules/reader_text.py)."""
        return [item.text for item in [*reader_text(self), *texts_beside(self)]]


def _drop_dead_links(bylines: Iterable[ArticleByline]) -> None:
    """Set `has_page` of each author: False, and so no link, if all stories of the author are closed. One query."""
    people = {byline.person_id: byline.person for byline in bylines}
    known_ids = set(shown_authors().filter(pk__in=people).values_list("pk", flat=True))
    for key, person in people.items():
        person.has_page = key in known_ids


def blocks_of(stream: Iterable[Any]) -> Iterator[Any]:
    """Yield the blocks of a StreamField value and of the chapters in it."""
    for block in stream:
        yield block
        if block.block_type == "chapter":
            yield from blocks_of(block.value["body"])


def pictures_of(block: Any) -> list[tuple]:
    """[(image or None, credit)] of one block."""
    if block.block_type == "figure":
        return [(block.value["image"], block.value["credit"])]
    if block.block_type == "gallery":
        return [(item["image"], item["credit"]) for item in block.value["pictures"]]
    if block.block_type == "chapter" and block.value["image"]:
        return [(block.value["image"], "")]
    return []
