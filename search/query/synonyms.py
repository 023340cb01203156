"""Known words for corrections, synonyms, and phrases for suggestions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django.db import connection

from articles.models import SectionPage
from articles.syndication.closed import closed
from base import site_context
from campaign.models import Audience, Topic
from search.models import SearchEntry, SearchWord, SynonymGroup
from search.tokens import pairs_of, words_of

BATCH = 2_000
#: One text for all words: thousands of spellings as an array took a third of the time of a correction.
_KNOWN = "SELECT word, shown, count FROM search_searchword WHERE language = %s AND word = ANY(string_to_array(%s, '/'))"


def clear() -> None:
    """Delete all known words."""
    SearchWord.objects.all().delete()


def learn(documents: Iterable[tuple[SearchEntry, list[str]]]) -> None:
    """Add the words of `documents` and the pairs of their titles.

    Existing rows are not updated: a counter of a common word would make concurrent publications wait for each other.
    Rows are inserted in sorted order, so that concurrent calls lock in the same order.
    """
    counts: Counter[tuple[str, str]] = Counter()
    forms: dict[tuple[str, str], str] = {}
    for entry, lexemes in documents:
        counts.update((entry.language, lexeme) for lexeme in lexemes if ":" not in lexeme)
        for text in (entry.title, entry.summary):
            words = words_of(text)
            for word in words:
                forms.setdefault((entry.language, word.folded), word.written)
            if text is not entry.title:
                continue
            counts.update((entry.language, pair) for pair in set(pairs_of(words)))
            for pair, first, second in zip(pairs_of(words), words, words[1:], strict=False):
                forms.setdefault((entry.language, pair), f"{first.written} {second.written}".strip())
    rows = [
        SearchWord(language=language, word=word, count=counts[language, word], shown=forms.get((language, word), ""))
        for language, word in sorted(counts)
    ]
    SearchWord.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)


class KnownWord(NamedTuple):
    """A folded word or pair that documents contain, with its marks, and how many contain it."""

    word: str
    shown: str
    documents: int = 1


def known(words: Iterable[str], language: str) -> dict[str, KnownWord]:
    """Those of `words` (or pairs) that a document in `language` contains."""
    if not (sought := list(words)):
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, [language, "/".join(sought)])
        return {row[0]: KnownWord(*row) for row in cursor.fetchall()}


def documents(language: str) -> int:
    """Number of documents in `language`, at least 1; up to ten minutes old: only estimates and weights need it."""
    return _lasting("documents", _documents, language)


def _documents(language: str) -> int:
    return max(1, SearchEntry.objects.filter(language=language).count())


def synonyms(language: str) -> list[list[list[str]]]:
    """Groups of phrases, each a list of folded words; cached in the site context."""
    return _lasting("synonyms", _synonyms, language)


def _synonyms(language: str) -> list[list[list[str]]]:
    groups = SynonymGroup.objects.filter(language=language)
    return [[[word.folded for word in words_of(line, query=True)] for line in group.lines] for group in groups]


def phrases(language: str) -> list[tuple[str, str]]:
    """(folded, shown) names of topics, audiences, open sections and synonyms; cached in the site context."""
    return _lasting("phrases", _phrases, language)


def _lasting(name: str, loader: Callable[[str], Any], language: str) -> Any:
    key = f"{name}:{language}"
    return site_context.cached(key, lambda: loader(language))


def _phrases(language: str) -> list[tuple[str, str]]:
    names = [
        getattr(term, f"name_{language}", "") or term.name for term in (*Topic.objects.all(), *Audience.objects.all())
    ]
    sections = SectionPage.objects.live().exclude(closed()).filter(locale__language_code=language)
    names += sections.values_list("title", flat=True)
    names += [line for group in SynonymGroup.objects.filter(language=language) for line in group.lines]
    folded = {" ".join(word.folded for word in words_of(name)): name for name in names}
    return sorted(folded.items())
