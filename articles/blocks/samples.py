"""Content for previews of blocks in the editor: the site's own, without pictures of minors."""

from __future__ import annotations

from typing import Any

from wagtail.blocks import PageChooserBlock
from wagtail.images import get_image_model

#: Resolves the page type when it is used: blocks are imported before the page types exist.
_STORIES = PageChooserBlock(page_type="articles.ArticlePage")


def picture_without_minors() -> Any:
    """The newest picture that shows nobody under 18; None without one."""
    return get_image_model().objects.filter(has_minor=False).order_by("-pk").first()


def newest_story() -> Any:
    """The newest live story that is no copy; None on an empty site."""
    return _STORIES.target_model.objects.live().originals().newest_first().first()
