"""Panel of a scenario's graph in the editor, drawn again after each save."""

from __future__ import annotations

from django.urls import reverse
from wagtail.admin.panels import Panel


class GraphPanel(Panel):
    """Drawing and list of the newest saved version."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "activities/admin/graph_panel.html"

        @property
        def graph_address(self) -> str:
            """Address of the drawing. A page that was never saved has the number 0 until its first autosave."""
            return reverse("scenarios:graph", args=[self.instance.pk or 0])
