"""A quiz as class mode plays it: its questions in order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from activities.classes.games import Place
from activities.models import ClassSession, QuizPage
from activities.quiz_content.questions import Question

Step = ClassSession.Step


def _questions(session: ClassSession) -> list[Question]:
    story = session.story.specific
    return story.question_list if isinstance(story, QuizPage) else []


class QuizGame:
    """See classes/games.py."""

    slide_top = "activities/quiz/slide_top.html"
    slide_told = "activities/quiz/slide_told.html"
    slide_over = "activities/quiz/slide_over.html"
    phone_told = "activities/quiz/phone_told.html"

    def question(self, session: ClassSession) -> Question | None:
        questions = _questions(session)
        return questions[session.number - 1] if 0 < session.number <= len(questions) else None

    def total(self, session: ClassSession) -> int | None:
        return len(_questions(session))

    def after(self, session: ClassSession, votes: Mapping[str, int], way: str) -> Place:
        return (Step.ASKING if session.number < len(_questions(session)) else Step.OVER), ""

    def context(self, session: ClassSession, question: Question | None) -> dict[str, Any]:
        """`go_on`: what the teacher's button says."""
        following = _("Kết thúc") if session.number == len(_questions(session)) else _("Câu sau")
        return {"go_on": _("Xem vì sao") if session.step == Step.ASKING else following}
