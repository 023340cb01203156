"""What units hear when the organiser changes an event: another time or place, called off, more places."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.views.generic import DeleteView

from activities.events import booking, letters
from activities.mail import mail_moved
from activities.models import Event, SpeakerRequest
from base.admin.chooser import ReferringForm
from base.errors import WrongState


class EventForm(ReferringForm):
    """Form of an event; saving it tells the units that registered what has changed for them."""

    @transaction.atomic
    def save(self, commit: bool = True) -> Event:
        """Save the event. With `commit`, letters about the change are put into the outbox."""
        before = Event.objects.select_for_update(of=("self",)).filter(pk=self.instance.pk).first() if commit else None
        event: Event = super().save(commit=commit)
        if before is not None:
            follow(before, event)
        return event


def follow(before: Event, event: Event) -> None:
    """Tell the units of a coming event what differs from `before`; who waits gets places that were added."""
    if max(before.starts_at, event.starts_at) < timezone.now():
        return
    if before.takes_place and not event.takes_place:
        letters.called_off(event)
        return
    if not event.takes_place:
        return
    if not before.takes_place or (before.starts_at, before.place) != (event.starts_at, event.place):
        letters.changed(event)
        _move_talk(event)
    if event.starts_at > timezone.now():
        booking.move_up(event)


def _move_talk(event: Event) -> None:
    """Let the talk that a unit asked for follow its event."""
    talk = SpeakerRequest.objects.filter(event=event, state=SpeakerRequest.State.AGREED).first()
    if talk is not None and (talk.planned_at, talk.place) != (event.starts_at, event.place):
        talk.planned_at, talk.place = event.starts_at, event.place
        talk.save(update_fields=["planned_at", "place"])
        mail_moved(talk)


class EventDelete(DeleteView):
    """Deletes an event for which no unit has registered; any other is called off, so that the units hear of it."""

    def delete_action(self) -> None:
        """Delete the event. Raises WrongState where units have registered."""
        if self.object.registrations.exists():
            raise WrongState(_("Đã có đơn vị đăng ký sự kiện này. Bạn điền “đã hủy lúc”: các đơn vị sẽ nhận thư."))
        super().delete_action()
