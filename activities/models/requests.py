"""Model of the requests of units for speakers (plan III.1.d).

A request belongs to users.Organisation: this app is on the level of `schools` and does not import it (ADR 0012).
"""

import uuid
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.core import signing
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from activities.models.events import Event, Field, Speaker
from base.errors import DecidedMeanwhile, WrongState
from users.models import Organisation, User

ARRANGE = "activities.arrange_speakers"  # permission of the office that decides about requests
SALT = "activities.speaker"
MAX_REASON = 300  # characters of the reason for a cancellation
ANSWER_DAYS = 30  # days in which the link of a speaker's letter is valid


class RequestQuerySet(models.QuerySet):
    """Queries of requests by who may see them."""

    def visible_to(self, user: User) -> Self:
        """Requests of the active organisation that `user` acts for; views answer 404 for all others."""
        if not user.is_authenticated or not user.organisation_id:
            return self.none()
        return self.filter(organisation__in=Organisation.objects.active().filter(members=user))


class SpeakerRequest(models.Model):
    """asked → offered (speaker and hour) → agreed by both sides = an event; or withdrawn, declined, cancelled."""

    class State(models.TextChoices):
        ASKED = "asked", _("Đã gửi")
        OFFERED = "offered", _("Chờ hai bên xác nhận")
        AGREED = "agreed", _("Đã chốt")
        DECLINED = "declined", _("Chưa xếp được")
        WITHDRAWN = "withdrawn", _("Đã rút")
        CANCELLED = "cancelled", _("Đã hủy")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="speaker_requests")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    field = models.CharField(_("muốn mời"), max_length=12, choices=Field)
    topic = models.CharField(_("chủ đề"), max_length=160)
    audience = models.CharField(_("người nghe"), max_length=80, help_text=_("Ví dụ: khối 8, THCS"))
    size = models.PositiveIntegerField(_("số người nghe"))
    first_date = models.DateField(_("ngày mong muốn"))
    second_date = models.DateField(_("ngày thay thế"), null=True, blank=True)
    place = models.CharField(_("nơi tổ chức"), max_length=200)
    note = models.CharField(_("ghi chú"), max_length=500, blank=True)
    state = models.CharField(_("trạng thái"), max_length=10, choices=State, default=State.ASKED)
    speaker = models.ForeignKey(Speaker, models.PROTECT, null=True, blank=True, verbose_name=_("báo cáo viên"))
    planned_at = models.DateTimeField(_("giờ dự kiến"), null=True, blank=True)
    offer = models.PositiveSmallIntegerField(default=0, help_text="number of the offer; an answer names it")
    unit_yes_at = models.DateTimeField(null=True, blank=True)
    speaker_yes_at = models.DateTimeField(null=True, blank=True)
    office_note = models.CharField(_("lời nhắn"), max_length=500, blank=True)
    event = models.OneToOneField(Event, models.SET_NULL, null=True, blank=True, related_name="request")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = RequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("yêu cầu mời báo cáo viên")
        verbose_name_plural = _("yêu cầu mời báo cáo viên")
        ordering = ["-created_at"]
        permissions = [("arrange_speakers", _("Được xếp báo cáo viên cho đơn vị"))]

    def __str__(self) -> str:
        return f"{self.topic} · {self.organisation}"

    @property
    def is_open(self) -> bool:
        """Whether the request still waits for an offer or for answers."""
        return self.state in {self.State.ASKED, self.State.OFFERED}

    @property
    def stand(self) -> str:
        """State and number of the offer, such as "offered-2": what a form was drawn from."""
        return f"{self.state}-{self.offer}"

    @classmethod
    def locked(cls, pk: int, was: str = "") -> "SpeakerRequest":
        """Return the row locked until the transaction ends, so that two answers at once create one event.

        `was`: `stand` of what the page showed ("": not checked). Raises DecidedMeanwhile when it is another by now.
        """
        row = cls.objects.select_for_update(of=("self",)).select_related("organisation", "speaker").get(pk=pk)
        if was and was != row.stand:
            sentence = gettext("%(who)s vừa đổi yêu cầu này, nay là “%(now)s”. Bạn xem lại rồi hãy chọn bước tiếp.") % {
                "who": "%(who)s",
                "now": row.get_state_display(),
            }
            raise DecidedMeanwhile(None, sentence)
        return row

    def make_offer(self, speaker: Speaker, planned_at: datetime) -> None:
        """Propose a speaker and a time; answers to an older offer no longer count. Raises WrongState."""
        self._must_be(self.is_open)
        self.speaker, self.planned_at, self.state = speaker, planned_at, self.State.OFFERED
        self.offer += 1
        self.office_note = ""  # it held why the previous offer failed
        self.unit_yes_at = self.speaker_yes_at = None
        self.save()

    @staticmethod
    def event_near(
        speaker: Speaker, at: datetime, *, apart: timedelta, but: int | None = None, but_event: int | None = None
    ) -> tuple[str, datetime] | None:
        """(title, time) of an event or open offer of `speaker` less than `apart` from `at`; None without one.

        `but`, `but_event`: primary keys of the request and the event that are being arranged, which do not count.
        """
        around = at - apart, at + apart
        booked_events = Event.objects.filter(speakers=speaker, cancelled_at=None)
        if but_event is not None:
            booked_events = booked_events.exclude(pk=but_event)
        event = booked_events.filter(starts_at__gt=around[0], starts_at__lt=around[1]).first()
        if event:
            return event.title, event.starts_at
        offers = SpeakerRequest.objects.filter(speaker=speaker, state=SpeakerRequest.State.OFFERED)
        offers = offers.filter(planned_at__gt=around[0], planned_at__lt=around[1])
        offer = (offers if but is None else offers.exclude(pk=but)).first()
        return (offer.topic, offer.planned_at) if offer and offer.planned_at else None

    def decline(self, note: str) -> None:
        """Close an open request without an offer; the unit reads `note`. Raises WrongState."""
        self._must_be(self.is_open)
        self.state, self.office_note = self.State.DECLINED, note
        self.save(update_fields=["state", "office_note"])

    def withdraw(self) -> None:
        """Close an open request for the unit. Raises WrongState."""
        self._must_be(self.is_open)
        self.state = self.State.WITHDRAWN
        self.save(update_fields=["state"])

    @transaction.atomic
    def accept_offer(self, side: str) -> bool:
        """Record the yes of `side`, "unit" or "speaker"; True when it is the second one and creates the event.

        A repeated yes changes nothing. Raises WrongState unless the request is offered or agreed.
        """
        self._must_be(self.state in {self.State.OFFERED, self.State.AGREED})
        speaker, planned_at = self._offered()
        name = f"{side}_yes_at"
        setattr(self, name, getattr(self, name) or timezone.now())
        settled = bool(self.unit_yes_at and self.speaker_yes_at and self.event is None)
        if settled:
            self.state = self.State.AGREED
            self.event = Event.objects.create(
                title=self.topic,
                starts_at=planned_at,
                place=self.place,
                size=self.size,
                organisation=self.organisation,
            )
            self.event.speakers.add(speaker)
        self.save()
        return settled

    def refuse_offer(self, side: str, hours: str = "") -> None:
        """Refuse the offer for `side`, "unit" or "speaker": the request is ASKED again. Raises WrongState.

        `hours`: which hours suit that side, in its own words; the office reads them.
        """
        self._must_be(self.state == self.State.OFFERED)
        self.state, self.speaker, self.planned_at = self.State.ASKED, None, None
        if side == "speaker":
            self.office_note = gettext("Báo cáo viên không đi được giờ này.")
            if hours:
                self.office_note += " " + gettext("Giờ khác: %(hours)s") % {"hours": hours}
        else:
            self.office_note = gettext("Đơn vị xin giờ khác: %(hours)s") % {"hours": hours}
        self.unit_yes_at = self.speaker_yes_at = None
        self.save()

    def exchange_speaker(self, speaker: Speaker) -> None:
        """Let `speaker` give the agreed talk; the link of the former speaker's letter is void. Raises WrongState."""
        self._must_be(self.state == self.State.AGREED)
        self.speaker = speaker
        self.offer += 1
        self.save(update_fields=["speaker", "offer"])

    @property
    def is_in_future(self) -> bool:
        """Agreed and in the future: only then it can be cancelled."""
        is_to_come = self.planned_at is not None and self.planned_at > timezone.now()
        return self.state == self.State.AGREED and is_to_come

    def cancel(self, note: str) -> bool:
        """Cancel an agreed talk; both sides read `note`. False when it was cancelled already.

        The event leaves the agenda and the speaker's hour is free again. Raises WrongState when over or not agreed.
        """
        if self.state == self.State.CANCELLED:
            return False
        self._must_be(self.is_in_future)
        self.state, self.office_note = self.State.CANCELLED, note
        self.save(update_fields=["state", "office_note"])
        for event in Event.objects.filter(request=self):
            event.cancelled_at = timezone.now()
            event.save(update_fields=["cancelled_at"])
        return True

    def _must_be(self, fine: bool) -> None:
        if not fine:
            raise self._wrong_state()

    def _offered(self) -> tuple[Speaker, datetime]:
        """Speaker and time of the offer. Raises WrongState when the row has none."""
        if self.speaker is None or self.planned_at is None:
            raise self._wrong_state()
        return self.speaker, self.planned_at

    def _wrong_state(self) -> WrongState:
        return WrongState(
            gettext("Yêu cầu đang ở trạng thái “%(state)s” nên không làm bước này được. Bạn tải lại trang.")
            % {"state": self.get_state_display()}
        )

    @property
    def speaker_address(self) -> str:
        """E-mail address of the speaker of the offer; empty without one."""
        return self.speaker.email if self.speaker else ""

    @property
    def answer_token(self) -> str:
        """Signed token for the speaker's letter; holds the request's UUID and the number of the offer."""
        return signing.dumps([str(self.uuid), self.offer], salt=SALT)


def request_of(token: str) -> SpeakerRequest | None:
    """The request whose present offer `token` answers; None for expired, superseded or invalid tokens."""
    try:
        key, offer = signing.loads(token, salt=SALT, max_age=ANSWER_DAYS * 86400)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return SpeakerRequest.objects.select_related("organisation", "speaker").filter(uuid=key, offer=offer).first()
