"""Models of the accounts that act for a unit and of their invitations. Pupils have no accounts."""

from __future__ import annotations

import secrets
import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from users.invitations import InvitationQuerySet, SingleUseInvitation
from users.models import User

from .units import Unit

#: Without 0, 1, I, L and O, which are easily confused on paper; 12 characters are 59 bits.
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 12


class Membership(models.Model):
    """Time in which an account acts for a unit. Rights are read from `users.User.organisation`, not from here."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="unit_memberships")
    is_lead = models.BooleanField(_("cán bộ phụ trách"), default=False)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("người của đơn vị")
        verbose_name_plural = _("người của đơn vị")
        ordering = ["-is_lead", "created_at"]
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=Q(ended_at=None), name="one_unit_at_a_time"),
            models.UniqueConstraint(
                fields=["unit"], condition=Q(ended_at=None, is_lead=True), name="one_lead_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.unit_id}"


def plain_code(text: str) -> str:
    """Normalise a typed code for hashing: “7f3k-9qxm 2h4n” without hyphens and spaces, in capitals."""
    return "".join(letter for letter in text.upper() if letter.isalnum())


class UnitInvitationQuerySet(InvitationQuerySet["Invitation"]):
    """Creates invitations of units."""

    def invite(self, unit: Unit, *, by: User | None, email: str = "", is_lead: bool = False) -> tuple[Invitation, str]:
        """Create an invitation; returns (invitation, code)."""
        return self.issue(unit=unit, email=email, is_lead=is_lead, invited_by=by)


class Invitation(SingleUseInvitation):
    """Single-use code with which one person joins one unit: a link in a letter, or typed from paper."""

    VALID_DAYS: ClassVar[int] = 30  # long, because codes are also delivered on paper

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="invitations")
    is_lead = models.BooleanField(_("mời làm cán bộ phụ trách"), default=False)

    objects = UnitInvitationQuerySet.as_manager()

    class Meta(SingleUseInvitation.Meta):
        verbose_name = _("lời mời của đơn vị")
        verbose_name_plural = _("lời mời của đơn vị")
        indexes = [models.Index(fields=["unit", "-created_at"])]

    def __str__(self) -> str:
        return f"{self.unit_id} · {self.email or self.uuid}"

    @staticmethod
    def make_secret() -> str:
        return "".join(secrets.choice(CODE_LETTERS) for _letter in range(CODE_LENGTH))

    @staticmethod
    def normalised(secret: str) -> str:
        """The typed code without hyphens and spaces, in capitals."""
        return plain_code(secret)
