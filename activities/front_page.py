"""Front-page sections: the agenda, the newest quiz with its first question and the newest scenario, the wall."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Func, IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import JSONObject
from wagtail.models import Locale

from activities.models import WHOLE, Event, PledgeCount, QuizPage, ScenarioPage
from activities.pledges.walls import FEWEST
from activities.quiz_content.questions import LETTERS
from articles.syndication.closed import closed_paths
from base import site_context
from base.addresses import path_of
from base.compiled_once import json_of

SHOWN = 3  # events
#: What stands for the language in SQL that is made once.
_ANY_LANGUAGE = "~"


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


def _newest() -> QuerySet:
    """The newest quiz and the newest scenario that everybody may read, on the row of a language."""
    quizzes, scenarios = (
        model.objects.readable().originals().filter(locale=OuterRef("pk")).newest_first()
        for model in (QuizPage, ScenarioPage)
    )
    total = Func(F("questions"), function="jsonb_array_length", output_field=IntegerField())
    row = JSONObject(pk="pk", title="title", url_path="url_path", question=F("questions__0__value"), total=total)
    place = JSONObject(title="title", url_path="url_path")
    columns = JSONObject(
        quiz=Subquery(quizzes.values(json=row)[:1]), scenario=Subquery(scenarios.values(json=place)[:1])
    )
    return Locale.objects.filter(language_code=_ANY_LANGUAGE).values_list(columns)


def quiz_part(language: str) -> dict[str, Any] | None:
    """{"quiz": {…}, "scenario": {title, address} or None}, the newest open ones; None without a quiz. One query."""
    found = json_of(f"newest quiz without {closed_paths()}", _newest, {_ANY_LANGUAGE: language})
    quiz, scenario = (found[0]["quiz"], found[0]["scenario"]) if found else (None, None)
    if not quiz or not quiz["question"]:
        return None
    return {
        "quiz": _quiz(language, quiz),
        "scenario": scenario and scenario | {"address": path_of(scenario["url_path"], language)},
    }


def _quiz(language: str, row: dict[str, Any]) -> dict[str, Any]:
    """{pk, title, address, total, text, answers: [{letter, text}]}."""
    texts = [child["value"]["text"] for child in row["question"]["answers"]]
    return {name: row[name] for name in ("pk", "title", "total")} | {
        "address": path_of(row["url_path"], language),
        "text": row["question"]["text"],
        "answers": [{"letter": letter, "text": text} for letter, text in zip(LETTERS, texts, strict=False)],
    }


def wall_part(language: str) -> dict[str, Any] | None:
    """How many have signed the wall, from the site context: no query. None below FEWEST."""
    signed = site_context.data(language).get("activities", {}).get("signed", 0)
    return {"signed": signed} if signed >= FEWEST else None
