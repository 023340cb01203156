"""Front-page sections: the agenda, the newest quiz with its first question and the newest scenario, the wall."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Func, IntegerField, Subquery, Sum
from django.db.models.functions import JSONObject

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
    """Sub-selects for the site context: the newest live quiz and scenario in `language`, and how many have signed."""
    found = QuizPage.objects.live().originals().filter(locale__language_code=language).newest_first()
    total = Func(F("questions"), function="jsonb_array_length", output_field=IntegerField())
    row = JSONObject(
        pk="pk", title="title", url_path="url_path", path="path", question=F("questions__0__value"), total=total
    )
    scenarios = ScenarioPage.objects.live().originals().filter(locale__language_code=language).newest_first()
    place = JSONObject(title="title", url_path="url_path", path="path")
    signs = PledgeCount.objects.filter(organisation=None, commitment=WHOLE).order_by().values("commitment")
    return {
        "quiz": Subquery(found.values(json=row)[:1]),
        "scenario": Subquery(scenarios.values(json=place)[:1]),
        "signed": Subquery(signs.annotate(total=Sum("number")).values("total")),
    }


def context_data(language: str, read: dict[str, Any]) -> dict[str, Any]:
    """{"quiz": {…} or None, "scenario": {title, address, path} or None, "signed": number}."""
    scenario = read["scenario"]
    return {
        "quiz": _quiz(language, read["quiz"]),
        "scenario": scenario and scenario | {"address": path_of(scenario["url_path"], language)},
        "signed": read["signed"] or 0,
    }


def _quiz(language: str, row: dict[str, Any] | None) -> dict[str, Any] | None:
    """{pk, title, address, path, total, text, answers: [{letter, text}]}; None without a quiz or question."""
    if not row or not row["question"]:
        return None
    texts = [child["value"]["text"] for child in row["question"]["answers"]]
    return {name: row[name] for name in ("pk", "title", "path", "total")} | {
        "address": path_of(row["url_path"], language),
        "text": row["question"]["text"],
        "answers": [{"letter": letter, "text": text} for letter, text in zip(LETTERS, texts, strict=False)],
    }


def quiz_part(language: str) -> dict[str, Any] | None:
    """The newest quiz and scenario, from the site context: no query. None without an open quiz."""
    data = site_context.data(language)
    closed = tuple(data.get("articles", {}).get("closed", ()))
    found = data.get("activities", {})
    quiz, scenario = (_open(found.get(name), closed) for name in ("quiz", "scenario"))
    return {"quiz": quiz, "scenario": scenario} if quiz else None


def _open(row: dict[str, Any] | None, closed: tuple[str, ...]) -> dict[str, Any] | None:
    """`row`, unless it is behind a password."""
    return None if row and closed and row["path"].startswith(closed) else row


def wall_part(language: str) -> dict[str, Any] | None:
    """How many have signed the wall, from the site context: no query. None below FEWEST."""
    signed = site_context.data(language).get("activities", {}).get("signed", 0)
    return {"signed": signed} if signed >= FEWEST else None
