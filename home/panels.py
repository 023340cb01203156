"""Panels of the front page's editor: what stands in every slot now, and what is about to appear."""

from __future__ import annotations

from typing import Any

from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import Panel

from articles.blocks.pins import Pin, all_pins
from articles.models import ArticlePage

UPCOMING = 8


class SlotStatePanel(Panel):
    """A table without fields: pinned stories with their state, and scheduled stories that could be pinned."""

    def __init__(self, field: str, **kwargs: Any) -> None:
        kwargs.setdefault("heading", gettext_lazy("Các ô đang thế nào"))
        super().__init__(**kwargs)
        self.field = field

    def clone_kwargs(self) -> dict[str, Any]:
        return super().clone_kwargs() | {"field": self.field}

    class BoundPanel(Panel.BoundPanel):
        template_name = "home/admin/slots.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            pins = all_pins(getattr(self.instance, self.panel.field, None))
            stories = _with_due(ArticlePage.objects.defer("body")).in_bulk([pin.story_id for pin in pins])
            places = self.instance._meta.get_field(self.panel.field).stream_block.child_blocks
            rows = [(places[pin.place].label, pin, stories.get(pin.story_id)) for pin in pins if pin.place in places]
            context["rows"] = [
                {"place": place, "story": story, "until": pin.until, "state": state(pin, story)}
                for place, pin, story in rows
                if story
            ]
            context["upcoming"] = _upcoming(self.instance)
            return context


def state(pin: Pin, story: ArticlePage) -> str:
    """One sentence on what readers see of a pinned story."""
    if pin.is_over(timezone.now()):
        return _("Hết giờ ghim, ô đang tự lấy bài mới.")
    if story.live:
        return _("Đang hiện.")
    if story.due and story.due > timezone.now():
        moment = f"{timezone.localtime(story.due):%d-%m-%Y, %H:%M}"
        return _("Hẹn đăng %(moment)s; đến giờ đó ô tự lấy bài mới.") % {"moment": moment}
    return _("Còn là nháp, ô đang tự lấy bài mới.")


def _upcoming(page: Any) -> list[ArticlePage]:
    if not page.pk:
        return []
    stories = ArticlePage.objects.defer("body").filter(
        locale_id=page.locale_id, _revisions__approved_go_live_at__gt=timezone.now()
    )
    return list(_with_due(stories).order_by("due")[:UPCOMING])


def _with_due(stories: Any) -> Any:
    """`due`: when the story will be published, None when nothing is scheduled."""
    return stories.annotate(due=Min("_revisions__approved_go_live_at"))
