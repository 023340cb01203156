"""Pages of a scenario in the administration: its graph for the editor, scenes from and to Twee."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from activities.models import ScenarioPage
from activities.scenario import twee
from activities.scenario_content.drawing import svg_of
from activities.scenario_content.gates import findings
from activities.statistics import PlayedAdminView, played_or_404
from articles.admin.base_views import story_or_404
from base.text import one_line
from files.intake.accept import UploadRejected, accept_upload
from files.storage.signed_urls import content_disposition
from users.http import SignedInRequest


@require_safe
def graph(request: SignedInRequest, page_id: int) -> HttpResponse:
    """Drawing and list of scenes of the newest saved version. Raises Http404, PermissionDenied."""
    page = get_object_or_404(ScenarioPage, pk=page_id)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    draft = page.get_latest_revision_as_object()
    problems: dict[str, list[str]] = {}
    for finding in findings(draft):
        problems.setdefault(finding.where.partition(" ")[0], []).append(finding.problem)
    found = draft.graph
    context = {
        "drawing": svg_of(found),
        "graph": found,
        "rows": [(scene, problems.get(scene.name, [])) for scene in found.scenes],
    }
    return render(request, "activities/admin/graph.html", context)


class TweeView(PlayedAdminView):
    """Export and import of the scenes; an import becomes a draft, which still has to be published."""

    model = ScenarioPage
    page_title = gettext_lazy("Các cảnh từ Twine")
    header_icon = "upload"
    template_name = "activities/admin/scenario_twee.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the limit."""
        return super().get_context_data(**kwargs) | {"max_bytes": twee.MAX_BYTES}

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Replace the scenes of the newest draft by those of the file; 4xx with the reason leaves all as it was."""
        draft = self.story.get_latest_revision_as_object()
        try:
            found = twee.scenes_from(_text_of(request), draft.question_list)
        except twee.BadTwee as bad:
            return self._refused(str(bad), bad.status)
        except UploadRejected as refusal:
            return self._refused(" ".join(refusal.messages), refusal.status)
        draft.scenes = json.dumps(found)
        draft.save_revision(user=request.user)
        messages.success(request, _("Đã nhận %(number)d cảnh vào bản nháp.") % {"number": len(found)})
        return redirect("wagtailadmin_pages:edit", self.story.pk)

    def _refused(self, problem: str, status: int) -> HttpResponse:
        return self.render_to_response(self.get_context_data(problem=problem), status=status)


def _text_of(request: SignedInRequest) -> str:
    """The text of the uploaded file. Raises BadTwee, or UploadRejected of the upload gate."""
    file = request.FILES.get("tep")
    if file is None:
        raise twee.BadTwee(_("Bạn chọn một tệp .twee."), 400)
    if (file.size or 0) > twee.MAX_BYTES:
        raise twee.BadTwee(_("Tệp lớn hơn 500 KB. Bạn bỏ bớt cảnh rồi gửi lại."), 413)
    name = one_line(file.name or "", 150).lower()
    if not name.endswith((".twee", ".tw", ".txt")):
        raise twee.BadTwee(_("Ở đây nhận tệp .twee. Trong Twine, bạn chọn Build, rồi Export as Twee."), 415)
    with accept_upload("document", file, name=f"{name.rpartition('.')[0]}.txt", takes="TWEE") as accepted:
        return bytes(accepted.file.read()).decode("utf-8-sig", "replace")


@require_safe
def twee_file(request: SignedInRequest, page_id: int) -> HttpResponse:
    """The scenes of the newest draft as Twee."""
    draft = played_or_404(story_or_404(request, page_id), ScenarioPage).get_latest_revision_as_object()
    content = twee.twee_of(draft.title, draft.question_list)
    response = HttpResponse(content, content_type="text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = content_disposition(f"{draft.slug}.twee")
    return response
