"""What a block's preview in the editor is filled with: the site's own things, nothing that shows anybody under 18."""

from __future__ import annotations

from typing import Any

from wagtail.blocks import PageChooserBlock
from wagtail.images import get_image_model

#: Knows the page type once it is asked: blocks are read while the page types are made.
_STORIES = PageChooserBlock(page_type="articles.ArticlePage")


def harmless_picture() -> Any:
    """The newest picture that shows nobody under 18; None without one."""
    return get_image_model().objects.filter(has_minor=False).order_by("-pk").first()


def newest_story() -> Any:
    """The newest live story that is no copy, as a card wants it; None on an empty site."""
    return _STORIES.target_model.objects.live().originals().newest_first().with_cards().first()
