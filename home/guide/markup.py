"""Names of buttons and menus in the guide's texts: [[Gửi duyệt]] is shown in bold and checked by a test."""

from __future__ import annotations

import re

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

NAME = re.compile(r"\[\[([^\[\]]{1,80})\]\]")


def names(text: str) -> list[str]:
    """The names of buttons, menus and fields in `text`, in order."""
    return NAME.findall(text)


def plain(text: str) -> str:
    """`text` with its names in quotation marks, for search and print."""
    return NAME.sub(r"“\1”", text)


def shown(text: str) -> SafeString:
    """`text` as HTML, its names in bold."""
    parts = NAME.split(text)
    pieces = (
        (format_html("<b>{}</b>", part) if place % 2 else conditional_escape(part),) for place, part in enumerate(parts)
    )
    return format_html_join("", "{}", pieces)
