"""Letters about a page that did not go out at its hour, because a gate or its data stopped it meanwhile."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy
from wagtail.models import Page, Revision, TaskState

from articles.editorial.access import works_on
from articles.rules.publish_gates.pages import schedule_refused
from notifications.outbox import letter_language, open_addresses, post
from notifications.purposes import Purpose, register
from users.models import RoleGroup, User
from users.roles import ARRANGERS

HELD = register(Purpose("story-held", gettext_lazy("Bài không lên trang đúng giờ hẹn")))


def tell(sender: Any, page: Page, revision: Revision, reasons: list[str], **kwargs: Any) -> None:
    """Receiver of schedule_refused: write to all who count on the hour, with the reasons."""
    people = [person for person in _people(page, revision) if works_on(person, page)]
    context = {
        "title": page.get_admin_display_title(),
        "at": revision.approved_go_live_at,
        "reasons": reasons,
        "link": settings.SITE_URL + reverse("wagtailadmin_pages:edit", args=[page.pk]),
    }
    with letter_language():
        subject = render_to_string("articles/mail/held_subject.txt", context)
        text = render_to_string("articles/mail/held.txt", context)
    post(purpose=HELD, to=open_addresses(*people), subject=subject, text=text)


def _people(page: Page, revision: Revision) -> Iterable[User]:
    """The author, who saved the version, who approved it, and the secretaries and chiefs of the outlet."""
    steps = TaskState.objects.filter(revision=revision, status=TaskState.STATUS_APPROVED).order_by()
    outlet = getattr(page.get_parent().specific, "outlet", None)
    groups = RoleGroup.objects.filter(scope=outlet.slug if outlet else None, role__in=[str(role) for role in ARRANGERS])
    keys = {page.owner_id, revision.user_id, *steps.values_list("finished_by", flat=True)}
    return (
        User.objects.filter(pk__in=keys - {None}) | User.objects.filter(groups__in=groups.values("group"))
    ).distinct()


def connect() -> None:
    """Connect the receiver; called by AppConfig.ready()."""
    schedule_refused.connect(tell, dispatch_uid="newsroom-told-of-held-page")
