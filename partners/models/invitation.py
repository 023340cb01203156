"""Model of invitations: a single-use link for one address, partner and brief."""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from media_library.vocabulary import Language

from .brief import Brief
from .people import Partner, PartnerMember

INVITATION_DAYS = 14  # days in which an invitation link is valid


class InvitationManager(models.Manager):
    """Creates and finds invitations by their token."""

    def invite(
        self, partner, email, *, by, brief=None, outlet=None, role=PartnerMember.Role.SELF, language=Language.VI
    ):
        """Create an invitation; returns (invitation, token). Only the token's hash is kept."""
        token = secrets.token_urlsafe(32)
        invitation = self.create(
            partner=partner,
            email=email.lower(),
            invited_by=by,
            brief=brief,
            outlet=outlet or (brief.outlet if brief else None),
            role=role,
            language=language,
            token_hash=self.hash(token),
            expires_at=timezone.now() + timedelta(days=INVITATION_DAYS),
        )
        return invitation, token

    @staticmethod
    def hash(token: str) -> str:
        """SHA-256 of the token; the token is random enough without a key."""
        return hashlib.sha256(token.encode()).hexdigest()

    def by_token(self, token: str):
        """The invitation of `token`, whatever its state, or None."""
        return self.filter(token_hash=self.hash(token)).select_related("partner", "brief", "outlet").first()


class Invitation(models.Model):
    """A link with which one person makes one account for one partner; it expires, works once, can be revoked."""

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="invitations", verbose_name=_("đối tác"))
    email = models.EmailField(_("thư điện tử"))
    role = models.CharField(
        _("tài khoản của ai"), max_length=8, choices=PartnerMember.Role, default=PartnerMember.Role.SELF
    )
    language = models.CharField(_("thư viết bằng"), max_length=5, choices=Language, default=Language.VI)
    brief = models.ForeignKey(
        Brief, models.SET_NULL, null=True, blank=True, related_name="invitations", verbose_name=_("đề bài")
    )
    outlet = models.ForeignKey(
        "campaign.Outlet", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("cơ quan mời")
    )
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("người mời")
    )
    created_at = models.DateTimeField(_("mời lúc"), auto_now_add=True)
    expires_at = models.DateTimeField(_("hết hạn"))
    revoked_at = models.DateTimeField(_("thu hồi lúc"), null=True, blank=True)
    used_at = models.DateTimeField(_("dùng lúc"), null=True, blank=True)
    used_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = InvitationManager()

    class Meta:
        verbose_name = _("lời mời")
        verbose_name_plural = _("lời mời")
        ordering = ["-created_at"]

    def __str__(self):
        return f"{self.partner} · {self.email}"

    class State(models.TextChoices):
        OPEN = "open", _("Đang chờ")
        USED = "used", _("Đã dùng")
        REVOKED = "revoked", _("Đã thu hồi")
        EXPIRED = "expired", _("Hết hạn")

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
        """Whether the link can be used now."""
        return self.state == self.State.OPEN
