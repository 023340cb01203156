"""The panel of the administration's home page that offers the tour."""

from __future__ import annotations

from typing import Any

from wagtail.admin.ui.components import Component


class TourPanel(Component):
    """Five links, a button that begins and one that never asks again."""

    order = 5
    template_name = "home/admin/guide/tour_panel.html"

    def __init__(self, steps: list[dict[str, Any]]) -> None:
        """`steps`: see tour.steps_of()."""
        self.steps = steps

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """`steps`, and the request, which the form needs for its token."""
        return {"steps": self.steps, "csrf_token": parent_context.get("csrf_token")}
