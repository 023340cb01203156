"""The rows of a results page: entries with the words of the query marked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString

from base.languages import inside_a_sentence, language_name
from search.backend import Entry
from search.models import SearchEntry
from search.results.highlight import Marker

_TONES = {"kol": "violet", "asset": "gold", "kit": "gold"}  # by kind


@dataclass(frozen=True)
class Row:
    """A result; `title` and `snippet` are HTML with <mark>."""

    entry: Entry
    title: SafeString
    snippet: SafeString

    @property
    def kind_label(self) -> str:
        return str(SearchEntry.Kind(self.entry.kind).label)

    @property
    def language_name(self) -> str:
        return inside_a_sentence(language_name(self.entry.language))

    @property
    def tone(self) -> str:
        """CSS class of the kicker; empty for most kinds."""
        return _TONES.get(self.entry.kind, "")

    @property
    def title_language(self) -> str:
        """Code of the title's language where it is not the entry's, else empty."""
        return self.entry.words_language if self.entry.words_language != self.entry.language else ""

    @property
    def snippet_language(self) -> str:
        """The same for the summary, which is translated with the title in the library, and elsewhere by itself."""
        return self.title_language if self.entry.kind in (SearchEntry.Kind.ASSET, SearchEntry.Kind.KIT) else ""

    @property
    def date(self) -> datetime | None:
        """None for the help page, whose date says nothing."""
        return self.entry.published_at if self.entry.kind != SearchEntry.Kind.HELP else None


def rows_of(entries: Iterable[Entry], query: str) -> list[Row]:
    """A row for each entry, with the words of `query` marked."""
    marker = Marker(query)
    return [Row(entry, marker.highlight(entry.title), marker.snippet(entry.summary)) for entry in entries]
