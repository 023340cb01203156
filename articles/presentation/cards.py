"""Stories as lists show them: plain objects made of rows, because an instance of a page costs far more than its row.

`ArticleQuerySet.cards()` makes them; ShownStory is what they and pages have in common.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page as ListPage
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.images import get_image_model
from wagtail.models import Page

from base.addresses import path_of
from base.images.renditions import MadeRendition, renditions_of

PICTURE_PREFIX = "lead_image__"


@dataclass(frozen=True)
class SectionFacts:
    """Data of a section for a card; `title` is the short one of the section bar."""

    title: str
    accent: str
    is_sensitive: bool
    url_path: str
    language: str
    alias_of_id: int | None = None

    @property
    def address(self) -> str:
        return path_of(self.url_path, self.language)


class ShownStory:
    """What lists show of a story: mixin of ArticlePage and of ListedStory, which have its columns as attributes."""

    if TYPE_CHECKING:
        url_path: str
        language: str
        kicker: str
        paid_by: str
        made_by: str
        published_at: datetime | None
        first_published_at: datetime | None
        section: Any

    @property
    def address(self) -> str:
        """The path that readers use: /vi/nhan-dien/ba-dau-hieu/."""
        return path_of(self.url_path, self.language)

    @property
    def paid_label(self) -> str:
        """“Có tài trợ: Công ty Sen · Mây Miệt Vườn”: who pays and who made it; "" for a story that nobody pays for."""
        if not self.paid_by:
            return ""
        return " · ".join(filter(None, [_("Có tài trợ: %(who)s") % {"who": self.paid_by}, self.made_by]))

    @property
    def own_kicker(self) -> str:
        return self.kicker or self.section.title

    @property
    def shown_kicker(self) -> str:
        """What stands above the headline in lists and on the share picture: who pays, else the own kicker."""
        return self.paid_label or self.own_kicker

    @property
    def kicker_language(self) -> str:
        """“vi” when a translated story shows the Vietnamese title of a section without translation; else ""."""
        has_own = bool(self.paid_by or self.kicker)
        is_borrowed = not has_own and self.section.alias_of_id and self.language != "vi"
        return "vi" if is_borrowed else ""

    @property
    def shown_at(self) -> datetime:
        """Time shown to readers: the field, else the first publication, else now (a draft)."""
        return self.published_at or self.first_published_at or timezone.now()


class ListedStory(ShownStory):
    """One story of a list. Its attributes are CARD_COLUMNS (models/querysets.py) and those below."""

    if TYPE_CHECKING:
        pk: int
        title: str
        path: str
        live: bool
        translation_key: str
        genre: str
        sapo: str
        content_warning: str
        is_hot: bool
        is_featured: bool

    number: int | None  # of a tip
    tone: str | None  # of a tip
    section: SectionFacts
    lead_image: ListedPicture | None
    #: Whether its picture already stands higher on the page, so that it is shown without; and whether one is shown.
    shows_again = False
    is_pictured = False

    def __init__(self, row: dict[str, Any]) -> None:
        """`row`: one of ArticleQuerySet.cards()."""
        self.number, self.tone = row.pop("tip_number"), row.pop("tip_tone")
        picture = {"rendition_rows": row.pop("rendition_rows")}
        for name in [name for name in row if name.startswith(PICTURE_PREFIX)]:
            picture[name.removeprefix(PICTURE_PREFIX)] = row.pop(name)
        vars(self).update(row)
        self.lead_image = ListedPicture(picture) if picture["pk"] else None

    def __repr__(self) -> str:
        return f"<ListedStory: {self.title}>"

    @property
    def lead_image_id(self) -> int | None:
        return self.lead_image.pk if self.lead_image else None

    @property
    def section_path(self) -> str:
        """Path of its section in the page tree."""
        return self.path[: -Page.steplen]


class ListedPicture:
    """The picture of a card with its renditions, for `{% picture %}`; the model is asked where one has to be made."""

    if TYPE_CHECKING:
        pk: int
        width: int
        height: int
        file_hash: str
        is_withdrawn: bool
        rendition_rows: list[list[Any]]

    def __init__(self, columns: Mapping[str, Any]) -> None:
        """`columns`: those of PICTURE_COLUMNS (models/querysets.py) and rows of rendition_rows()."""
        vars(self).update(columns)

    @property
    def is_upright(self) -> bool:
        return self.height > self.width

    @cached_property
    def prefetched_renditions(self) -> list[MadeRendition]:
        """The renditions that exist, under the name of Wagtail's pictures."""
        return renditions_of(self.rendition_rows)

    def get_rendition(self, rule: str) -> Any:
        """Wagtail's rendition, made now where there is none; a query."""
        return self._model.get_rendition(rule)

    def get_renditions(self, *rules: str) -> Any:
        return self._model.get_renditions(*rules)

    @cached_property
    def _model(self) -> Any:
        return get_image_model().objects.get(pk=self.pk)


def cards_of(page: ListPage) -> list[ListedStory]:
    """The stories on a page of a list, as cards."""
    stories: Any = page.object_list
    cards: list[ListedStory] = stories.cards()
    return cards
