"""Letters to the newsroom: a removal, an expired permission. The people who dealt with the piece, and the outlet."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from .mail import deliver
from .models import Submission, SubmissionEvent


def tell_desk(submission: Submission, event: SubmissionEvent) -> None:
    """Write to whoever claimed or approved the piece, and to its outlet's address, once the change is committed."""
    people = {person.email for person in (submission.claimed_by, submission.approved_by) if person}
    if submission.outlet and submission.outlet.email:
        people.add(submission.outlet.email)
    link = settings.SITE_URL + reverse("kol_submissions:detail", args=[submission.pk])
    deliver("desk", {"submission": submission, "event": event, "link": link}, sorted(people))
