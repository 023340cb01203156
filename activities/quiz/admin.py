"""Pages of a quiz in the administration: how often each answer was chosen, questions from and to a table."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from activities.models import QuizPage
from activities.quiz import table, tally
from activities.quiz.found import level_of
from articles.admin.base_views import StoryAdminView, story_or_404
from base.spreadsheets.writer import csv_response
from base.text import one_line
from files.intake.accept import UploadRejected
from media_library.vocabulary import SchoolLevel
from users.http import SignedInRequest


def quiz_of(story: Any) -> QuizPage:
    """The quiz. Raises Http404 for another kind of story, and for a copy, whose original has questions and numbers."""
    if not isinstance(story, QuizPage) or story.alias_of_id:
        raise Http404(_("Không có bài đố vui này."))
    return story


class QuizAdminView(StoryAdminView):
    """A page about one quiz, for who may edit it."""

    quiz: QuizPage

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Read the quiz of the address. Raises Http404, PermissionDenied."""
        super().setup(request, *args, **kwargs)
        self.quiz = quiz_of(self.story)


def _filters(request: HttpRequest, quiz: QuizPage) -> tuple[list[date], date | None, str]:
    """(all weeks, the chosen week, the chosen level)."""
    weeks = tally.weeks_of(quiz)
    week = next((week for week in weeks if week.isoformat() == request.GET.get("tuan")), None)
    return weeks, week, level_of(request.GET.get("cap"))


class StatisticsView(QuizAdminView):
    """Answers by question; numbers below five are not shown."""

    page_title = gettext_lazy("Số lượt trả lời")
    header_icon = "table"
    template_name = "activities/admin/quiz_statistics.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the sums for the week and level of the query."""
        weeks, week, level = _filters(self.request, self.quiz)
        return super().get_context_data(**kwargs) | {
            "tallies": tally.summary(self.quiz, week=week, level=level or None),
            "weeks": weeks,
            "week": week,
            "level": level,
            "levels": SchoolLevel.choices,
            "fewest": tally.FEWEST,
        }


class TableView(QuizAdminView):
    """Export and import of the questions; an import becomes a draft, which still has to be published."""

    page_title = gettext_lazy("Câu hỏi bằng bảng tính")
    header_icon = "upload"
    template_name = "activities/admin/quiz_table.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the columns and the limit."""
        return super().get_context_data(**kwargs) | {"head": table.HEAD, "max_bytes": table.MAX_BYTES}

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Replace the questions of the newest draft by those of the file; 4xx with the reason leaves all as it was."""
        draft = self.quiz.get_latest_revision_as_object()
        file = request.FILES.get("tep")
        try:
            if file is None:
                raise table.BadTable(_("Bạn chọn một tệp XLSX hoặc CSV."), 400)
            found = table.questions_from(table.read(file, one_line(file.name or "", 150)), draft.question_list)
        except table.BadTable as bad:
            return self._refused(str(bad), bad.status)
        except UploadRejected as refusal:
            return self._refused(" ".join(refusal.messages), refusal.status)
        draft.questions = json.dumps(found)
        draft.save_revision(user=request.user)
        messages.success(request, _("Đã nhận %(number)d câu hỏi vào bản nháp.") % {"number": len(found)})
        return redirect("wagtailadmin_pages:edit", self.quiz.pk)

    def _refused(self, problem: str, status: int) -> HttpResponse:
        return self.render_to_response(self.get_context_data(problem=problem), status=status)


@require_safe
def table_file(request: SignedInRequest, page_id: int) -> HttpResponseBase:
    """The questions of the newest draft as CSV."""
    draft = quiz_of(story_or_404(request, page_id)).get_latest_revision_as_object()
    return csv_response(f"{draft.slug}-cau-hoi.csv", table.HEAD, table.rows_of(draft.question_list))


@require_safe
def statistics_file(request: SignedInRequest, page_id: int) -> HttpResponseBase:
    """The sums of the week and level of the query as CSV; numbers below five as “<5”."""
    quiz = quiz_of(story_or_404(request, page_id))
    _weeks, week, level = _filters(request, quiz)
    rows = (
        [one.question.number, one.question.text, line.answer.text, "x" if line.answer.is_right else "",
         f"<{tally.FEWEST}" if line.times is None else line.times]
        for one in tally.summary(quiz, week=week, level=level or None)
        for line in one.lines
    )  # fmt: skip
    head = [*table.HEAD[:3], table.HEAD[4], "Số lượt"]
    return csv_response(f"{quiz.slug}-so-lieu.csv", head, rows)
