"""Steps of a submission that follow its story page: planned, planned for another hour, published, off the site.

Called by name: by the receivers in partners/signals.py when the page has changed, and by the maintenance job.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from partners.mail.partners import tell
from partners.models import KolStoryPage, Submission, SubmissionEvent
from partners.workflow.steps import move
from users.models import User

State = Submission.State


@transaction.atomic
def scheduled(story: KolStoryPage, *, by: User | None) -> None:
    """The story has a planned publication: set its accepted piece to SCHEDULED."""
    submission = story.own_piece
    if submission and submission.state == State.ACCEPTED:
        event = _by_the_board(submission, State.SCHEDULED, story, by)
        submission.scheduled_for = story.go_live_at
        submission.save(update_fields=["scheduled_for"])
        tell(submission, event)


@transaction.atomic
def follow_schedule(submission: Submission, *, by: User | None) -> bool:
    """Give a SCHEDULED piece the hour of its planned publication; ACCEPTED, with its approval, when none is planned.

    Returns whether something changed. Locks the piece before it reads the hour, so that a publication or a new
    schedule that is being written at the same time is seen as a whole or not at all.
    """
    locked = Submission.objects.select_for_update(of=("self",)).select_related("story").get(pk=submission.pk)
    if locked.state != State.SCHEDULED:
        return False
    hour = _planned_hour(locked.story)
    if hour and hour == locked.scheduled_for:
        return False
    if hour is None:
        tell(locked, _by_the_board(locked, State.ACCEPTED, locked.story, by))
    locked.scheduled_for = hour
    locked.save(update_fields=["scheduled_for"])
    return True


def _planned_hour(story: KolStoryPage | None) -> datetime | None:
    """When Wagtail will publish `story`; None when nothing is planned or the page was deleted."""
    if story is None:
        return None
    planned = story.revisions.filter(approved_go_live_at__isnull=False)
    return planned.values_list("approved_go_live_at", flat=True).first()


@transaction.atomic
def published(story: KolStoryPage, *, by: User | None) -> None:
    """The story went live: set its piece to PUBLISHED. Repeating it changes nothing."""
    submission = story.own_piece
    if submission and submission.state in {State.ACCEPTED, State.SCHEDULED}:
        tell(submission, _by_the_board(submission, State.PUBLISHED, story, by))


@transaction.atomic
def unpublished(story: KolStoryPage, *, by: User | None = None) -> None:
    """The story left the site: set a PUBLISHED piece to ACCEPTED. After a removal the state is another already."""
    submission = story.own_piece
    if submission:
        submission.refresh_from_db(fields=["state"])
    if submission and submission.state == State.PUBLISHED:
        tell(submission, _by_the_board(submission, State.ACCEPTED, story, by))


def _by_the_board(submission: Submission, to: str, story: KolStoryPage | None, by: User | None) -> SubmissionEvent:
    """Take a step that follows the page, signed by the editorial board of the story's outlet."""
    event = move(submission, to, by=by, steps=Submission.NEWSROOM_STEPS)
    event.sign(SubmissionEvent.Desk.BOARD, (story.outlet if story else None) or submission.outlet)
    return event
