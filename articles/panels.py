"""Panels of the story editor that show what the desk knows."""

from __future__ import annotations

from django.urls import reverse
from wagtail.admin.panels import Panel


class GatePanel(Panel):
    """What stands between this story and its readers, of the newest saved version; the page asks again after a save."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "articles/admin/gate_panel.html"

        @property
        def gates_address(self) -> str:
            """Where the list comes from. A story that was never saved has the number 0 until its first autosave."""
            return reverse("newsroom:gates", args=[self.instance.pk or 0])
