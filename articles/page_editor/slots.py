"""Panel of slots on front page and sections: pinned stories with their state, and scheduled ones.

Used by the editor of a section; `state()` and `with_upcoming()` by the desk of the front page (home/front_desk/), too.
"""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, OuterRef, Subquery
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import Panel
from wagtail.models import Revision

UPCOMING = 8  # scheduled stories listed
SHOWN = 12  # pinned stories listed


def with_upcoming(stories: Any) -> Any:
    """Annotate `due`: when the story will be published, None when it is not scheduled."""
    planned = Revision.page_revisions.filter(
        object_id=Cast(OuterRef("pk"), CharField()), approved_go_live_at__isnull=False
    )
    times = planned.order_by("approved_go_live_at").values("approved_go_live_at")
    return stories.annotate(due=Subquery(times[:1]))


def upcoming(stories: Any) -> list[Any]:
    """The next scheduled ones among `stories`, nearest first."""
    planned = Revision.page_revisions.filter(approved_go_live_at__gt=timezone.now())
    keys = [int(key) for key in planned.values_list("object_id", flat=True)]  # few: pages of all newsrooms that wait
    return list(with_upcoming(stories.filter(pk__in=keys)).order_by("due")[:UPCOMING])


def state(is_over: bool, story: Any) -> str:
    """One sentence on what readers see of a pinned story; `is_over`: its time has passed."""
    if is_over:
        return _("Hết giờ ghim, ô đang tự lấy bài mới.")
    if story.live:
        return _("Đang hiện.")
    if story.due and story.due > timezone.now():
        moment = f"{timezone.localtime(story.due):%d-%m-%Y, %H:%M}"
        return _("Hẹn đăng %(moment)s; đến giờ đó ô tự lấy bài mới.") % {"moment": moment}
    return _("Còn là nháp, ô đang tự lấy bài mới.")


class SectionSlotsPanel(Panel):
    """Panel without fields on a section's page: pinned stories, and scheduled ones."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("heading", gettext_lazy("Các ô đang thế nào"))
        super().__init__(**kwargs)

    class BoundPanel(Panel.BoundPanel):
        template_name = "articles/admin/slots.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Add the pinned stories with their state and the next scheduled ones; a new section has none."""
            section = self.instance
            if not section.pk:
                return super().get_context_data(parent_context)
            stories = section.story_model.objects.child_of(section).defer("body")
            pinned = with_upcoming(stories.filter(pinned_until__isnull=False)).order_by("-pinned_until")[:SHOWN]
            now, place = timezone.now(), _("Đầu chuyên mục")
            rows = [
                {
                    "place": place,
                    "story": story,
                    "until": story.pinned_until,
                    "state": state(story.pinned_until <= now, story),
                }
                for story in pinned
            ]
            return super().get_context_data(parent_context) | {"rows": rows, "upcoming": upcoming(stories)}
