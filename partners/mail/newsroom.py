"""Letters to the newsroom: a removal, an expired permission, a question, a late answer."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.urls import reverse

from partners.mail.letters import deliver, in_vietnamese
from partners.models import Submission, SubmissionEvent
from partners.permissions import REVIEW


def notify_newsroom(submission: Submission, event: SubmissionEvent) -> None:
    """Tell who claimed or approved the piece, and its outlet's address, of a removal or expiry."""
    people = {person.email for person in (submission.claimed_by, submission.approved_by) if person}
    context = {"submission": submission, "event": event, "link": _link(submission)}
    deliver("removal", context, in_vietnamese(_with_outlet(people, submission)))


def notify_of_question(submission: Submission, event: SubmissionEvent) -> None:
    """Pass a partner's question to who claimed or approved the piece and its outlet, else to all reviewers."""
    people = {person.email for person in (submission.claimed_by, submission.approved_by) if person}
    context = {"submission": submission, "event": event, "link": _link(submission)}
    deliver("question", context, in_vietnamese(_with_outlet(people, submission) or _reviewers()))


def notify_of_late_answer(submission: Submission) -> None:
    """Tell who claimed the piece and its outlet, else all reviewers, that the answer is late."""
    people = {submission.claimed_by.email} if submission.claimed_by else set()
    recipients = _with_outlet(people, submission) or _reviewers()
    deliver("late", {"submission": submission, "link": _link(submission)}, in_vietnamese(recipients))


def _with_outlet(people: set[str], submission: Submission) -> list[str]:
    outlet = submission.outlet.email if submission.outlet else ""
    return sorted(people | ({outlet} if outlet else set()))


def _reviewers() -> list[str]:
    """Addresses of active accounts that have the right to review through a role; administrators are left out."""
    app, codename = REVIEW.split(".")
    right = Permission.objects.filter(content_type__app_label=app, codename=codename)
    people = get_user_model().objects.filter(is_active=True, groups__permissions__in=right)
    return sorted(set(people.values_list("email", flat=True)))


def _link(submission: Submission) -> str:
    return settings.SITE_URL + reverse("kol_submissions:detail", args=[submission.pk])
