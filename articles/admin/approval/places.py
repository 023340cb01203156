"""Where in a text a point of the child-safety check is decided: buttons beside the point lead there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from articles.rules import gates
from articles.rules.publish_gates import personal_details

MOST = 6  # words named beside one point
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*\s?%|\d{1,3}(?:\.\d{3})+|\b\d{2,}\b")


@dataclass(frozen=True)
class Place:
    """A place of the draft beside the points: words that stand there, or a CSS selector of its elements."""

    label: str
    words: str = ""
    selector: str = ""


def places(story: Any) -> dict[str, list[Place]]:
    """Places of each point in `story`, a draft object; a point without one is about the whole text."""
    texts, pictures = story.all_text(), Place(_("Ảnh, clip"), selector=".figure, .gallery li, .player, video, iframe")
    details = [detail.text for detail in personal_details.find(texts, gates.help_numbers(story))]
    numbers = [detail.text for detail in personal_details.find(texts) if detail.kind == "phone"]
    headline, body = Place(_("Tít"), selector="h1"), Place(_("Nội dung"), selector=".prose > *")
    return {
        "identity": [*_quoted(details), pictures],
        "consent": [pictures],
        "steps": [body],
        "blame": [headline, Place(_("Sapo"), selector=".sapo")],
        "help": [Place(_("Hộp trợ giúp"), selector=".helpcard"), Place(_("Làm ngay"), selector=".donow")],
        "warning": [Place(_("Cảnh báo nội dung"), selector=".notice, .prose details")],
        "figures": list(_quoted(figure for text in texts for figure in _FIGURE.findall(text))),
        "pictures": [pictures],
        "numbers": [*_quoted(numbers), Place(_("Hộp trợ giúp"), selector=".helpcard")],
        "partners": [Place(_("Người viết"), selector=".byline, .side")],
    }


def _quoted(quotes: Any) -> Iterator[Place]:
    for words in list(dict.fromkeys(quotes))[:MOST]:
        yield Place(f"“{words}”", words=words)
