"""Suspends a partner: no new pieces, and one decision for each that is in review or on the site."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from base.errors import DecidedMeanwhile
from partners.mail.letters import deliver
from partners.mail.partners import tell
from partners.models import Partner, Submission, SubmissionEvent
from partners.workflow.removal import take_off_site
from partners.workflow.steps import move
from users.models import User

State = Submission.State
KEEP, STOP = "keep", "stop"
CHOICES = (KEEP, STOP)
OPEN = (State.SENT, State.IN_REVIEW, State.CHANGES, State.ACCEPTED, State.SCHEDULED, State.PUBLISHED)


def pieces_to_decide(partner: Partner) -> list[Submission]:
    """Pieces in review or on the site, oldest first."""
    return list(partner.submissions.filter(state__in=OPEN).order_by("sent_at", "pk"))


@transaction.atomic
def suspend(partner: Partner, reason: str, decisions: dict[int, str], *, by: User) -> None:
    """Suspend the partner. `decisions`: pk of a piece → KEEP (it stays as it is) or STOP.

    STOP takes a published piece off the site and the library, and rejects one in review. Raises ValidationError, and
    changes nothing, when a piece has no decision, DecidedMeanwhile when the partner is suspended already.
    """
    partner = Partner.objects.select_for_update().get(pk=partner.pk)
    check_active(partner)
    pieces = list(Submission.objects.select_for_update().filter(partner=partner, state__in=OPEN))
    undecided = [piece.shown_title for piece in pieces if decisions.get(piece.pk) not in CHOICES]
    if undecided:
        raise ValidationError([_("Chưa quyết định bài “%(title)s”.") % {"title": title} for title in undecided])
    partner.is_active, partner.suspended_at, partner.suspended_by = False, timezone.now(), by
    partner.suspension_reason = reason
    partner.save()
    for piece in pieces:
        if decisions[piece.pk] == STOP:
            _stop(piece, reason, by)
    counts = {choice: sum(decisions[piece.pk] == choice for piece in pieces) for choice in CHOICES}
    log(instance=partner, action="partners.suspend", user=by, data={"reason": reason, **counts})
    people = partner.members.filter(user__is_active=True).values_list("user__email", "language")
    deliver("suspended", {"partner": partner}, dict(people))


def check_active(partner: Partner) -> None:
    """Raise DecidedMeanwhile for a partner that is suspended."""
    if not partner.is_active:
        sentence = _("%(who)s vừa tạm ngưng đối tác này. Bạn mở lại trang để xem lý do và các bài đã quyết định.")
        raise DecidedMeanwhile(partner.suspended_by, sentence)


def _stop(piece: Submission, reason: str, by: User) -> None:
    if piece.state == State.PUBLISHED:
        event = move(piece, State.EXPIRED, by=by, steps=Submission.NEWSROOM_STEPS, note=reason)
        take_off_site(piece, by=by, why=reason)
    elif State.REJECTED in piece.newsroom_steps:
        event = move(piece, State.REJECTED, by=by, steps=Submission.NEWSROOM_STEPS, note=reason)
        take_off_site(piece, by=by, why=reason)
    else:  # CHANGES: nothing to reject, and a suspended partner cannot send
        return
    event.sign(SubmissionEvent.Desk.KOL, piece.outlet)
    tell(piece, event)


@transaction.atomic
def lift(partner: Partner, *, by: User) -> None:
    """End the suspension; pieces that were stopped stay as they are. Raises DecidedMeanwhile when it has ended."""
    if Partner.objects.select_for_update().get(pk=partner.pk).is_active:
        raise DecidedMeanwhile(None, _("%(who)s vừa mở lại việc cộng tác với đối tác này."))
    Partner.objects.filter(pk=partner.pk).update(
        is_active=True, suspended_at=None, suspended_by=None, suspension_reason=""
    )
    partner.refresh_from_db()
    partner.save()  # updates the search index
    log(instance=partner, action="partners.resume", user=by)
