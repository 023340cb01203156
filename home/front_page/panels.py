"""Panel of the front page's editor with the state of pinned articles and the next scheduled ones."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import Panel

from articles.blocks.pins import all_pins
from articles.models import ArticlePage
from articles.page_editor.slots import state, upcoming, with_upcoming


class SlotStatePanel(Panel):
    """Read-only table of pinned articles with their state, and of scheduled articles that could be pinned."""

    def __init__(self, field: str, **kwargs: Any) -> None:
        kwargs.setdefault("heading", gettext_lazy("Các ô đang thế nào"))
        super().__init__(**kwargs)
        self.field = field

    def clone_kwargs(self) -> dict[str, Any]:
        """Wagtail's arguments for a copy of the panel, with the name of the field."""
        return super().clone_kwargs() | {"field": self.field}

    class BoundPanel(Panel.BoundPanel):
        """The panel for one page."""

        template_name = "articles/admin/slots.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """`rows`: pinned articles with their place and state; `upcoming`: scheduled ones that could be pinned."""
            context = super().get_context_data(parent_context)
            pins = all_pins(getattr(self.instance, self.panel.field, None))
            stories = with_upcoming(ArticlePage.objects.defer("body")).in_bulk([pin.story_id for pin in pins])
            places = self.instance._meta.get_field(self.panel.field).stream_block.child_blocks
            rows = [(places[pin.place].label, pin, stories.get(pin.story_id)) for pin in pins if pin.place in places]
            context["rows"] = [
                {"place": place, "story": story, "until": pin.until, "state": state(pin.is_over(timezone.now()), story)}
                for place, pin, story in rows
                if story
            ]
            scheduled = ArticlePage.objects.defer("body").filter(locale_id=self.instance.locale_id)
            context["upcoming"] = upcoming(scheduled) if self.instance.pk else []
            return context
