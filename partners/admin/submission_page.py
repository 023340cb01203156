"""The page of one submission for the newsroom: files and their pins, brief, remarks, statements, allowed steps."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from partners.admin.forms import DecisionForm
from partners.media import review_copies
from partners.models import Remark, Submission, SubmissionEvent, SubmissionFile
from partners.publishing import story_factory
from partners.workflow import transitions
from partners.workflow.checks import unmet_wishes
from partners.workflow.removal import assets_of
from users.http import SignedInRequest

State = Submission.State


def show(
    request: SignedInRequest,
    submission: Submission,
    *,
    errors: Sequence[str] = (),
    note: str = "",
    remark_text: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page of a submission, with errors and what was typed: its note to the partner, its remark."""
    context = _review(request, submission) | _facts(submission) | _place(request, submission)
    submission = submission.as_sent()
    context |= {
        "submission": submission,
        "errors": errors,
        "note": note,
        "remark_text": remark_text,
        "header_title": submission.shown_title,
        "page_title": submission.shown_title,
        "header_icon": "user",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Trang chủ")},
            {"url": reverse("kol_submissions:index"), "label": _("Bài của KOL")},
            {"url": "", "label": submission.shown_title},
        ],
    }
    return render(request, "partners/admin/submission.html", context, status=status)


def _review(request: SignedInRequest, submission: Submission) -> dict[str, Any]:
    """Which steps are allowed now, and the reasons against accepting."""
    steps = submission.newsroom_steps
    deciding = submission.state != State.PUBLISHED
    can_accept = deciding and State.ACCEPTED in steps and submission.state != State.SCHEDULED
    reasons = transitions.reasons_against(submission, by=request.user, took_unscanned=True) if can_accept else []
    may = {step.value for step in steps} & set(DecisionForm.STEPS) if deciding else set()
    if submission.state == State.SCHEDULED:
        may -= {State.ACCEPTED.value}
    return {
        "may": may,
        "reasons": reasons,
        "seen": submission.fingerprint(),
        "may_remark": submission.state in transitions.REMARKED,
        "is_mine": submission.claimed_by_id == request.user.pk,
    }


def _facts(submission: Submission) -> dict[str, Any]:
    """Files with their remarks, people, statements and history for the template."""
    files = list(submission.files.select_related("stored", "submission"))
    remarks = list(submission.remarks.select_related("file", "by"))
    history = list(submission.events.select_related("by"))
    people = list(submission.people.select_related("paper"))
    if back := _given_back(submission, history):  # what was added since is sent with the next sending
        files = [row for row in files if row.created_at <= back]
        people = [row for row in people if row.created_at <= back]
    consents = list(submission.consents.select_related("given_by"))
    return {
        "files": files,
        "looks": {row.pk: _look(row, remarks) for row in files},
        "has_unscanned": any(row.is_unscanned for row in files),
        "remarks": remarks,
        "people": people,
        "consents": [consent for consent in consents if not consent.replaced_at and not consent.withdrawn_at],
        "former_consents": [consent for consent in consents if consent.replaced_at or consent.withdrawn_at],
        "history": history,
        "words": [event for event in history if event.voice],
        "links": list(submission.reported_links.all()),
        "assets": assets_of(submission),
        "brief": submission.brief,
        "unmet": unmet_wishes(submission),
        "brief_is_newer": bool(submission.brief and submission.brief.version > submission.brief_version),
    }


def _given_back(submission: Submission, history: Sequence[SubmissionEvent]) -> datetime | None:
    """When the piece went back to its partner, who may change it now; None while it is the newsroom's."""
    if submission.state not in {State.CHANGES, State.EXPIRED}:
        return None
    return max((event.at for event in history if event.after == submission.state), default=None)


class Look(NamedTuple):
    """How the page shows a file: its copy or blurred still, else the sentence in its place; and the pins on it."""

    is_blurred: bool
    can_be_watched: bool
    can_be_seen: bool
    in_its_place: str
    pins: list[Remark]


def _look(row: SubmissionFile, remarks: list[Remark]) -> Look:
    blurred = review_copies.is_blurred(row)
    return Look(
        is_blurred=blurred,
        can_be_watched=review_copies.fits(row),
        can_be_seen=bool(row.stored and row.stored.preview_key and (row.still_key or not blurred)),
        in_its_place=review_copies.in_its_place(row) if row.stored else "",
        pins=[remark for remark in remarks if remark.file_id == row.pk and remark.answered_at is None],
    )


def _place(request: SignedInRequest, submission: Submission) -> dict[str, Any]:
    story = getattr(submission, "story", None)
    is_accepted = submission.state == State.ACCEPTED
    return {
        "story": story,
        "sections": story_factory.sections_for(request.user) if is_accepted and story is None else [],
        "remark_kinds": Remark,
    }
