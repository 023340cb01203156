"""One step of a submission: its new state and the event in its history, written together."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from base.errors import WrongState
from partners.models import Submission, SubmissionEvent
from partners.sla import answer_due
from users.models import User

State = Submission.State
Steps = Mapping[State, set[State]]  # state → states that one side may choose next


@transaction.atomic
def move(
    submission: Submission, to: str, *, by: User | None, steps: Steps, note: str = "", cause: str = ""
) -> SubmissionEvent:
    """Change the state to `to` if `steps` (PARTNER_STEPS or NEWSROOM_STEPS) allows it, and write the event.

    Locks the row, so two requests at once make one step. Raises WrongState with a sentence for the user.
    """
    locked = Submission.objects.select_for_update().get(pk=submission.pk)
    if to not in steps.get(State(locked.state), set()):
        raise WrongState(
            _(
                "Bài đang ở trạng thái “%(now)s”, không chuyển sang “%(to)s” được. Bạn tải lại trang để "
                "xem trạng thái mới nhất."
            )
            % {"now": locked.get_state_display(), "to": State(to).label}
        )
    before, submission.state = locked.state, to
    submission.newsroom_note = note if to in {State.CHANGES, State.REJECTED} else ""
    if to == State.SENT:
        submission.sent_at = timezone.now()
        submission.due_at, submission.late_notified_at = answer_due(submission.sent_at), None
    if to not in Submission.CLEARED:
        submission.approved_print, submission.scheduled_for = "", None
    names = ["state", "newsroom_note", "sent_at", "due_at", "late_notified_at", "approved_print", "scheduled_for"]
    names.append("updated_at")
    submission.save(update_fields=names)
    return SubmissionEvent.objects.create(submission=submission, before=before, after=to, by=by, note=note, cause=cause)
