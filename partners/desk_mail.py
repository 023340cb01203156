"""Letters to the newsroom: a removal, an expired permission, an answer that is late."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.urls import reverse

from partners.admin.permissions import REVIEW

from .mail import deliver, in_vietnamese
from .models import Submission, SubmissionEvent


def tell_desk(submission: Submission, event: SubmissionEvent) -> None:
    """Write to whoever claimed or approved the piece, and to its outlet's address."""
    people = {person.email for person in (submission.claimed_by, submission.approved_by) if person}
    context = {"submission": submission, "event": event, "link": _link(submission)}
    deliver("desk", context, in_vietnamese(_with_outlet(people, submission)))


def tell_question(submission: Submission, event: SubmissionEvent) -> None:
    """The partner asks: to whoever claimed or approved the piece and its outlet, else to the whole desk."""
    people = {person.email for person in (submission.claimed_by, submission.approved_by) if person}
    context = {"submission": submission, "event": event, "link": _link(submission)}
    deliver("question", context, in_vietnamese(_with_outlet(people, submission) or _desk()))


def tell_late(submission: Submission) -> None:
    """Say that the promised day is over: to whoever claimed the piece and its outlet, else to the whole desk."""
    people = {submission.claimed_by.email} if submission.claimed_by else set()
    recipients = _with_outlet(people, submission) or _desk()
    deliver("late", {"submission": submission, "link": _link(submission)}, in_vietnamese(recipients))


def _with_outlet(people: set[str], submission: Submission) -> list[str]:
    outlet = submission.outlet.email if submission.outlet else ""
    return sorted(people | ({outlet} if outlet else set()))


def _desk() -> list[str]:
    """Every active account with the right to review, through its roles; administrators have other work."""
    app, codename = REVIEW.split(".")
    right = Permission.objects.filter(content_type__app_label=app, codename=codename)
    people = get_user_model().objects.filter(is_active=True, groups__permissions__in=right)
    return sorted(set(people.values_list("email", flat=True)))


def _link(submission: Submission) -> str:
    return settings.SITE_URL + reverse("kol_submissions:detail", args=[submission.pk])
