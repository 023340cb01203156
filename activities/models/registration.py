"""Model of the places that a unit takes at an event: a number of people, never their names."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from activities.models.events import Event
from users.models import Organisation


class EventRegistration(models.Model):
    """Places of one unit at one event; `is_waiting`: in the line for places that others give back.

    `arrived`: how many came, noted at the door; None until then.
    """

    event = models.ForeignKey(Event, models.PROTECT, related_name="registrations")  # called off instead: units hear
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="event_registrations")
    seats = models.PositiveIntegerField(_("số người"))
    is_waiting = models.BooleanField(_("đang chờ"), default=False)
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    arrived = models.PositiveIntegerField(_("số người đã đến"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("lượt đăng ký")
        verbose_name_plural = _("lượt đăng ký")
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "organisation"], name="one_registration_per_unit_and_event")
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.seats}"
