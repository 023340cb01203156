"""What follows when the organiser saves an event: letters to its units and speakers, places, and the agreed talk."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.utils import timezone

from activities.events import booking
from activities.mail import (
    mail_event_called_off,
    mail_event_changed,
    mail_exchanged,
    mail_moved,
    mail_speaker_entered,
    mail_speaker_moved,
    mail_speaker_released,
)
from activities.models import Event, Speaker, SpeakerRequest


def follow(before: Event, event: Event) -> None:
    """Tell the units of a coming event what differs from `before`; who waits gets places that were added."""
    if max(before.starts_at, event.starts_at) < timezone.now():
        return
    if before.takes_place and not event.takes_place:
        mail_event_called_off(event)
        return
    if not event.takes_place:
        return
    if not before.takes_place or _moved(before, event):
        mail_event_changed(event)
    if event.starts_at > timezone.now():
        booking.move_up(event)


def follow_speakers(before: Event, old: Collection[Speaker], event: Event) -> list[Speaker]:
    """Tell the speakers of a coming event whether, when and where they speak now; the agreed talk follows its event.

    `old`: the speakers of `before`. Returns those to be told who have no e-mail address: the organiser telephones.
    """
    if max(before.starts_at, event.starts_at) < timezone.now():
        return []
    old = [] if before.cancelled_at else old
    now = [] if event.cancelled_at else list(event.speakers.all())
    released, entered = [person for person in old if person not in now], [person for person in now if person not in old]
    for speaker in released:
        mail_speaker_released(before, speaker, is_off=event.cancelled_at is not None)
    for speaker in entered:
        mail_speaker_entered(event, speaker)
    talk = SpeakerRequest.objects.filter(event=event, state=SpeakerRequest.State.AGREED).first()
    if talk is not None and now and talk.speaker not in now:
        talk.exchange_speaker((entered or now)[0])
        mail_exchanged(talk)
    remaining = [person for person in now if person in old] if _moved(before, event) else []
    _move(event, remaining, talk)
    return [speaker for speaker in [*released, *entered, *remaining] if not speaker.email]


def busy_speakers(event: Event, *, apart: timedelta) -> list[tuple[Speaker, tuple[str, datetime]]]:
    """Speakers of a coming event with (title, time) of what else each gives less than `apart` from its start."""
    if event.cancelled_at or event.starts_at < timezone.now():
        return []
    near = (
        (speaker, SpeakerRequest.event_near(speaker, event.starts_at, apart=apart, but_event=event.pk))
        for speaker in event.speakers.all()
    )
    return [(speaker, busy) for speaker, busy in near if busy]


def _move(event: Event, speakers: Collection[Speaker], talk: SpeakerRequest | None) -> None:
    """Tell `speakers` where and when the event takes place now; the talk that a unit asked for follows it."""
    for speaker in speakers:
        if talk is None or speaker != talk.speaker:
            mail_speaker_moved(event, speaker)
    if talk is not None and (talk.planned_at, talk.place) != (event.starts_at, event.place):
        talk.planned_at, talk.place = event.starts_at, event.place
        talk.save(update_fields=["planned_at", "place"])
        mail_moved(talk)


def _moved(before: Event, event: Event) -> bool:
    return (before.starts_at, before.place) != (event.starts_at, event.place)
