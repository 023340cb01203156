"""What class mode asks a kind of page: its question now, and where the class goes on to.

`quiz` and `scenario` register their games from AppConfig.ready(); class mode knows neither.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from activities.models import ClassSession
from activities.quiz_content.questions import Question
from articles.models import ArticlePage

Step = ClassSession.Step
#: (step, letters of the way so far) that follows.
Place = tuple[Step, str]


class Game(Protocol):
    """One kind of page that a class can play."""

    #: Templates that differ: what stands above the bars, below them, at the end, and on a phone when all is told.
    slide_top: str
    slide_told: str
    slide_over: str
    phone_told: str

    def question(self, session: ClassSession) -> Question | None:
        """What is asked, or was asked last; None in the lobby."""

    def total(self, session: ClassSession) -> int | None:
        """How many questions there are; None where that depends on the way."""

    def after(self, session: ClassSession, votes: Mapping[str, int], way: str) -> Place:
        """Where the class stands after the votes on `session`'s question were told; `way` is what the teacher chose."""

    def context(self, session: ClassSession, question: Question | None) -> dict[str, Any]: ...


_games: dict[type[ArticlePage], Game] = {}


def register(model: type[ArticlePage], game: Game) -> None:
    """Let classes play pages of `model`; a second call replaces the first."""
    _games[model] = game


def game_of(session: ClassSession) -> Game:
    return _games[type(session.story.specific)]
