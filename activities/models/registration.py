"""Model of the places that a unit takes at an event: a number of people, never their names."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from activities.models.events import Event
from users.models import Organisation


class RegistrationQuerySet(models.QuerySet["EventRegistration"]):
    """Queries of registrations."""

    def with_seats(self) -> Self:
        """Units that have places, also those that wait for more."""
        return self.filter(seats__gt=0)

    def waiting(self) -> Self:
        """Units in the waiting line, in its order."""
        return self.filter(waits_for__gt=0).order_by("waits_since", "pk")


class EventRegistration(models.Model):
    """Places of one unit at one event. A unit that waits for more keeps those that it has.

    `seats`: places that it has. `waits_for`: places that it wants in all, 0 while it does not wait. `arrived`: how many
    came, noted at the door; None until then.
    """

    event = models.ForeignKey(Event, models.PROTECT, related_name="registrations")  # called off instead: units hear
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="event_registrations")
    seats = models.PositiveIntegerField(_("số chỗ đang có"), default=0)
    waits_for = models.PositiveIntegerField(_("số chỗ đang chờ"), default=0)
    waits_since = models.DateTimeField(null=True, blank=True)
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    arrived = models.PositiveIntegerField(_("số người đã đến"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("lượt đăng ký")
        verbose_name_plural = _("lượt đăng ký")
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "organisation"], name="one_registration_per_unit_and_event")
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.seats}"

    @property
    def is_waiting(self) -> bool:
        return self.waits_for > 0
