"""What waits for an account in this app (campaign/waiting.py)."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from activities.contests import marking
from activities.contests.seats import organised_by
from activities.models import Entry, SpeakerRequest
from campaign.waiting import Task
from users.models import User


def tasks(user: User) -> Iterator[Task]:
    """Offers that the unit has not answered, entries that were sent back, juries with works to mark."""
    offers = SpeakerRequest.objects.visible_to(user).filter(state=SpeakerRequest.State.OFFERED, unit_yes_at=None)
    for offer in offers:
        yield Task(_("Trả lời giờ được đề nghị"), offer.topic, reverse("activities:requests"), offer.planned_at)
    for entry in Entry.objects.sent_by(user).sent_back():
        address = reverse("activities:entry", args=[entry.uuid])
        yield Task(_("Sửa bài dự thi"), entry.title, address, entry.mend_until)
    seats = [seat for seat in marking.seats_of(user) if seat.contest.is_being_marked]
    organised = set(organised_by(user).values_list("pk", flat=True)) if seats else set()
    for seat in seats:
        if seat.contest_id not in organised and marking.left_for(seat).exists():
            yield Task(
                _("Chấm bài dự thi"), str(seat.contest), reverse("activities:jury_contest", args=[seat.contest.slug])
            )
