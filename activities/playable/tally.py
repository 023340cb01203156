"""Counts answers by week and level, without data about readers, and sums them up for the editors."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Sum
from django.utils import timezone

from activities.models import ChoiceTally, QuizPage, ScenarioPage
from activities.quiz_content.questions import Answer, Question
from articles.models import ArticlePage

FEWEST = 5  # a smaller number is not shown: it could point at one class, one child


def this_week() -> date:
    """Monday of the current week."""
    today = timezone.localdate()
    return today - timedelta(days=today.weekday())


def _group(story: ArticlePage) -> UUID:
    """What all languages of a page share; a copy at another outlet counts for its original."""
    return (story.alias_of or story).translation_key


def count(story: ArticlePage, question: Question, answer: Answer, level: str = "", times: int = 1) -> None:
    """Add `times` choices of `answer`. Blocks without an identifier (never saved) are not counted."""
    if not (question.key and answer.key):
        return
    named = {
        "story": _group(story), "question": UUID(question.key), "answer": UUID(answer.key),
        "week": this_week(), "level": level,
    }  # fmt: skip
    if ChoiceTally.objects.filter(**named).update(times=F("times") + times):
        return
    try:
        with transaction.atomic():
            ChoiceTally.objects.create(**named, times=times)
    except IntegrityError:  # another process wrote the first one of this week meanwhile
        ChoiceTally.objects.filter(**named).update(times=F("times") + times)


@dataclass(frozen=True)
class Line:
    """One answer and how often it was chosen; `times` is None where the number is below FEWEST."""

    answer: Answer
    times: int | None
    share: int | None  # per cent


@dataclass(frozen=True)
class QuestionTally:
    """Answers of one question."""

    question: Question
    lines: list[Line]


def summary(
    story: QuizPage | ScenarioPage, *, week: date | None = None, level: str | None = None
) -> list[QuestionTally]:
    """Every question with its answers, in all languages together; all weeks or levels for None. One query."""
    rows = ChoiceTally.objects.filter(story=_group(story))
    if week is not None:
        rows = rows.filter(week=week)
    if level is not None:
        rows = rows.filter(level=level)
    numbers: dict[tuple[str, str], int] = defaultdict(int)
    for row in rows.values("question", "answer").annotate(sum=Sum("times")):
        numbers[str(row["question"]), str(row["answer"])] = row["sum"]
    return [_tally(question, numbers) for question in story.question_list]


def _tally(question: Question, numbers: dict[tuple[str, str], int]) -> QuestionTally:
    """Hide numbers from 1 to FEWEST - 1, and all shares where a single hidden number could be computed from them."""
    times = [numbers.get((question.key, answer.key), 0) for answer in question.answers]
    total = sum(times)
    has_shares = total and sum(0 < number < FEWEST for number in times) != 1
    lines = [
        Line(
            answer,
            None if 0 < number < FEWEST else number,
            round(100 * number / total) if has_shares and not 0 < number < FEWEST else None,
        )
        for answer, number in zip(question.answers, times, strict=True)
    ]
    return QuestionTally(question, lines)


def weeks_of(story: ArticlePage) -> list[date]:
    """The weeks in which somebody answered, newest first."""
    return list(
        ChoiceTally.objects.filter(story=_group(story)).values_list("week", flat=True).distinct().order_by("-week")
    )
