"""Front-page sections: the agenda, the newest quiz with its first question and the newest scenario, the wall."""

from __future__ import annotations

from typing import Any

from django.db.models import Subquery, Sum

from activities.models import WHOLE, Event, PledgeCount, QuizPage, ScenarioPage
from activities.pledges.walls import FEWEST
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


def context_columns(language: str) -> dict[str, Any]:
    """Sub-select for the site context: how many have signed the wall, in all languages."""
    signs = PledgeCount.objects.filter(organisation=None, commitment=WHOLE).order_by().values("commitment")
    return {"signed": Subquery(signs.annotate(total=Sum("number")).values("total"))}


def context_data(language: str, read: dict[str, Any]) -> dict[str, Any]:
    """{"signed": number}."""
    return {"signed": read["signed"] or 0}


def quiz_part(language: str) -> dict[str, Any] | None:
    """{"quiz": {…}, "scenario": {title, address} or None}, the newest open ones; None without a quiz."""
    quiz, scenario = (
        model.objects.readable().originals().filter(locale__language_code=language).newest_first().first()
        for model in (QuizPage, ScenarioPage)
    )
    if quiz is None or not quiz.questions:
        return None
    return {
        "quiz": _quiz(quiz, language),
        "scenario": scenario and {"title": scenario.title, "address": path_of(scenario.url_path, language)},
    }


def _quiz(quiz: QuizPage, language: str) -> dict[str, Any]:
    """{pk, title, address, total, text, answers: [{letter, text}]}."""
    question = quiz.questions[0].value
    return {
        "pk": quiz.pk,
        "title": quiz.title,
        "address": path_of(quiz.url_path, language),
        "total": len(quiz.questions),
        "text": question["text"],
        "answers": [
            {"letter": letter, "text": answer["text"]}
            for letter, answer in zip(LETTERS, question["answers"], strict=False)
        ],
    }


def wall_part(language: str) -> dict[str, Any] | None:
    """How many have signed the wall, from the site context: no query. None below FEWEST."""
    signed = site_context.data(language).get("activities", {}).get("signed", 0)
    return {"signed": signed} if signed >= FEWEST else None
