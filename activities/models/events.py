"""Models of speakers, and of the events of the agenda with their photos (plan II.2.b)."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from activities.identity import clean_of_organiser, problem_of
from articles.rules.gates_images import consent_problem
from media_library.models import Asset
from users.models import Organisation


class Field(models.TextChoices):
    """Kinds of speakers."""

    KOL = "kol", _("KOL, người có ảnh hưởng")
    OFFICER = "officer", _("Cán bộ công an")
    EXPERT = "expert", _("Chuyên gia an ninh mạng")
    COUNSELLOR = "counsellor", _("Chuyên gia tâm lý")
    RAPPORTEUR = "rapporteur", _("Báo cáo viên")


class Speaker(models.Model):
    """A person who gives talks; e-mail address and telephone number are shown in the administration only."""

    name = models.CharField(_("họ và tên"), max_length=120)
    field = models.CharField(_("nhóm"), max_length=12, choices=Field)
    topics = models.CharField(_("chủ đề nói được"), max_length=300, blank=True)
    place = models.CharField(_("đơn vị, nơi ở"), max_length=160, blank=True)
    email = models.EmailField(_("thư điện tử"), blank=True)
    phone = models.CharField(_("điện thoại"), max_length=20, blank=True)
    is_active = models.BooleanField(_("đang nhận lời"), default=True)
    is_demo = models.BooleanField(_("nhân vật minh họa"), default=False)

    class Meta:
        verbose_name = _("báo cáo viên")
        verbose_name_plural = _("báo cáo viên")
        ordering = ["field", "name"]

    def __str__(self) -> str:
        return self.name


class Kind(models.TextChoices):
    """Kinds of events that the plan names (II.2.b)."""

    TRAINING = "training", _("Tập huấn, hội thảo")
    LESSON = "lesson", _("Giờ học, chào cờ, sinh hoạt lớp")
    CYBER_DAY = "cyber-day", _("Cyber Day, trải nghiệm")
    DRAMA = "drama", _("Sân khấu hóa")
    ROLE_PLAY = "role-play", _("Trò chơi nhập vai")


class EventQuerySet(models.QuerySet):
    """Queries of the agenda."""

    def listed(self) -> Self:
        """Public events that are not cancelled, with their speakers."""
        return self.filter(is_public=True, cancelled_at=None).prefetch_related("speakers")

    def upcoming(self) -> Self:
        """Events that have not begun, the nearest first."""
        return self.filter(starts_at__gte=timezone.now()).order_by("starts_at")


class Event(ClusterableModel):
    """An event; `held_on` is the real day when it differs from `starts_at`. Both may lie in the past."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("tên sự kiện"), max_length=160)
    kind = models.CharField(_("loại"), max_length=10, choices=Kind, default=Kind.TRAINING)
    starts_at = models.DateTimeField(_("dự kiến"))
    ends_at = models.DateTimeField(_("kết thúc"), null=True, blank=True)
    held_on = models.DateField(_("ngày thực tế"), null=True, blank=True)
    place = models.CharField(_("nơi tổ chức"), max_length=200)
    directions = models.CharField(_("đường tới"), max_length=300, blank=True)
    summary = models.TextField(_("giới thiệu"), max_length=1500, blank=True)
    audience = models.CharField(_("dành cho"), max_length=120, blank=True)
    size = models.PositiveIntegerField(_("số người"), default=0)
    places = models.PositiveIntegerField(
        _("số chỗ cho đơn vị đăng ký"), default=0, help_text=_("0: không nhận đăng ký.")
    )
    closes_at = models.DateTimeField(
        _("đóng đăng ký lúc"), null=True, blank=True, help_text=_("Để trống: khi sự kiện bắt đầu.")
    )
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("đơn vị")
    )
    speakers = models.ManyToManyField(Speaker, verbose_name=_("báo cáo viên"), blank=True, related_name="events")
    is_public = models.BooleanField(_("hiện trên lịch công khai"), default=True)
    cancelled_at = models.DateTimeField(_("đã hủy lúc"), null=True, blank=True)
    sequence = models.PositiveIntegerField(default=0, editable=False)  # SEQUENCE of its calendar entry (RFC 5545)
    changed_at = models.DateTimeField(auto_now=True)  # its LAST-MODIFIED

    objects = EventQuerySet.as_manager()
    COUNTED = ("title", "starts_at", "ends_at", "place", "is_public", "cancelled_at")  # what a calendar entry shows

    class Meta:
        verbose_name = _("sự kiện")
        verbose_name_plural = _("sự kiện")
        ordering = ["-starts_at"]

    def __str__(self) -> str:
        return self.title

    def save(self, *, update_fields: Iterable[str] | None = None, **options: Any) -> None:
        """Count each change of hour, place or state, so that calendars take the entry anew."""
        if self.pk:
            before = Event.objects.filter(pk=self.pk).values_list("sequence", *self.COUNTED).first()
            if before is not None:
                self.sequence = before[0] + (list(before[1:]) != [getattr(self, name) for name in self.COUNTED])
        if update_fields is not None:
            update_fields = {*update_fields, "sequence", "changed_at"}
        super().save(update_fields=update_fields, **options)

    @property
    def registration_ends_at(self) -> datetime:
        """The moment after which no unit registers."""
        return self.closes_at or self.starts_at

    @property
    def takes_place(self) -> bool:
        """Whether the agenda lists the event: it is public and not cancelled."""
        return self.is_public and self.cancelled_at is None

    @property
    def takes_registrations(self) -> bool:
        return bool(self.places) and self.cancelled_at is None and timezone.now() < self.registration_ends_at

    @property
    def takes_places_back(self) -> bool:
        """Whether units may give their places back now: until it begins, also when nobody registers any more."""
        return self.cancelled_at is None and timezone.now() < self.starts_at

    @property
    def ends_on_another_day(self) -> bool:
        """Whether the end is shown with its day."""
        days = (timezone.localdate(moment) for moment in (self.starts_at, self.ends_at or self.starts_at))
        return len(set(days)) > 1

    def clean(self) -> None:
        """Raises ValidationError for an end before the start, for words that tell who a child is, and for cancelling
        what a unit agreed to.

        Cancelling it here would send neither side a letter.
        """
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("Giờ kết thúc phải sau giờ bắt đầu.")})
        speaker_request = getattr(self, "request", None)  # reverse relation of SpeakerRequest.event
        if self.cancelled_at and speaker_request is not None and speaker_request.state == speaker_request.State.AGREED:
            raise ValidationError(
                {"cancelled_at": _("Một đơn vị đã mời buổi này. Bạn hủy ở “Mời báo cáo viên”, hai bên sẽ nhận thư.")}
            )
        clean_of_organiser(**{name: getattr(self, name) for name in ("title", "directions", "summary", "audience")})


