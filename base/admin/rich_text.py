"""The rich text field: Wagtail's, but answers 400 to data that its editor Draftail cannot have sent."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import SuspiciousOperation
from wagtail.admin.rich_text import DraftailRichTextArea

from base.text import whole_number

MOST_DEPTH = 60  # levels of lists within lists, more than a paste reads; the exporter makes an element for each


class RichTextArea(DraftailRichTextArea):
    """Of every rich text of the administration, in bodies and fields (settings.WAGTAILADMIN_RICH_TEXT_EDITORS)."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Mapping[str, Any], name: str) -> Any:
        """Raises SuspiciousOperation (400) where the posted value is not Draftail's JSON; Wagtail would answer 500.

        Also for a depth of lists that would fill the memory, keys that are no numbers, on which every later view of the
        text would break, and escaped characters that PostgreSQL does not hold.
        """
        try:
            if (sent := data.get(name)) is not None:
                _check_content(json.loads(sent))
            html = super().value_from_datadict(data, files, name)
            _check_characters(html or "")
        except Exception as error:  # also of the exporter below Wagtail, which has one of its own
            raise SuspiciousOperation("Rich text that is not Draftail's JSON") from error
        return html


def _check_content(content: dict[str, Any] | None) -> None:
    """Raises ValueError, or what odd JSON makes of it. Draftail sends null for a field without a word."""
    if content is None:
        return
    if any(block.get("depth", 0) not in range(MOST_DEPTH) for block in content["blocks"]):
        raise ValueError("a list that is too deep")
    keys = [entity["data"].get("id") for entity in content.get("entityMap", {}).values()]
    if any(key is not None and whole_number(str(key)) is None for key in keys):
        raise ValueError("a key that is no number")


def _check_characters(html: str) -> None:
    """Raises UnicodeEncodeError for half a character, ValueError for NUL: both come in as JSON escapes."""
    html.encode()
    if "\0" in html:
        raise ValueError("a NUL")
