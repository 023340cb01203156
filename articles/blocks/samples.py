"""What a block's preview in the editor is filled with: the site's own things, nothing that shows anybody under 18."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from wagtail.images import get_image_model


def harmless_picture() -> Any:
    """The newest picture that shows nobody under 18; None without one."""
    return get_image_model().objects.filter(has_minor=False).order_by("-pk").first()


def newest_story() -> Any:
    """The newest live story that is no copy, as a card wants it; None on an empty site."""
    stories = apps.get_model("articles", "ArticlePage").objects  # by name: blocks are read while page types are made
    return stories.live().originals().newest_first().with_cards().first()
