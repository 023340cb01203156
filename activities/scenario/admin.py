"""Pages of a scenario in the administration: its graph for the editor, scenes from and to Twee."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from activities.models import ScenarioPage
from activities.playable.imports import BadImport, ImportView
from activities.playable.statistics import StatisticsView, played_or_404, statistics_file
from activities.scenario import twee
from activities.scenario_content.drawing import svg_of
from activities.scenario_content.gates import findings
from articles.admin.base_views import story_or_404
from base.text import one_line
from files.intake.accept import accept_upload
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
    context = {
        "drawing": svg_of(draft.graph),
        "graph": draft.graph,
        "rows": [(scene, problems.get(scene.name, [])) for scene in draft.graph.scenes],
    }
    return render(request, "activities/admin/graph.html", context)


class TweeView(ImportView):
    """Export and import of the scenes."""

    model = ScenarioPage
    stream = "scenes"
    page_title = gettext_lazy("Các cảnh từ Twine")
    template_name = "activities/admin/scenario_twee.html"
    extra_context = {"max_bytes": twee.MAX_BYTES}
    done = gettext_lazy("Đã nhận %(number)d cảnh vào bản nháp.")

    def blocks(self, request: SignedInRequest, present: list[Any]) -> list[dict[str, Any]]:
        """The scenes of a file in Twee."""
        file = request.FILES.get("tep")
        if file is None:
            raise BadImport(_("Bạn chọn một tệp .twee."), 400)
        if (file.size or 0) > twee.MAX_BYTES:
            raise BadImport(_("Tệp lớn hơn 500 KB. Bạn bỏ bớt cảnh rồi gửi lại."), 413)
        name = one_line(file.name or "", 150).lower()
        if not name.endswith((".twee", ".tw", ".txt")):
            raise BadImport(_("Ở đây nhận tệp .twee. Trong Twine, bạn chọn Build, rồi Export as Twee."), 415)
        with accept_upload("text", file, name=f"{name.rpartition('.')[0]}.txt", takes="TWEE") as accepted:
            text = bytes(accepted.file.read()).decode("utf-8-sig", "replace")
        return twee.scenes_from(text, present)


@require_safe
def twee_file(request: SignedInRequest, page_id: int) -> HttpResponse:
    """The scenes of the newest draft as Twee."""
    draft = played_or_404(story_or_404(request, page_id), ScenarioPage).get_latest_revision_as_object()
    content = twee.twee_of(draft.title, draft.question_list)
    response = HttpResponse(content, content_type="text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = content_disposition(f"{draft.slug}.twee")
    return response


urlpatterns = [
    path("<int:page_id>/so-lieu/", StatisticsView.as_view(model=ScenarioPage), name="statistics"),
    path("<int:page_id>/so-lieu.csv", statistics_file, {"model": ScenarioPage}, name="statistics_file"),
    path("<int:page_id>/ban-do/", graph, name="graph"),
    path("<int:page_id>/twee/", TweeView.as_view(), name="twee"),
    path("<int:page_id>/kich-ban.twee", twee_file, name="twee_file"),
]
