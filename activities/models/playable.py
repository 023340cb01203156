"""PlayablePage: what quizzes, scenarios and challenges have in common."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from wagtail.blocks import StreamValue

from articles.models import ArticlePage
from media_library.vocabulary import SchoolLevel


class PlayablePage(ArticlePage):
    """A story in which readers do something. The sapo introduces it; the body is read at the end."""

    parent_page_types = ["articles.SectionPage"]

    class Meta:
        abstract = True

    @property
    def played_streams(self) -> list[StreamValue]:
        """The questions or scenes; each block has an `image`."""
        return []

    @property
    def is_shared(self) -> bool:
        """Whether paper, class mode and counting are offered: a live page, no copy at another outlet."""
        return bool(self.pk and self.live)

    def streams(self) -> list[Any]:
        return [*self.played_streams, *super().streams()]

    def pictures_within(self) -> list[tuple]:
        """Pictures of the body, and of what is played: the gates ask for their alt text, credit and consent."""
        pictures = [block.value["image"] for stream in self.played_streams for block in stream]
        return [(picture, "") for picture in pictures if picture] + super().pictures_within()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add `levels`, for opening a class, and `is_preview`."""
        return super().get_context(request, *args, **kwargs) | {
            "levels": SchoolLevel.choices,
            "is_preview": getattr(request, "is_preview", False),
        }
