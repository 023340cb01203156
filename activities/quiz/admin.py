"""Pages of a quiz in the administration: questions from and to a table."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from activities.models import QuizPage
from activities.quiz import table
from activities.statistics import PlayedAdminView, played_or_404
from articles.admin.base_views import story_or_404
from base.spreadsheets.writer import csv_response
from base.text import one_line
from files.intake.accept import UploadRejected
from users.http import SignedInRequest


class TableView(PlayedAdminView):
    """Export and import of the questions; an import becomes a draft, which still has to be published."""

    page_title = gettext_lazy("Câu hỏi bằng bảng tính")
    header_icon = "upload"
    template_name = "activities/admin/quiz_table.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the columns and the limit."""
        return super().get_context_data(**kwargs) | {"head": table.HEAD, "max_bytes": table.MAX_BYTES}

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Replace the questions of the newest draft by those of the file; 4xx with the reason leaves all as it was."""
        draft = self.story.get_latest_revision_as_object()
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
        return redirect("wagtailadmin_pages:edit", self.story.pk)

    def _refused(self, problem: str, status: int) -> HttpResponse:
        return self.render_to_response(self.get_context_data(problem=problem), status=status)


@require_safe
def table_file(request: SignedInRequest, page_id: int) -> HttpResponseBase:
    """The questions of the newest draft as CSV."""
    draft = played_or_404(story_or_404(request, page_id), QuizPage).get_latest_revision_as_object()
    return csv_response(f"{draft.slug}-cau-hoi.csv", table.HEAD, table.rows_of(draft.question_list))
