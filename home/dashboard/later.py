"""Parts of the administration's home page that the browser loads after it: figures, and the newsroom's day.

The page itself shows what the account has to do; the rest took four fifths of its time. Panels whose order belongs to a
part are replaced by a placeholder on the page; the part's own address renders them, from the same hooks, so that each
account gets its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.forms.widgets import Media, Script
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from wagtail import hooks
from wagtail.admin.site_summary import SiteSummaryPanel, SummaryItem
from wagtail.admin.ui.components import Component


@dataclass(frozen=True)
class Part:
    """A part with the panels from `begins` to before `ends`; `name` is that of its address."""

    name: str
    label: str | Promise
    begins: int
    ends: int

    def panels_of(self, panels: list[Component]) -> list[Component]:
        """Those of `panels` that belong to it, in their order."""
        return sorted((item for item in panels if self.begins <= item.order < self.ends), key=lambda item: item.order)


#: After Wagtail's own panels, the last of which (300, locked pages) come with the page.
NEWSROOM = Part("home_newsroom", _("Tòa soạn hôm nay"), 301, 310)
FIGURES = Part("home_figures", _("Số liệu"), 310, 1000)


class LaterPanel(Component):
    """The place of a part until its script has fetched it; a link without script."""

    template_name = "home/dashboard/later.html"

    def __init__(self, part: Part, panels: list[Component]) -> None:
        self.part, self.order, self.panels = part, part.begins, panels

    @property
    def media(self) -> Media:
        scripts: list[Any] = [Script("home/admin/later.js", type="module")]
        return sum((panel.media for panel in self.panels), Media(js=scripts))

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """`part`."""
        return {"part": self.part}


class HomeRequest(HttpRequest):
    """A request for the home page or for one of its parts."""

    home_part: Part


@hooks.register("construct_homepage_panels", order=1000)
def put_off(request: HomeRequest, panels: list[Component]) -> None:
    """Put places for the parts where their panels would stand."""
    if hasattr(request, "home_part"):
        return
    for part in (NEWSROOM, FIGURES):
        own = part.panels_of(panels)
        if own or part is FIGURES:  # the numbers of pages and pictures are for everybody
            panels[:] = [*(panel for panel in panels if panel not in own), LaterPanel(part, own)]


@hooks.register("construct_homepage_summary_items", order=1000)
def put_off_summary(request: HomeRequest, items: list[SummaryItem]) -> None:
    if not hasattr(request, "home_part"):
        items.clear()


def view_of(part: Part) -> Callable[..., HttpResponse]:
    """View of a part: HTML for the script, a page for who opens it. 404 where the account has nothing in it."""

    @require_safe
    def view(request: HomeRequest) -> HttpResponse:
        request.home_part = part
        panels: list[Component] = []
        for hook in hooks.get_hooks("construct_homepage_panels"):
            hook(request, panels)
        summary = SiteSummaryPanel(request) if part is FIGURES else None
        own = part.panels_of(panels)
        if not own and summary is None:
            raise Http404
        is_ajax = request.headers.get("X-Requested-With") == "XMLHttpRequest"
        template = "home/dashboard/part.html" if is_ajax else "home/dashboard/part_page.html"
        media = sum((panel.media for panel in own), Media())
        return render(request, template, {"part": part, "panels": own, "summary": summary, "media": media})

    return view
