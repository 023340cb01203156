"""Letters about a version in review: to whoever may approve it, and to who asked for it when somebody has decided.

They are rows of the queue, written in the transaction of the step: a process killed behind its commit loses none.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.mail import send_mail
from django.db.models import Q
from django.tasks import task
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from base.text import one_line
from media_library.models import AssetVersion

SUBJECT_LIMIT = 160  # characters

log = logging.getLogger(__name__)


def approvers(but: Any = None) -> list[str]:
    """Addresses of the active accounts that may approve, by a role or by themselves, without `but`.

    Not the administrators': they have other work.
    """
    right = Permission.objects.filter(content_type__app_label="media_library", codename="release_asset")
    people = get_user_model().objects.filter(Q(groups__permissions__in=right) | Q(user_permissions__in=right))
    people = people.filter(is_active=True).exclude(pk=but.pk if but else None)
    return sorted(set(people.values_list("email", flat=True)))


def tell_approvers(version: AssetVersion, *, by: Any) -> None:
    """A version waits for a second pair of eyes; `by` asked for them. Call it in the transaction of the step."""
    _tell("submitted", version, by, approvers(but=by))


def tell_submitter(version: AssetVersion, submitter: Any, event: str, *, by: Any, why: str = "") -> None:
    """`submitter` reads that `by` has approved, released or returned the version (`event`), and why.

    Nobody gets a letter about a step of their own, nor an account that is closed or gone.
    """
    if submitter is None or not submitter.is_active or (by is not None and submitter.pk == by.pk):
        return
    _tell(event, version, by, [submitter.email], why)


def _tell(event: str, version: AssetVersion, by: Any, addresses: Iterable[str], why: str = "") -> None:
    with override(settings.LANGUAGE_CODE):
        name = version.asset.name
    context = {
        "event": event,
        "name": name,
        "code": version.asset.code,
        "number": version.number,
        "who": (by.get_full_name() or by.email) if by else "",
        "why": why,
        "link": settings.SITE_URL + reverse("asset_files", args=[version.asset_id]),
    }
    for address in addresses:
        send_review_letter.enqueue(context, address)


@task(backend="db", queue_name="mail")
def send_review_letter(context: dict[str, Any], address: str) -> None:
    """One letter to one person; a mail server that is away undoes no step, and the first page says it as well."""
    with override(settings.LANGUAGE_CODE):  # letters to the staff are Vietnamese
        subject = one_line(render_to_string("media_library/mail/review_subject.txt", context), SUBJECT_LIMIT)
        text = render_to_string("media_library/mail/review.txt", context)
    try:
        send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [address])
    except OSError as error:  # SMTPException and every connection error are OSErrors
        log.warning("letter about a version in review not sent: %s", error)
