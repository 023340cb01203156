"""Panels of the story editor that show what the desk knows."""

from __future__ import annotations

from wagtail.admin.panels import Panel


class GatePanel(Panel):
    """What stands between this story and its readers; filled by the server and mended while one writes."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "articles/admin/gate_panel.html"
