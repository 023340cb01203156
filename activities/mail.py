"""Letters about talks and events; each is put into the outbox in the transaction of the step that it reports."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from notifications.outbox import letter_language, open_addresses, post
from notifications.purposes import Purpose, register
from users.roles import holders_of

from .models import ARRANGE, Event, EventRegistration, Speaker, SpeakerRequest

LETTER_PERMISSIONS = (ARRANGE,)
ASKED = register(Purpose("talk-asked", gettext_lazy("Yêu cầu mời báo cáo viên chờ xếp"), LETTER_PERMISSIONS))
OFFER = register(Purpose("talk-offer", gettext_lazy("Mời báo cáo viên"), LETTER_PERMISSIONS, is_secret=True))
AGREED = register(Purpose("talk-agreed", gettext_lazy("Đã chốt buổi nói chuyện"), LETTER_PERMISSIONS))
PROPOSED = register(Purpose("talk-proposed", gettext_lazy("Trả lời đơn vị mời báo cáo viên"), LETTER_PERMISSIONS))
VOID = register(Purpose("talk-void", gettext_lazy("Lời mời báo cáo viên không còn"), LETTER_PERMISSIONS))
MOVED = register(Purpose("talk-moved", gettext_lazy("Buổi nói chuyện đổi giờ hoặc nơi"), LETTER_PERMISSIONS))
EXCHANGED = register(Purpose("talk-exchanged", gettext_lazy("Buổi nói chuyện đổi người nói"), LETTER_PERMISSIONS))
CANCELLED = register(Purpose("talk-cancelled", gettext_lazy("Hủy buổi nói chuyện"), LETTER_PERMISSIONS))
EVENT_PERMISSIONS = ("activities.change_event",)
REGISTERED = register(Purpose("event-registered", gettext_lazy("Đăng ký sự kiện"), EVENT_PERMISSIONS))
REMINDER = register(Purpose("event-reminder", gettext_lazy("Nhắc sự kiện sắp tới"), EVENT_PERMISSIONS))
MOVED_UP = register(Purpose("event-moved-up", gettext_lazy("Có chỗ ở sự kiện"), EVENT_PERMISSIONS))
EVENT_CHANGED = register(Purpose("event-changed", gettext_lazy("Sự kiện đổi giờ hoặc nơi"), EVENT_PERMISSIONS))
EVENT_CALLED_OFF = register(Purpose("event-called-off", gettext_lazy("Sự kiện không diễn ra"), EVENT_PERMISSIONS))
SPEAKER = register(Purpose("event-speaker", gettext_lazy("Báo cáo viên của sự kiện"), EVENT_PERMISSIONS))
AHEAD = timedelta(hours=26)  # how long before the beginning the reminder is written


def mail_asked(row: SpeakerRequest) -> None:
    """Tell the office that a new request waits for a speaker and an hour."""
    _post_to_office(gettext_lazy("Đơn vị mời báo cáo viên: %(topic)s"), row)


def mail_asked_again(row: SpeakerRequest) -> None:
    """Tell the office that the unit or the speaker has refused the offer; `office_note` has which hours suit."""
    _post_to_office(gettext_lazy("Cần xếp lại: %(topic)s"), row)


def _post_to_office(subject: Promise, row: SpeakerRequest) -> None:
    link = settings.SITE_URL + reverse("speaker_requests:detail", args=[row.pk])
    _post(ASKED, subject, "asked", row, open_addresses(*holders_of(ARRANGE)), link)


def mail_offer(row: SpeakerRequest) -> None:
    """Ask the speaker, with the link to answer."""
    link = settings.SITE_URL + reverse("activities:speaker_answer", args=[row.answer_token])
    _post(OFFER, gettext_lazy("Lời mời nói chuyện: %(topic)s"), "offer", row, [row.speaker_address], link)


def mail_proposed(row: SpeakerRequest) -> None:
    """Tell the unit who was proposed and when, with the link to its answer."""
    link = settings.SITE_URL + reverse("activities:requests")
    subject = gettext_lazy("Đã có người và giờ, chờ đơn vị đồng ý: %(topic)s")
    _post(PROPOSED, subject, "proposed", row, open_addresses(row.asked_by), link)


def mail_declined(row: SpeakerRequest) -> None:
    """Tell the unit that nobody was found, and why."""
    link = settings.SITE_URL + reverse("activities:requests")
    subject = gettext_lazy("Chưa xếp được báo cáo viên: %(topic)s")
    _post(PROPOSED, subject, "declined", row, open_addresses(row.asked_by), link)


def mail_agreed(row: SpeakerRequest) -> None:
    """Tell speaker and unit that the talk is agreed, with its event's file for a calendar."""
    link = _calendar_of(row.event) if row.event is not None else ""
    _post(AGREED, gettext_lazy("Đã chốt buổi nói chuyện: %(topic)s"), "agreed", row, _both(row), link)


