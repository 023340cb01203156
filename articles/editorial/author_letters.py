"""Letters to the author of a story that was returned or published, also when a colleague has handed it in again.

Wagtail writes to the account that submitted the text; the author would hear nothing after the first round.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import WorkflowState
from wagtail.signals import workflow_approved, workflow_rejected

from articles.editorial.access import works_on
from articles.models import ArticlePage
from notifications.outbox import letter_language, post
from notifications.purposes import Purpose, register
from users.models import User

OWN_STORY = register(Purpose("story-author", gettext_lazy("Bài của bạn được trả hoặc đăng")))


def _addressed(state: WorkflowState, story: ArticlePage, actor: User | None) -> bool:
    """Whether Wagtail's own letter misses the author, who still works on the story."""
    if story.owner is None or story.owner.pk in {state.requested_by_id, getattr(actor, "pk", None)}:
        return False
    return works_on(story.owner, story)


def _tell(state: WorkflowState, user: User | None, event: str) -> None:
    story = state.content_object
    story = getattr(story, "specific", story)
    if not isinstance(story, ArticlePage) or not _addressed(state, story, user):
        return
    task = state.current_task_state
    context = {
        "event": event,
        "title": story.get_admin_display_title(),
        "actor": user or _("Tòa soạn"),
        "comment": task.comment if task else "",
        "live": story.live,
        "link": settings.SITE_URL + reverse("wagtailadmin_pages:edit", args=[story.pk]),
    }
    with letter_language():
        subject = render_to_string("articles/mail/author_subject.txt", context)
        text = render_to_string("articles/mail/author.txt", context)
        post(purpose=OWN_STORY, to=story.owner.email, subject=subject, text=text)


def tell_of_return(sender: Any, instance: WorkflowState, user: User | None = None, **kwargs: Any) -> None:
    _tell(instance, user, "returned")


def tell_of_approval(sender: Any, instance: WorkflowState, user: User | None = None, **kwargs: Any) -> None:
    _tell(instance, user, "approved")


def connect() -> None:
    """Connect the receivers; called by AppConfig.ready()."""
    workflow_rejected.connect(tell_of_return, sender=WorkflowState, dispatch_uid="author-told-of-return")
    workflow_approved.connect(tell_of_approval, sender=WorkflowState, dispatch_uid="author-told-of-approval")
