"""What Wagtail does with a page whose publication is refused; needs Django and Wagtail."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.dispatch import Signal
from wagtail.models import Page, Revision

#: Sent with `page`, `revision` and `reasons` when a page does not go out at its hour; the schedule has ended.
schedule_refused = Signal()


def keep_unpublished(page: Page, revision: Revision, user: Any | None, reasons: list[str]) -> None:
    """Raise PermissionDenied with the reasons for a person; when `user` is None, cancel the schedule and tell of it."""
    if user is not None:
        raise PermissionDenied("\n".join(reasons))
    planned = page.revisions.filter(pk=revision.pk, approved_go_live_at__isnull=False)
    with transaction.atomic():
        if planned.update(approved_go_live_at=None):
            schedule_refused.send(sender=type(page), page=page, revision=revision, reasons=reasons)


def keep_as_draft(page: Page, **fields: Any) -> None:
    """Make a new page the draft that it is; for the hook before_publish_page.

    The editor's button does not call Page.publish(), and Wagtail saves a new page as live before it asks the hook.
    A page that was published before stays as it is. `fields`: further values of the page to set.
    """
    if page.live and page.first_published_at is None:
        values = {"live": False, "has_unpublished_changes": True, **fields}
        for name, value in values.items():
            setattr(page, name, value)
        page.save(clean=False, update_fields=list(values))