def mail_void(old: SpeakerRequest) -> None:
    """Tell the speaker of `old`, a copy of an open request before the step, that the offer no longer stands.

    A request that is only asked has no speaker, so nobody is told.
    """
    _post(VOID, gettext_lazy("Lời mời không còn: %(topic)s"), "void", old, [old.speaker_address])


def mail_moved(row: SpeakerRequest) -> None:
    """Tell speaker and unit the new time or place of an agreed talk."""
    link = _calendar_of(row.event) if row.event is not None else ""
    _post(MOVED, gettext_lazy("Giờ và nơi mới của buổi nói chuyện: %(topic)s"), "moved", row, _both(row), link)


def mail_exchanged(row: SpeakerRequest) -> None:
    """Tell the unit who gives the agreed talk now."""
    subject = gettext_lazy("Người nói mới của buổi nói chuyện: %(topic)s")
    _post(EXCHANGED, subject, "exchanged", row, open_addresses(row.asked_by))


def mail_cancelled(row: SpeakerRequest) -> None:
    """Tell speaker and unit that an agreed talk does not take place, with the reason, and who has places at it."""
    if row.event is not None:
        mail_event_called_off(row.event)
        for speaker in row.event.speakers.exclude(pk=row.speaker_id):
            mail_speaker_released(row.event, speaker, is_off=True)
    link = _calendar_of(row.event) if row.event is not None else ""
    _post(CANCELLED, gettext_lazy("Hủy buổi nói chuyện: %(topic)s"), "cancelled", row, _both(row), link)


def _post(
    purpose: Purpose, subject: Promise, template: str, row: SpeakerRequest, to: Iterable[str], link: str = ""
) -> None:
    with letter_language():
        text = render_to_string(f"activities/mail/{template}.txt", {"row": row, "link": link}).strip()
        post(purpose=purpose, to=to, subject=str(subject) % {"topic": row.topic}, text=text)


def _both(row: SpeakerRequest) -> list[str]:
    """Addresses of the speaker and of the account that asked for the talk, while it is open."""
    return [row.speaker_address, *open_addresses(row.asked_by)]


def _calendar_of(event: Event) -> str:
    """Address of the event's .ics, which has the present hour and place; an attachment would have the former ones."""
    with letter_language():
        return settings.SITE_URL + reverse("activities_public:calendar", args=[event.uuid])


def _post_to_unit(
    purpose: Purpose, subject: Promise, template: str, row: EventRegistration, key: str = "", **extra: Any
) -> None:
    event, link = row.event, settings.SITE_URL + reverse("activities:registration", args=[row.event.uuid])
    with letter_language():
        context = {"row": row, "event": event, "link": link, "calendar": _calendar_of(event), **extra}
        text = render_to_string(f"activities/events/mail/{template}.txt", context).strip()
        title = str(subject) % {"event": event}
    to = open_addresses(row.registered_by)
    post(purpose=purpose, to=to, subject=title, text=text, key=key, useful_until=event.starts_at)


