"""Model of invitations: a single-use link for one address, partner and brief."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from base.languages import VIETNAMESE, language_choices
from campaign.models import Outlet
from users.invitations import InvitationQuerySet, SingleUseInvitation
from users.models import User

from .brief import Brief
from .people import Partner, PartnerMember


class PartnerInvitationQuerySet(InvitationQuerySet["Invitation"]):
    """Creates invitations of partners."""

    def invite(
        self,
        partner: Partner,
        email: str,
        *,
        by: User,
        brief: Brief | None = None,
        outlet: Outlet | None = None,
        role: str = PartnerMember.Role.SELF,
        language: str = VIETNAMESE,
    ) -> tuple[Invitation, str]:
        """Create an invitation, by default from the brief's outlet; returns (invitation, token)."""
        outlet = outlet or (brief.outlet if brief else None)
        return self.issue(
            partner=partner, email=email, invited_by=by, brief=brief, outlet=outlet, role=role, language=language
        )


class Invitation(SingleUseInvitation):
    """A link with which one person makes one account for one partner."""

    VALID_DAYS: ClassVar[int] = 14

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="invitations", verbose_name=_("đối tác"))
    email = models.EmailField(_("thư điện tử"))
    role = models.CharField(
        _("tài khoản của ai"), max_length=8, choices=PartnerMember.Role, default=PartnerMember.Role.SELF
    )
    language = models.CharField(_("thư viết bằng"), max_length=5, choices=language_choices, default=VIETNAMESE)
    brief = models.ForeignKey(
        Brief, models.SET_NULL, null=True, blank=True, related_name="invitations", verbose_name=_("đề bài")
    )
    outlet = models.ForeignKey(
        "campaign.Outlet", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("cơ quan mời")
    )

    objects = PartnerInvitationQuerySet.as_manager()

    class Meta(SingleUseInvitation.Meta):
        verbose_name = _("lời mời")
        verbose_name_plural = _("lời mời")

    def __str__(self) -> str:
        return f"{self.partner} · {self.email}"
