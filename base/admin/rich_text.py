"""The field of rich texts: Wagtail's, which answers what no editor of Draftail sends as a malformed request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import SuspiciousOperation
from wagtail.admin.rich_text import DraftailRichTextArea


class RichTextArea(DraftailRichTextArea):
    """Of every rich text of the administration, in bodies and fields (settings.WAGTAILADMIN_RICH_TEXT_EDITORS)."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Mapping[str, Any], name: str) -> Any:
        """Raises SuspiciousOperation (400) where the posted value is not Draftail's JSON; Wagtail would answer 500."""
        try:
            return super().value_from_datadict(data, files, name)
        except Exception as error:  # also of the exporter below Wagtail, which has one of its own
            raise SuspiciousOperation("Rich text that is not Draftail's JSON") from error
