"""A fingerprint of what was reviewed: words and pictures, not dates, places and pins."""

from __future__ import annotations

import hashlib
import json
from typing import Any

#: Fields of a page that may change after a review without making it void.
ARRANGEMENT = {
    "pk", "path", "depth", "numchild", "url_path", "slug", "live", "has_unpublished_changes", "draft_title",
    "first_published_at", "last_published_at", "latest_revision_created_at", "go_live_at", "expire_at", "expired",
    "locked", "locked_at", "locked_by", "owner", "latest_revision", "live_revision", "content_type", "locale",
    "translation_key", "alias_of", "page_ptr", "articlepage_ptr", "comments", "search_description", "seo_title",
    "show_in_menus", "published_at", "pinned_until", "is_hot", "is_featured", "is_milestone", "storyline",
    "social_text", "topics", "tags", "tagged_items", "wagtail_admin_comments", "index_entries", "bylines",
    "override_reason", "has_minor", "has_victim", "genre",
}  # fmt: skip


def story_hash(page: Any) -> str:
    """SHA-256 in hexadecimal digits over every field that holds words or pictures of the story."""
    content = {name: value for name, value in page.serializable_data().items() if name not in ARRANGEMENT}
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()
