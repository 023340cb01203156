"""Timeline of a submission: the steps in order, which are done, and the present one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from partners.models import Submission, SubmissionEvent

State = Submission.State
WAY = [State.DRAFT, State.SENT, State.IN_REVIEW, State.ACCEPTED, State.SCHEDULED, State.PUBLISHED]


@dataclass(frozen=True)
class Step:
    """One circle of the drawing. `mark`: "done", "here" or "" (not yet); `x`: horizontal position."""

    label: str
    mark: str
    at: datetime | None
    tone: str  # class of the circle in the drawing
    x: int
    desk: str = ""  # signature of the desk that took the step


def timeline_of(submission: Submission, history: list[SubmissionEvent]) -> list[Step]:
    """Steps for the drawing; requested changes, rejection and withdrawal stand where they interrupted the way."""
    steps_taken = [event for event in history if event.before != event.after]  # questions and notes change no state
    reached = {State.DRAFT: submission.created_at} | {State(event.after): event.at for event in steps_taken}
    desks = {State(event.after): event.signature for event in steps_taken}
    here = State(submission.state)
    # States that were skipped (accepted at once, published without a schedule) are left out.
    if here in WAY:
        ahead = WAY[WAY.index(here) :]
        way = [state for state in WAY if state in reached or state in ahead]
    else:
        last_index = max((WAY.index(State(event.before)) for event in steps_taken if event.before in WAY), default=0)
        way = [state for state in WAY[: last_index + 1] if state in reached]
        way += [here, *(WAY[max(last_index + 1, 3) :] if here == State.CHANGES else [])]
    at = way.index(here)
    bad = {State.CHANGES, State.REJECTED, State.WITHDRAWN, State.REMOVED, State.EXPIRED}
    steps = []
    for place, state in enumerate(way):
        mark = (
            "done"
            if place < at or (place == at == len(way) - 1 and here == State.PUBLISHED)
            else "here"
            if place == at
            else ""
        )
        tone = {"done": "d", "here": "x" if state in bad else "c"}.get(mark, "n")
        steps.append(
            Step(
                str(state.label),
                mark,
                reached.get(state) if mark else None,
                tone,
                10 + round(place * 164 / max(1, len(way) - 1)),
                desks.get(state, "") if mark else "",
            )
        )
    return steps