class EventMaterial(Orderable):
    """An asset that goes with an event; its page names it to whoever may download it."""

    event = ParentalKey(Event, on_delete=models.CASCADE, related_name="materials")
    asset = models.ForeignKey(Asset, models.CASCADE, related_name="+", verbose_name=_("tài liệu"))

    class Meta(Orderable.Meta):
        verbose_name = _("tài liệu của buổi này")
        verbose_name_plural = _("tài liệu của buổi này")
        constraints = [models.UniqueConstraint(fields=["event", "asset"], name="material_once_per_event")]

    def __str__(self) -> str:
        return str(self.asset)


class EventPhotoQuerySet(models.QuerySet["EventPhoto"]):
    """Queries of photos."""

    def with_pictures(self) -> Self:
        """The picture of each with its consents and renditions, in three queries."""
        return self.select_related("image").prefetch_related("image__consents", "image__renditions")


class EventPhoto(Orderable):
    """A picture of what took place. The same rules as in a story, asked when it is saved and each time it is shown."""

    event = ParentalKey(Event, on_delete=models.CASCADE, related_name="photos")
    image = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL, models.CASCADE, related_name="+", verbose_name=_("ảnh")
    )
    caption = models.CharField(_("lời ảnh"), max_length=160, blank=True, help_text=_("Không ghi tên học sinh."))

    objects = EventPhotoQuerySet.as_manager()

    class Meta(Orderable.Meta):
        verbose_name = _("ảnh của buổi này")
        verbose_name_plural = _("ảnh của buổi này")
        constraints = [models.UniqueConstraint(fields=["event", "image"], name="photo_once_per_event")]

    def __str__(self) -> str:
        return self.caption or str(self.image)

    def clean(self) -> None:
        """Raises ValidationError at the picture while it may not be shown, and at a caption with a child's details."""
        if self.image_id and (problem := self.problem()):
            raise ValidationError({"image": problem})
        if problem := problem_of(self.caption):
            raise ValidationError({"caption": problem})

    def problem(self) -> str:
        """Why the picture may not be shown today, in words; "" when it may."""
        image = self.image
        if image.is_withdrawn:
            return str(_("Ảnh này đã rút khỏi mọi trang."))
        if not image.description.strip():
            return str(_("Ảnh chưa có văn bản thay thế. Bạn mở ảnh trong kho và tả một câu cho người không nhìn thấy."))
        if not image.credit.strip():
            return str(_("Ảnh chưa ghi nguồn. Bạn mở ảnh trong kho và điền nguồn ảnh."))
        if image.has_minor is None:
            return str(_("Bạn mở ảnh trong kho và trả lời: có người dưới 18 tuổi nhận ra được không."))
        return consent_problem(image) if image.has_minor else ""
