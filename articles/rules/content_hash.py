"""Hashes of what was reviewed: text and pictures, without dates, places and pins."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from wagtail.models import Page

from articles.rules.reader_text import reader_text, texts_beside

#: Fields of a page that may change without invalidating a review; their words count when readers see them.
ARRANGEMENT = {
    "pk", "path", "depth", "numchild", "url_path", "slug", "live", "has_unpublished_changes", "draft_title",
    "first_published_at", "last_published_at", "latest_revision_created_at", "go_live_at", "expire_at", "expired",
    "locked", "locked_at", "locked_by", "owner", "latest_revision", "live_revision", "content_type", "locale",
    "translation_key", "alias_of", "page_ptr", "articlepage_ptr", "comments", "search_description", "seo_title",
    "show_in_menus", "published_at", "pinned_until", "is_hot", "is_featured", "is_milestone", "storyline",
    "social_text", "topics", "tags", "tagged_items", "wagtail_admin_comments", "index_entries", "bylines",
    "signed_by_outlet",
    "listed_in", "answers_reason", "never_print", "has_minor", "has_victim", "had_minor", "had_victim", "genre",
}  # fmt: skip


_KEYS = re.compile(r' data-block-key="[^"]*"')
_EMPTY = re.compile(r"<p>\s*(<br ?/?>)?\s*</p>")


def bare(value: Any) -> Any:
    """`value` without what the editor's browser renumbers at every save: ids of blocks, keys of paragraphs."""
    if isinstance(value, dict):
        return {name: bare(part) for name, part in value.items() if name != "id"}
    if isinstance(value, list):
        return [bare(part) for part in value]
    if isinstance(value, str):
        if value.startswith("[") and value.endswith("]"):
            try:
                return bare(json.loads(value))
            except (ValueError, RecursionError):
                pass
        return _EMPTY.sub("", _KEYS.sub("", value)).strip()
    return value


#: Fields that Wagtail sets by itself when a version is saved.
_COUNTED = {
    "pk", "path", "depth", "numchild", "url_path", "live", "has_unpublished_changes", "draft_title", "expired",
    "first_published_at", "last_published_at", "latest_revision_created_at", "latest_revision", "live_revision",
    "locked", "locked_at", "locked_by", "wagtail_admin_comments", "had_minor", "had_victim",
}  # fmt: skip


#: Hours, places and pins: setting them does not count as writing.
_SLOTS = {
    "go_live_at", "expire_at", "published_at", "pinned_until", "is_hot", "is_featured", "is_milestone", "storyline",
    "listed_in", "show_in_menus",
}  # fmt: skip


def has_same_text(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two revisions differ at most in hours, places, pins, numbering and fields set by Wagtail."""
    return bool(written(one) == written(other))


def written(content: dict[str, Any]) -> Any:
    """A revision's content, as it is stored, without hours, places, pins and numbering.

    The content of a version that was saved in this process still has dates, those from the database have their text.
    """
    return _without(_COUNTED | _SLOTS, json.loads(json.dumps(content, cls=DjangoJSONEncoder)))


def words_hash(content: dict[str, Any]) -> str:
    """SHA-256 in hexadecimal digits of a revision's content without hours, places and pins."""
    return hashlib.sha256(json.dumps(written(content), sort_keys=True).encode()).hexdigest()


def _without(names: set[str], content: dict[str, Any]) -> Any:
    return _unnumbered(bare({name: value for name, value in content.items() if name not in names}))


def _unnumbered(value: Any) -> Any:
    """Child rows without their primary keys and page keys."""
    if isinstance(value, dict):
        return {name: _unnumbered(part) for name, part in value.items() if name not in {"pk", "page"}}
    return [_unnumbered(part) for part in value] if isinstance(value, list) else value


def story_hash(page: Page) -> str:
    """SHA-256 in hexadecimal digits of all texts and pictures of the story and of all that readers can see."""
    content = {name: bare(value) for name, value in page.serializable_data().items() if name not in ARRANGEMENT}
    if lowered := getattr(page, "lowered_answers", None):
        content["lowered_answers"] = lowered
    content["reader_text"] = sorted(
        {(item.path, bare(item.text)) for item in [*reader_text(page), *texts_beside(page)]}
    )
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()
