"""Front-page sections of this app: the agenda, and the newest quiz with its first question."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Func, IntegerField, Subquery
from django.db.models.functions import JSONObject

from activities.models import Event, QuizPage
from activities.quiz_content.questions import LETTERS
from base import site_context
from base.addresses import path_of

SHOWN = 3  # events


def front_page_part(language: str) -> dict[str, Any] | None:
    """Return the next SHOWN public events; None when there is none. One query.

    `language` is passed to every provider of `base.front_page_registry`; events are entered in one language.
    """
    events = list(Event.objects.listed().prefetch_related(None).upcoming()[:SHOWN])
    return {"events": events} if events else None


def quiz_columns(language: str) -> dict[str, Any]:
    """Sub-select for the site context: the newest live quiz in `language` with its first question."""
    found = QuizPage.objects.live().originals().filter(locale__language_code=language).newest_first()
    total = Func(F("questions"), function="jsonb_array_length", output_field=IntegerField())
    row = JSONObject(
        pk="pk", title="title", url_path="url_path", path="path", question=F("questions__0__value"), total=total
    )
    return {"quiz": Subquery(found.values(json=row)[:1])}


def quiz_data(language: str, read: dict[str, Any]) -> dict[str, Any]:
    """{"quiz": {pk, title, address, path, total, text, answers: [{letter, text}]}, or None}."""
    row = read["quiz"]
    if not row or not row["question"]:
        return {"quiz": None}
    texts = [child["value"]["text"] for child in row["question"]["answers"]]
    return {
        "quiz": {name: row[name] for name in ("pk", "title", "path", "total")}
        | {
            "address": path_of(row["url_path"], language),
            "text": row["question"]["text"],
            "answers": [{"letter": letter, "text": text} for letter, text in zip(LETTERS, texts, strict=False)],
        }
    }


def quiz_part(language: str) -> dict[str, Any] | None:
    """The newest quiz, from the site context: no query. None without one, and for one behind a password."""
    data = site_context.data(language)
    quiz = data.get("activities", {}).get("quiz")
    closed = data.get("articles", {}).get("closed", ())
    if not quiz or any(quiz["path"].startswith(path) for path in closed):
        return None
    return {"quiz": quiz}
