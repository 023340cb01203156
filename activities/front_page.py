"""Front-page sections of this app: the agenda, and the newest quiz with its first question."""

from __future__ import annotations

from typing import Any

from activities.models import Event, QuizPage

SHOWN = 3  # events


def front_page_part(language: str) -> dict[str, Any] | None:
    """Return the next SHOWN public events; None when there is none. One query.

    `language` is passed to every provider of `base.front_page_registry`; events are entered in one language.
    """
    events = list(Event.objects.listed().prefetch_related(None).upcoming()[:SHOWN])
    return {"events": events} if events else None


def quiz_part(language: str) -> dict[str, Any] | None:
    """Return the newest quiz in `language` with its first question; None when there is none. One query."""
    found = QuizPage.objects.readable().originals().filter(locale__language_code=language)
    quiz = found.select_related("locale").defer("body", "bands").newest_first().first()
    if quiz is None or not quiz.question_list:
        return None
    return {"quiz": quiz, "question": quiz.question_list[0], "total": len(quiz.question_list)}