def mail_registered(row: EventRegistration) -> None:
    """Tell a unit the places that it has or waits for, with the event's file for a calendar."""
    subject = gettext_lazy("Đang chờ chỗ: %(event)s") if row.is_waiting else gettext_lazy("Đã đăng ký: %(event)s")
    _post_to_unit(REGISTERED, subject, "registered", row)


def mail_given_back(row: EventRegistration) -> None:
    """Tell the account that registered the unit that the unit has given its places back."""
    _post_to_unit(REGISTERED, gettext_lazy("Đã trả chỗ: %(event)s"), "given_back", row)


def mail_moved_up(row: EventRegistration) -> None:
    """Tell a unit of the waiting line that it has its places now, each time that it has waited."""
    _post_to_unit(MOVED_UP, gettext_lazy("Đơn vị đã có chỗ: %(event)s"), "moved_up", row)


def mail_too_few(row: EventRegistration, free: int) -> None:
    """Tell the first unit of the waiting line, once for each number, that only `free` places are free."""
    key = f"event-too-few-{row.pk}-{row.waits_for}-{free}"
    _post_to_unit(MOVED_UP, gettext_lazy("Còn ít chỗ hơn đơn vị cần: %(event)s"), "too_few", row, key, free=free)


def mail_event_changed(event: Event) -> None:
    """Tell the units of the event, also those that wait, when and where it takes place now."""
    for row in _rows(event):
        _post_to_unit(EVENT_CHANGED, gettext_lazy("Giờ và nơi mới: %(event)s"), "changed", row)


def mail_event_called_off(event: Event) -> None:
    """Tell the units of the event, also those that wait, that it does not take place."""
    for row in _rows(event):
        _post_to_unit(EVENT_CALLED_OFF, gettext_lazy("Sự kiện không diễn ra: %(event)s"), "called_off", row)


def mail_speaker_entered(event: Event, speaker: Speaker) -> None:
    """Tell a speaker that the organiser counts on them, when and where."""
    _post_to_speaker(gettext_lazy("Bạn nói ở: %(event)s"), "entered", event, speaker)


def mail_speaker_moved(event: Event, speaker: Speaker) -> None:
    """Tell a speaker the new time or place."""
    _post_to_speaker(gettext_lazy("Giờ và nơi mới: %(event)s"), "moved", event, speaker)


def mail_speaker_released(before: Event, speaker: Speaker, *, is_off: bool) -> None:
    """Tell a speaker to keep the hour of `before` free no longer: they were taken out, or the event is called off."""
    subject = gettext_lazy("Sự kiện không diễn ra: %(event)s") if is_off else gettext_lazy("Đổi người nói: %(event)s")
    _post_to_speaker(subject, "released", before, speaker, is_off=is_off)


def _post_to_speaker(subject: Promise, template: str, event: Event, speaker: Speaker, **context: Any) -> None:
    with letter_language():
        values = context | {"event": event, "who": speaker.name, "calendar": _calendar_of(event)}
        text = render_to_string(f"activities/events/mail/speaker_{template}.txt", values).strip()
        title = str(subject) % {"event": event}
    post(purpose=SPEAKER, to=speaker.email, subject=title, text=text, useful_until=event.starts_at)


def _rows(event: Event) -> Iterable[EventRegistration]:
    return EventRegistration.objects.filter(event=event).select_related("event", "registered_by")


@transaction.atomic
def remind() -> int:
    """Write a reminder to every unit with places at an event of the next AHEAD; returns their number.

    Repeated calls write no second one (the key of the letter).
    """
    now = timezone.now()
    rows = EventRegistration.objects.with_seats().filter(
        event__cancelled_at=None,
        event__is_public=True,
        event__starts_at__gt=now,
        event__starts_at__lte=now + AHEAD,
    )
    registrations = list(rows.select_related("event", "registered_by", "organisation"))
    for row in registrations:
        key = f"event-reminder-{row.pk}-{row.event.starts_at:%Y%m%d%H%M}"  # a moved event reminds once more
        _post_to_unit(REMINDER, gettext_lazy("Nhắc: %(event)s"), "reminder", row, key)
    return len(registrations)
