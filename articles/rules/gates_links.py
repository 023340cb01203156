"""Links of a story to pages that readers cannot open: in blocks at any depth, and in rich text."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Page

FIELDS = ("body", "transcript")  # fields with links


def linked_pages(story: Any) -> set[int]:
    """Keys of the pages that the fields of `story` link to; no query."""
    found: set[int] = set()
    for name in FIELDS:
        value = getattr(story, name, None)
        if value:
            field = story._meta.get_field(name)
            found |= {int(key) for model, key, *_path in field.extract_references(value) if issubclass(model, Page)}
    return found


def broken(story: Any) -> list[str]:
    """Titles of linked pages that are not published or gone; one query where there are links."""
    keys = linked_pages(story)
    if not keys:
        return []
    titles = dict(Page.objects.filter(pk__in=keys).values_list("pk", "title"))
    live = set(Page.objects.live().filter(pk__in=keys).values_list("pk", flat=True))
    return [titles.get(key) or _("một trang đã xóa") for key in sorted(keys - live)]
