"""Head of the front page for search engines and networks: description, share picture, organisation."""

from __future__ import annotations

from typing import Any

from articles import structured_data


def of_front_page(page: Any) -> dict[str, Any]:
    """Context of `articles/parts/og.html` for the front page of one language."""
    path = f"/{page.locale.language_code}/"
    return {
        "canonical": structured_data.absolute(path),
        "share_picture": structured_data.share_picture(page),
        "structured_data": structured_data.front_page(page.locale.language_code),
    }
