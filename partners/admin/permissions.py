"""Who may do what on the desk; partners and schools have none of these rights."""

from django.http import Http404
from wagtail.admin.auth import permission_required

from partners.models import Submission

REVIEW = "partners.review_submission"
INVITE = "partners.add_invitation"
CHANGE_PARTNER = "partners.change_partner"


def needs(permission):
    """Decorate an admin view; Wagtail asks for sign-in and admin access already, and says no in its own way."""
    return permission_required(permission)


def desk_submission(pk):
    """A submission that was sent at least once; drafts are the partner's own. Raises Http404."""
    rows = Submission.objects.on_desk().select_related("partner", "brief", "outlet", "claimed_by", "approved_by")
    submission = rows.filter(pk=pk, sent_at__isnull=False).first()
    if submission is None:
        raise Http404
    return submission


def outlet_of(row):
    """Short name of the outlet of an invitation, a brief or a piece, for lists."""
    return row.outlet.short_name if row.outlet else "–"
