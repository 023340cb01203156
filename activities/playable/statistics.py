"""How often each answer of a quiz, and each choice of a scenario, was chosen: pages of the administration."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from activities.models import QuizPage, ScenarioPage
from activities.playable import tally
from activities.playable.pages import level_of
from activities.quiz_content.questions import Question
from articles.admin.base_views import StoryAdminView, story_or_404
from base.spreadsheets.writer import csv_response
from media_library.vocabulary import SchoolLevel
from users.http import SignedInRequest

type Played = QuizPage | ScenarioPage


def played_or_404(story: Any, model: type[Played]) -> Any:
    """The page. Raises Http404 for another type, and for a copy, whose original has questions and numbers."""
    if not isinstance(story, model) or story.alias_of_id:
        raise Http404(_("Không có trò chơi này."))
    return story


class PlayedAdminView(StoryAdminView):
    """A page about one quiz or scenario, for who may edit it."""

    model: type[Played] = QuizPage
    story: Any

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Read the page of the address. Raises Http404, PermissionDenied."""
        super().setup(request, *args, **kwargs)
        self.story = played_or_404(self.story, self.model)


def _filters(request: HttpRequest, story: Played) -> tuple[list[date], date | None, str]:
    """(all weeks, the chosen week, the chosen level)."""
    weeks = tally.weeks_of(story)
    week = next((week for week in weeks if week.isoformat() == request.GET.get("tuan")), None)
    return weeks, week, level_of(request.GET.get("cap"))


class StatisticsView(PlayedAdminView):
    """Choices by question; numbers below five are not shown."""

    page_title = gettext_lazy("Số lượt trả lời")
    header_icon = "table"
    template_name = "activities/admin/statistics.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the sums for the week and level of the query."""
        weeks, week, level = _filters(self.request, self.story)
        tallies = tally.summary(self.story, week=week, level=level or None)
        return super().get_context_data(**kwargs) | {
            "tallies": [item for item in tallies if item.lines],
            "weeks": weeks,
            "week": week,
            "level": level,
            "levels": SchoolLevel.choices,
            "fewest": tally.FEWEST,
            "has_right": self.model is QuizPage,
        }


def _row(question: Question, line: tally.Line) -> list[Any]:
    label = question.asks.labels_of_answers[0] if line.answer.is_right else ""
    times = f"<{tally.FEWEST}" if line.times is None else line.times
    return [question.number, question.text, line.answer.text, label, times]


@require_safe
def statistics_file(request: SignedInRequest, page_id: int, model: type[Played]) -> HttpResponseBase:
    """The sums of the week and level of the query as CSV; numbers below five as “<5”."""
    story = played_or_404(story_or_404(request, page_id), model)
    _weeks, week, level = _filters(request, story)
    tallies = tally.summary(story, week=week, level=level or None)
    rows = (_row(item.question, line) for item in tallies for line in item.lines)
    return csv_response(f"{story.slug}-so-lieu.csv", ["Câu", "Câu hỏi", "Câu trả lời", "Đáp án", "Số lượt"], rows)
