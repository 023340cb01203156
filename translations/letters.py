"""Letters about the review of a translation; each is put into the outbox in the transaction of the step."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from notifications.outbox import letter_language, open_addresses, post
from notifications.purposes import Purpose, register
from users.models import User

SUBMITTED = register(Purpose("translation-submitted", gettext_lazy("Bản dịch chờ duyệt")))
RETURNED = register(Purpose("translation-returned", gettext_lazy("Bản dịch bị trả lại")))


def submitted(page: Page, source: Page, by: User) -> None:
    """Tell who may publish the translation `page` that it waits; the administrators where no role may."""
    holders = page_permission_policy.users_with_permission_for_instance("publish", page).exclude(pk=by.pk)
    own = page.specific
    people = [
        person
        for person in holders.exclude(is_superuser=True).order_by("email")
        if own.permissions_for_user(person).can_publish()
    ]
    to = open_addresses(*people) or open_addresses(*holders.filter(is_superuser=True).order_by("email"))
    _post(SUBMITTED, to, page, source, {"event": "submitted", "who": by})


def returned(page: Page, source: Page, to: User | None, by: User, reason: str) -> None:
    """Tell who sent the translation that it is returned, and why."""
    _post(RETURNED, open_addresses(to), page, source, {"event": "returned", "who": by, "reason": reason})


def _post(purpose: Purpose, to: list[str], page: Page, source: Page, words: dict[str, Any]) -> None:
    code = page.locale.language_code
    context = words | {
        "title": source.title,
        "language": page.locale.get_display_name(),
        "link": settings.SITE_URL + reverse("languages_page", args=[source.pk, code]),
    }
    with letter_language():
        subject = render_to_string("translations/mail/review_subject.txt", context).strip()
        text = render_to_string("translations/mail/review.txt", context).strip()
        post(purpose=purpose, to=to, subject=subject, text=text)
