"""Pages of a quiz in the administration: questions from and to a table."""

from __future__ import annotations

from typing import Any

from django.http.response import HttpResponseBase
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from activities.models import QuizPage
from activities.playable.imports import BadImport, ImportView
from activities.playable.statistics import StatisticsView, played_or_404, statistics_file
from activities.quiz import table
from articles.admin.base_views import story_or_404
from base.spreadsheets.writer import csv_response
from base.text import one_line
from users.http import SignedInRequest


class TableView(ImportView):
    """Export and import of the questions."""

    model = QuizPage
    stream = "questions"
    page_title = gettext_lazy("Câu hỏi bằng bảng tính")
    template_name = "activities/admin/quiz_table.html"
    extra_context = {"head": table.HEAD, "max_bytes": table.MAX_BYTES}
    done = gettext_lazy("Đã nhận %(number)d câu hỏi vào bản nháp.")

    def blocks(self, request: SignedInRequest, present: list[Any]) -> list[dict[str, Any]]:
        """The questions of an XLSX or CSV file."""
        file = request.FILES.get("tep")
        if file is None:
            raise BadImport(_("Bạn chọn một tệp XLSX hoặc CSV."), 400)
        return table.questions_from(table.read(file, one_line(file.name or "", 150)), present)


@require_safe
def table_file(request: SignedInRequest, page_id: int) -> HttpResponseBase:
    """The questions of the newest draft as CSV."""
    draft = played_or_404(story_or_404(request, page_id), QuizPage).get_latest_revision_as_object()
    return csv_response(f"{draft.slug}-cau-hoi.csv", table.HEAD, table.rows_of(draft.question_list))


urlpatterns = [
    path("<int:page_id>/so-lieu/", StatisticsView.as_view(model=QuizPage), name="statistics"),
    path("<int:page_id>/so-lieu.csv", statistics_file, {"model": QuizPage}, name="statistics_file"),
    path("<int:page_id>/bang/", TableView.as_view(), name="table"),
    path("<int:page_id>/cau-hoi.csv", table_file, name="table_file"),
]
