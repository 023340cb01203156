"""Letters to the writer of a planned story: given to him, changed, given to somebody else, dropped."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.editorial.access import works_on
from articles.models import PlannedStory
from notifications.outbox import letter_language, post
from notifications.purposes import Purpose, register
from users.models import User

ASSIGNED = register(Purpose("story-assigned", gettext_lazy("Đề tài được giao")))
GIVEN, CHANGED, TAKEN, DROPPED = "given", "changed", "taken", "dropped"


def tell(plan: PlannedStory, writer: User | None, actor: User, event: str) -> None:
    """Send `writer` of `plan` a letter about `event`, one of the four; none if `actor` is the writer.

    Nor one to a writer who works elsewhere now: the letter has the title and the brief.
    """
    if writer is None or writer == actor or not works_on(writer, plan.section):
        return
    with letter_language():
        subjects = {
            GIVEN: _("Đề tài giao cho bạn: %(title)s"),
            CHANGED: _("Đề tài của bạn đổi: %(title)s"),
            TAKEN: _("Đề tài giao cho người khác: %(title)s"),
            DROPPED: _("Đề tài đã bỏ: %(title)s"),
        }
        context: dict[str, Any] = {
            "plan": plan,
            "title": plan.title,
            "section": plan.section.title,
            "actor": actor,
            "event": event,
            "link": settings.SITE_URL + reverse("newsroom:arrange", args=["plan", plan.pk]),
        }
        text = render_to_string("articles/mail/assigned.txt", context)
        post(purpose=ASSIGNED, to=writer.email, subject=subjects[event] % {"title": plan.title}, text=text)
