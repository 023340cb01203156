"""Panel of the publish gates in a story's editor."""

from __future__ import annotations

from django.urls import reverse
from wagtail.admin.panels import Panel


class GatePanel(Panel):
    """Findings of the newest saved version; the page loads them again after a save."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "articles/admin/gate_panel.html"

        @property
        def gates_address(self) -> str:
            """Address of the list. A story that was never saved has the number 0 until its first autosave."""
            return reverse("newsroom:gates", args=[self.instance.pk or 0])
