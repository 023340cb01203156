"""The demo's English and Khmer editions as documents of the search: stories, tips, situations, assets and kits."""

from __future__ import annotations

import json
from collections.abc import Iterator

from django.conf import settings
from judged import HERE, Case, _document
from yaml import safe_load

from search.backend import PostgresStore
from search.index import Document
from search.models import SearchEntry
from search.query import synonyms

LANGUAGES = ("en", "km")


def load() -> None:
    """Replace the other languages' documents of the world "judged" by the demo's editions."""
    SearchEntry.objects.filter(language__in=LANGUAGES).delete()
    documents = [document for language in LANGUAGES for document in documents_in(language)]
    PostgresStore().write(documents)
    synonyms.learn(documents)


def documents_in(language: str) -> Iterator[Document]:
    """Every document of the edition in `language`."""
    folder = settings.BASE_DIR / "demo" / "content"
    for number, (name, rows) in enumerate(json.loads((folder / "translations.json").read_text()).items()):
        title, summary, *body = [row[language] for row in rows]
        yield _document(name, "tip" if "meo" in name else "article", language, title, summary, " ".join(body), number)
    for row in json.loads((folder / "situations.json").read_text())[language]:
        words = [*map(" ".join, row["steps"]), *row["evidence"], *map(" ".join, row["places"])]
        yield _document(f"sit-{row['situation']}", "article", language, row["title"], row["lead"], " ".join(words))
    texts = json.loads((folder / "asset_translations.json").read_text())
    for code, translations in texts["assets"].items():
        words = translations[language]
        yield _document(code, "asset", language, words["name"], words["summary"], f"{code} {words['alt']}")
    for code, translations in texts["kits"].items():
        yield _document(code, "kit", language, translations[language]["name"], translations[language]["intro"], code)


def cases(group: str) -> list[Case]:
    """The questions of a group: en-seen, en-unseen, km-seen, km-unseen."""
    rows = safe_load((HERE / "cases_editions.yaml").read_text())[group]
    return [Case(group[:2], str(query), expected, group) for query, *expected in rows]
