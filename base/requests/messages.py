"""Messages that wait for the next page (settings.MESSAGE_STORAGE)."""

from __future__ import annotations

from django.contrib.messages.storage.base import Message
from django.contrib.messages.storage.fallback import FallbackStorage


class EachMessageOnce(FallbackStorage):
    """A sentence that waits already is not added again: four refused pages are one banner on the next."""

    def add(self, level: int, message: str, extra_tags: str | None = "") -> None:
        """Queue a message for this or the next page."""
        if self.used or Message(level, str(message)) not in self:
            super().add(level, message, extra_tags)
