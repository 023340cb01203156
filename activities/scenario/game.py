"""A scenario as class mode plays it: the story goes on where most phones want to, or where the teacher says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from activities.classes.games import Place
from activities.models import ClassSession, ScenarioPage
from activities.quiz_content.questions import Question
from activities.scenario_content.scenes import Scene, Step, walk

State = ClassSession.Step
BACK = "<"  # the teacher returns to the last fork


def _steps(session: ClassSession) -> list[Step]:
    story = session.story.specific
    return (walk(story.question_list, session.way) or []) if isinstance(story, ScenarioPage) else []


def favourite(votes: Mapping[str, int]) -> str:
    """The letter with most votes, of several the first; "" without votes."""
    return min(votes, key=lambda letter: (-votes[letter], letter)) if votes else ""


class ScenarioGame:
    """See classes/games.py."""

    slide_top = "activities/scenario/slide_top.html"
    slide_told = "activities/scenario/slide_told.html"
    slide_over = "activities/scenario/slide_over.html"
    phone_told = "activities/scenario/phone_told.html"

    def question(self, session: ClassSession) -> Scene | None:
        """The scene where the class stands; None in the lobby."""
        steps = _steps(session) if session.number else []
        return steps[-1].scene if steps else None

    def total(self, session: ClassSession) -> int | None:
        """Unknown: it depends on the way."""
        return None

    def after(self, session: ClassSession, votes: Mapping[str, int], way: str) -> Place:
        """The scene of the teacher's choice, else of most votes; without either the class stays where it is."""
        if session.step == State.LOBBY:
            return State.ASKING, ""
        steps = _steps(session)
        if way == BACK:
            return State.ASKING, steps[-2].way if len(steps) > 1 else ""
        chosen = way or favourite(votes)
        following = walk(session.story.specific.question_list, session.way + chosen) if chosen else None
        if session.step == State.OVER or not following:
            return State(session.step), session.way
        return (State.OVER if following[-1].scene.is_end else State.ASKING), following[-1].way

    def context(self, session: ClassSession, question: Question | None) -> dict[str, Any]:
        """`scene`, `turns` (labels of the way so far), `go_on` (what the teacher's button says)."""
        steps = _steps(session)
        labels = [step.choice.text for step in steps if step.choice]
        go_on = _("Xem cả lớp chọn gì") if session.step == State.ASKING else _("Đi lối nhiều máy chọn")
        return {"scene": question, "turns": labels, "go_on": go_on}
