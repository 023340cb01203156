"""Models of the accounts that act for a unit and of their invitations. Pupils have no accounts."""

import hashlib
import hmac
import secrets
import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .units import Unit

INVITATION_DAYS = 30  # long, because codes are also delivered on paper
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

    def __str__(self):
        return f"{self.user} · {self.unit_id}"


def plain_code(text: str) -> str:
    """Normalise a typed code for hashing: “7f3k-9qxm 2h4n” without hyphens and spaces, in capitals."""
    return "".join(letter for letter in text.upper() if letter.isalnum())


class InvitationManager(models.Manager):
    """Creates and finds invitations by their code."""

    def invite(self, unit, *, by, email="", is_lead=False):
        """Create an invitation; returns (invitation, code). Only a keyed hash of the code is kept."""
        code = "".join(secrets.choice(CODE_LETTERS) for _letter in range(CODE_LENGTH))
        invitation = self.create(
            unit=unit,
            email=email.lower(),
            is_lead=is_lead,
            invited_by=by,
            code_hash=self.hash(code),
            expires_at=timezone.now() + timedelta(days=INVITATION_DAYS),
        )
        return invitation, code

    @staticmethod
    def hash(code: str) -> str:
        """HMAC with SECRET_KEY: a copy of the table alone is not enough to test codes."""
        return hmac.new(settings.SECRET_KEY.encode(), plain_code(code).encode(), hashlib.sha256).hexdigest()

    def by_code(self, code: str):
        """The invitation of `code`, whatever its state, or None."""
        if len(plain_code(code)) != CODE_LENGTH:
            return None
        return self.filter(code_hash=self.hash(code)).select_related("unit__organisation", "invited_by").first()


class Invitation(models.Model):
    """Single-use code with which one person joins one unit: a link in a letter, or typed from paper."""

    class State(models.TextChoices):
        OPEN = "open", _("Đang chờ")
        USED = "used", _("Đã dùng")
        REVOKED = "revoked", _("Đã thu hồi")
        EXPIRED = "expired", _("Hết hạn")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="invitations")
    email = models.EmailField(_("thư điện tử"), blank=True)
    is_lead = models.BooleanField(_("mời làm cán bộ phụ trách"), default=False)
    code_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(_("mời lúc"), auto_now_add=True)
    expires_at = models.DateTimeField(_("hết hạn"))
    revoked_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)
    used_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = InvitationManager()

    class Meta:
        verbose_name = _("lời mời của đơn vị")
        verbose_name_plural = _("lời mời của đơn vị")
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["unit", "-created_at"])]

    def __str__(self):
        return f"{self.unit_id} · {self.email or self.uuid}"

    @property
    def state(self) -> State:
        """Used, revoked, open or expired, in this order of precedence."""
        if self.used_at:
            return self.State.USED
        if self.revoked_at:
            return self.State.REVOKED
        return self.State.OPEN if self.expires_at > timezone.now() else self.State.EXPIRED

    @property
    def is_open(self) -> bool:
        """Whether the code can be used now."""
        return self.state == self.State.OPEN
