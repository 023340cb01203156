"""Models of speakers and of the events of the agenda (plan II.2.b)."""

import uuid
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

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


class Event(models.Model):
    """An event; `held_on` is the real day when it differs from `starts_at`. Both may lie in the past."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("tên sự kiện"), max_length=160)
    kind = models.CharField(_("loại"), max_length=10, choices=Kind, default=Kind.TRAINING)
    starts_at = models.DateTimeField(_("dự kiến"))
    held_on = models.DateField(_("ngày thực tế"), null=True, blank=True)
    place = models.CharField(_("nơi tổ chức"), max_length=200)
    size = models.PositiveIntegerField(_("số người"), default=0)
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="events", verbose_name=_("đơn vị")
    )
    speakers = models.ManyToManyField(Speaker, verbose_name=_("báo cáo viên"), blank=True, related_name="events")
    is_public = models.BooleanField(_("hiện trên lịch công khai"), default=True)
    cancelled_at = models.DateTimeField(_("đã hủy lúc"), null=True, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("sự kiện")
        verbose_name_plural = _("sự kiện")
        ordering = ["-starts_at"]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Raises ValidationError for cancelling what a unit agreed to: here both sides would get no letter."""
        asked = getattr(self, "request", None)  # reverse relation of SpeakerRequest.event
        if self.cancelled_at and asked is not None and asked.state == asked.State.AGREED:
            raise ValidationError(
                {"cancelled_at": _("Một đơn vị đã mời buổi này. Bạn hủy ở “Mời báo cáo viên”, hai bên sẽ nhận thư.")}
            )
