"""Letters about clips of a challenge; each is put into the outbox in the transaction of the step that it reports."""

from __future__ import annotations

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from wagtail.permissions import page_permission_policy

from activities.models import ChallengeLink, ChallengePage
from notifications.outbox import letter_language, open_addresses, post
from notifications.purposes import Purpose, register

SENT = register(Purpose("challenge-sent", gettext_lazy("Clip thử thách chờ duyệt")))
DECIDED = register(Purpose("challenge-decided", gettext_lazy("Clip thử thách đã được xem")))


def sent(page: ChallengePage, link: ChallengeLink) -> None:
    """Tell who may publish the challenge that a clip waits; administrators are left out."""
    people = page_permission_policy.users_with_permission_for_instance("publish", page).exclude(is_superuser=True)
    to = open_addresses(*people.order_by("email"))
    _post(SENT, gettext_lazy("Clip chờ duyệt: %(title)s"), "sent", link, to, page)


def decided(link: ChallengeLink) -> None:
    """Tell the account that sent the clip that it is shown, or that it is not, and why."""
    shown, declined = gettext_lazy("Clip đã hiện: %(title)s"), gettext_lazy("Clip không đăng: %(title)s")
    _post(DECIDED, shown if link.is_shown else declined, "decided", link, open_addresses(link.sent_by))


def _post(
    purpose: Purpose,
    subject: Promise,
    template: str,
    link: ChallengeLink,
    to: list[str],
    page: ChallengePage | None = None,
) -> None:
    address = reverse("challenges:links", args=[page.pk]) if page else reverse("activities:challenges")
    context = {"clip": link, "page": page, "link": settings.SITE_URL + address}
    with letter_language():
        text = render_to_string(f"activities/challenge/mail/{template}.txt", context).strip()
        post(purpose=purpose, to=to, subject=str(subject) % {"title": link.title}, text=text)
