"""A scenario scene by scene, without JavaScript, cookie or session: the choices so far stand in the address."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from activities.models import ScenarioPage
from activities.playable import tally
from activities.playable.pages import story_or_404
from activities.scenario_content.scenes import Step, walk
from articles.public.most_read import is_reader
from base.caching.headers import private
from base.errors import error_page

WAY, CHOSEN = "lam", "chon"  # fields: letters of the choices so far, the choice in this scene
PART = "X-Part"  # header of our script: only the scene, without the page around it


def address_of(story: ScenarioPage, way: str) -> str:
    """Where the scene after the choices `way` is; the page itself for the first one."""
    return reverse("activities_public:scenario_scene", args=[story.pk, way]) if way else story.address


@csrf_exempt  # it only raises a number; the page that sends has no cookie
@require_http_methods(["GET", "HEAD", "POST"])
@private
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: count the choice made in the scene after `lam`, and go to the next one. GET: go to the scenario."""
    story = story_or_404(ScenarioPage, pk)
    if request.method != "POST":
        return redirect(story.address)
    way, chosen = request.POST.get(WAY, ""), request.POST.get(CHOSEN, "")
    steps, here = walk(story.question_list, way + chosen), walk(story.question_list, way)
    if len(chosen) != 1 or not steps or not here or len(way) > len(story.question_list):
        return error_page(
            400, _("Chưa rõ bạn chọn lối nào"), _("Bạn quay lại cảnh trước và chạm một lựa chọn."), back=story.address
        )
    scene = here[-1].scene
    answer = scene.answer(chosen)
    if answer and is_reader(request):
        tally.count(story, scene, answer)
    return HttpResponseRedirect(address_of(story, steps[-1].way), status=303)


@require_safe
@private
def scene(request: HttpRequest, pk: int, way: str) -> HttpResponse:
    """The scene after the choices `way`. Raises Http404 for choices that are not there."""
    story = story_or_404(ScenarioPage, pk)
    steps = walk(story.question_list, way) if len(way) <= len(story.question_list) else None
    if steps is None:
        raise Http404(_("Không có lối này."))
    if steps[-1].way != way:  # it returned to a scene: its address is the shorter one
        return redirect(address_of(story, steps[-1].way))
    template = "activities/scenario/scene.html" if PART in request.headers else "activities/scenario/step.html"
    response = render(request, template, _context(story, steps))
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Vary"] = PART
    return response


def _context(story: ScenarioPage, steps: list[Step]) -> dict[str, Any]:
    turns = [
        {"label": step.choice.text if step.choice else _("Mở đầu"), "address": address_of(story, step.way)}
        for step in steps
    ]
    return {
        "page": story,
        "scene": steps[-1].scene,
        "way": steps[-1].way,
        "turns": turns,
        "fork": turns[-2]["address"] if len(turns) > 1 else "",
        "ends": len(story.graph.ends),
        "is_sensitive": True,
    }
