"""Who may do what on the desk; partners and schools have none of these rights."""

from django.http import Http404
from wagtail.admin.auth import permission_required

from partners.models import Submission

REVIEW = "partners.review_submission"
INVITE = "partners.add_invitation"


def needs(permission):
    """Decorate an admin view; Wagtail asks for sign-in and admin access already, and says no in its own way."""
    return permission_required(permission)


def desk_submission(pk):
    """A submission that was sent at least once; drafts are the partner's own. Raises Http404."""
    submission = Submission.objects.on_desk().filter(pk=pk, sent_at__isnull=False).first()
    if submission is None:
        raise Http404
    return submission
