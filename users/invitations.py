"""SingleUseInvitation: the secret, the time limit and the states of every invitation to make an account."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import timedelta
from typing import Any, ClassVar, Self, TypeVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from users.models import User

Row = TypeVar("Row", bound="SingleUseInvitation")


class InvitationQuerySet(models.QuerySet[Row]):
    """Creates invitations, and finds them by secret or state."""

    def issue(self, **fields: Any) -> tuple[Row, str]:
        """Create an invitation; returns it and its secret, of which only a keyed hash is stored."""
        secret = self.model.make_secret()
        invitation = self.create(
            secret_hash=self.model.hash(secret),
            expires_at=timezone.now() + timedelta(days=self.model.VALID_DAYS),
            **fields | {"email": User.objects.normalize_email(fields.get("email"))},
        )
        return invitation, secret

    def open(self) -> Self:
        """Invitations that can be used now; the same rule as SingleUseInvitation.is_open."""
        return self.filter(used_at=None, revoked_at=None, expires_at__gt=timezone.now())

    def by_secret(self, secret: str, *, lock: bool = False) -> Row | None:
        """The invitation of `secret`, whatever its state, or None.

        `lock`: lock its row until the transaction ends, so that two requests at once make one account. Hashes with
        SECRET_KEY_FALLBACKS are found too: a change of the key does not end what was printed on paper.
        """
        keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
        invitations = self.filter(secret_hash__in=[self.model.hash(secret, key) for key in keys])
        return (invitations.select_for_update(of=("self",)) if lock else invitations).first()


class SingleUseInvitation(models.Model):
    """Abstract: a secret with which one person makes, or adds, one account. It expires, works once, can be revoked."""

    VALID_DAYS: ClassVar[int]  # days in which the secret can be used

    class State(models.TextChoices):
        OPEN = "open", _("Đang chờ")
        USED = "used", _("Đã dùng")
        REVOKED = "revoked", _("Đã thu hồi")
        EXPIRED = "expired", _("Hết hạn")

    email = models.EmailField(_("thư điện tử"), blank=True)
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("người mời")
    )
    created_at = models.DateTimeField(_("mời lúc"), auto_now_add=True)
    expires_at = models.DateTimeField(_("hết hạn"))
    revoked_at = models.DateTimeField(_("thu hồi lúc"), null=True, blank=True)
    used_at = models.DateTimeField(_("dùng lúc"), null=True, blank=True)
    used_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        abstract = True
        ordering = ["-created_at"]

    @staticmethod
    def make_secret() -> str:
        """A new secret of 256 bits, for addresses."""
        return secrets.token_urlsafe(32)

    @staticmethod
    def normalised(secret: str) -> str:
        """The form of `secret` that is hashed."""
        return secret

    @classmethod
    def hash(cls, secret: str, key: str = "") -> str:
        """HMAC-SHA256 with `key` (default SECRET_KEY): a copy of the table alone is not enough to test secrets."""
        key = key or settings.SECRET_KEY
        return hmac.new(key.encode(), cls.normalised(secret).encode(), hashlib.sha256).hexdigest()

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
        """Whether the secret can be used now."""
        return self.state == self.State.OPEN

    def use(self, user: User) -> None:
        """Note that `user` used it. Call it with the row locked (by_secret with `lock`)."""
        self.used_at, self.used_by = timezone.now(), user
        self.save(update_fields=["used_at", "used_by"])
