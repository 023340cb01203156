"""Metadata of the front page and of plain pages: description, share image, structured data."""

from __future__ import annotations

from typing import Any

from django.utils.html import strip_tags

from articles.presentation import structured_data
from base.addresses import path_of


def of_front_page(page: Any) -> dict[str, Any]:
    """Context of `base/og.html` for the front page of one language."""
    path = f"/{page.locale.language_code}/"
    return {
        "canonical": structured_data.absolute(path),
        "share_picture": structured_data.share_picture(page),
        "structured_data": structured_data.front_page(page.locale.language_code),
    }


def of_content_page(page: Any) -> dict[str, Any]:
    """Context of `base/og.html` for a plain page; without a description its first paragraph is used."""
    language = page.locale.language_code
    path = path_of(page.url_path, language)
    words = next((block["value"] for block in page.body.raw_data if block["type"] == "paragraph"), "")
    return {
        "about": page.search_description or " ".join(strip_tags(words).split()) or page.title,
        "canonical": structured_data.absolute(path),
        "share_picture": structured_data.share_picture(page),
        "structured_data": structured_data.json_ld(structured_data.breadcrumbs(language, (page.title, path))),
    }
