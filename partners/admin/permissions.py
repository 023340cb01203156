"""Rights of the newsroom's pages; accounts of partners and schools have none of them."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404
from wagtail.admin.auth import permission_required

from partners.access import View
from partners.models import Brief, Invitation, Submission


def needs(permission: str) -> Callable[[View], View]:
    """Decorator of an admin view: `permission` is required. Wagtail checks sign-in and admin access before."""
    return permission_required(permission)


def sent_submission(pk: int) -> Submission:
    """The submission, if it was sent at least once; raises Http404. Drafts are visible to the partner only."""
    rows = Submission.objects.without_drafts().select_related("partner", "brief", "outlet", "claimed_by", "approved_by")
    submission = rows.filter(pk=pk, sent_at__isnull=False).first()
    if submission is None:
        raise Http404
    return submission


def outlet_of(row: Brief | Invitation | Submission) -> str:
    """Short name of the outlet of an invitation, a brief or a submission, for lists."""
    return row.outlet.short_name if row.outlet else "–"
