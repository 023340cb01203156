"""Letters to the newsroom: a removal, an expired permission, a question, a late answer."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from partners.mail.letters import deliver, in_vietnamese
from partners.models import Submission, SubmissionEvent
from partners.permissions import REVIEW
from users.models import User
from users.roles import holders_of


def notify_newsroom(submission: Submission, event: SubmissionEvent) -> None:
    """Tell who claimed or approved the piece and its outlet, else all reviewers, of a removal or expiry."""
    context = {"submission": submission, "event": event, "link": _link(submission)}
    deliver("removal", context, _recipients(submission, submission.claimed_by, submission.approved_by))


def notify_of_question(submission: Submission, event: SubmissionEvent) -> None:
    """Pass a partner's question to who claimed or approved the piece and its outlet, else to all reviewers."""
    context = {"submission": submission, "event": event, "link": _link(submission)}
    deliver("question", context, _recipients(submission, submission.claimed_by, submission.approved_by))


def notify_of_late_answer(submission: Submission) -> None:
    """Tell who claimed the piece and its outlet, else all reviewers, that the answer is late."""
    context: dict[str, object] = {"submission": submission, "link": _link(submission)}
    deliver("late", context, _recipients(submission, submission.claimed_by))


def _recipients(submission: Submission, *people: User | None) -> dict[str, str]:
    """Those of `people` who still review and the outlet's address, else all reviewers; with their language."""
    outlet = submission.outlet.email if submission.outlet else ""
    addresses = {*(person.email for person in people if person is not None and person.has_perm(REVIEW)), outlet} - {""}
    return in_vietnamese(sorted(addresses) or [person.email for person in holders_of(REVIEW)])


def _link(submission: Submission) -> str:
    return settings.SITE_URL + reverse("kol_submissions:detail", args=[submission.pk])
