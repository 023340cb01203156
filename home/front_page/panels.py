"""Panel of the front page's editor that leads to the desk “Trang nhất”, where its slots are arranged."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy
from wagtail.admin.panels import Panel


class FrontDeskPanel(Panel):
    """A sentence and a link; no field."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("heading", gettext_lazy("Bài chọn tay"))
        super().__init__(**kwargs)

    class BoundPanel(Panel.BoundPanel):
        """The panel for one page."""

        template_name = "home/front_desk/panel.html"
