"""Letters about a version in review: to those who may approve it, and to the submitter about the decision.

They are written to the outbox in the transaction of the step.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy

from media_library.models import AssetVersion
from notifications.outbox import letter_language, post
from notifications.purposes import Purpose, register
from users.roles import holders_of

IN_REVIEW = register(Purpose("asset-review", gettext_lazy("Duyệt tài liệu của kho"), ("media_library.release_asset",)))
#: Written by a scheduled command (maintenance.py), which the web process that lists the letters does not import.
RIGHTS_ENDING = register(
    Purpose("rights-ending", gettext_lazy("Tài liệu sắp hết hạn dùng"), ("media_library.release_asset",))
)


def approvers(but: Any = None) -> list[str]:
    """Addresses of the accounts that may approve, without `but`."""
    people = holders_of("media_library.release_asset")
    return [person.email for person in (people.exclude(pk=but.pk) if but else people)]


def notify_approvers(version: AssetVersion, *, by: Any) -> None:
    """Letter that `by` submitted the version. Call it in the transaction of the step."""
    _tell("submitted", version, by, approvers(but=by))


def notify_submitter(version: AssetVersion, submitter: Any, event: str, *, by: Any, why: str = "") -> None:
    """Letter to `submitter` about a decision of `by` on the version, or about its release that failed, and why.

    `event`: “approved”, “released”, “returned” or “not_released”.

    None for one's own step, and none to an account that is closed, gone or no longer the library's.
    """
    if submitter is None or (by is not None and submitter.pk == by.pk):
        return
    if not submitter.has_perm("media_library.change_asset"):
        return
    _tell(event, version, by, [submitter.email], why)


def _tell(event: str, version: AssetVersion, by: Any, addresses: Iterable[str], why: str = "") -> None:
    with letter_language():
        context = {
            "event": event,
            "name": version.asset.name,
            "code": version.asset.code,
            "number": version.number,
            "who": (by.get_full_name() or by.email) if by else "",
            "why": why,
            "link": settings.SITE_URL + reverse("asset_files", args=[version.asset_id]),
        }
        subject = render_to_string("media_library/mail/review_subject.txt", context)
        text = render_to_string("media_library/mail/review.txt", context)
        post(purpose=IN_REVIEW, to=addresses, subject=subject, text=text)
