"""Partners, who acts for them, and how they are invited."""

import hashlib
import secrets
import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from base.text import one_line, vn_slugify

INVITATION_DAYS = 14  # life of an invitation link


#: How networks write their own names.
NETWORKS = {"tiktok": "TikTok", "youtube": "YouTube", "facebook": "Facebook", "zalo": "Zalo", "instagram": "Instagram"}


class PartnerQuerySet(models.QuerySet):
    def listed(self):
        """Profiles that agreed to be shown to readers."""
        return self.filter(is_listed=True, is_active=True)

    def with_portraits(self):
        return self.select_related("portrait").prefetch_related("portrait__renditions")

    def visible_to(self, user):
        """Partners that `user` acts for."""
        return self.filter(members__user=user, is_active=True) if user.is_authenticated else self.none()


class Partner(models.Model):
    """A KOL: artist, athlete or influencer who makes pieces with the newsroom (plan III.3.b)."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(
        _("địa chỉ"), max_length=90, unique=True, blank=True, help_text=_("Để trống thì lấy theo tên hiển thị.")
    )
    display_name = models.CharField(_("tên hiển thị"), max_length=80)
    role_line = models.CharField(_("lĩnh vực"), max_length=80, blank=True)
    area = models.CharField(_("quê quán, nơi hoạt động"), max_length=80, blank=True)
    bio = models.TextField(_("giới thiệu"), max_length=500, blank=True)
    quote = models.CharField(_("câu nói"), max_length=160, blank=True)
    topic = models.CharField(_("chủ đề theo đuổi"), max_length=80, blank=True)
    portrait = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("chân dung 4:5"),
    )
    handles = models.TextField(
        _("tài khoản mạng xã hội"), blank=True, help_text=_("Mỗi dòng một tài khoản, ví dụ: TikTok @ten")
    )
    is_listed = models.BooleanField(_("đồng ý hiện trên trang"), default=False)
    is_active = models.BooleanField(_("đang hợp tác"), default=True)
    is_demo = models.BooleanField(_("nhân vật minh họa"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PartnerQuerySet.as_manager()

    panels = [
        FieldPanel("display_name"),
        FieldPanel("slug"),
        FieldRowPanel([FieldPanel("role_line"), FieldPanel("area")]),
        FieldPanel("bio"),
        FieldPanel("quote"),
        FieldPanel("topic"),
        FieldPanel("portrait"),
        FieldPanel("handles"),
        FieldRowPanel([FieldPanel("is_listed"), FieldPanel("is_active"), FieldPanel("is_demo")]),
    ]

    class Meta:
        verbose_name = _("đối tác KOL")
        verbose_name_plural = _("đối tác KOL")
        ordering = ["display_name"]

    def __str__(self):
        return self.display_name

    def clean(self):
        super().clean()
        self.display_name = one_line(self.display_name, 80)
        self.slug = self.slug or vn_slugify(self.display_name)

    @property
    def handle_lines(self) -> list[str]:
        return [line.strip() for line in self.handles.splitlines() if line.strip()]

    @property
    def handle_pairs(self) -> list[tuple[str, str]]:
        """[("TikTok", "@ten")]: first word is the network; a line of one word has none."""
        return [
            (NETWORKS.get(network.casefold(), network), name) if name else ("", network)
            for network, _space, name in (line.partition(" ") for line in self.handle_lines)
        ]

    @property
    def initials(self) -> str:
        words = [word for word in self.display_name.replace("(demo)", "").split() if word]
        return "".join(word[0] for word in words[:2]).upper()


class PartnerMember(models.Model):
    """An account that acts for a partner; a manager may act for several."""

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="partner_memberships")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partner", "user"], name="member_once")]

    def __str__(self):
        return f"{self.user} · {self.partner}"


class InvitationManager(models.Manager):
    def invite(self, partner, email, *, by):
        """Create an invitation; returns (invitation, token). Only the token's hash is kept."""
        token = secrets.token_urlsafe(32)
        invitation = self.create(
            partner=partner,
            email=email.lower(),
            invited_by=by,
            token_hash=self.hash(token),
            expires_at=timezone.now() + timedelta(days=INVITATION_DAYS),
        )
        return invitation, token

    @staticmethod
    def hash(token: str) -> str:
        return hashlib.sha256(token.encode()).hexdigest()

    def by_token(self, token: str):
        """The invitation of `token`, whatever its state, or None."""
        return self.filter(token_hash=self.hash(token)).select_related("partner").first()


class Invitation(models.Model):
    """A link that lets one person make one account for one partner: it expires, works once, can be revoked."""

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="invitations", verbose_name=_("đối tác"))
    email = models.EmailField(_("thư điện tử"))
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
        if self.used_at:
            return self.State.USED
        if self.revoked_at:
            return self.State.REVOKED
        return self.State.OPEN if self.expires_at > timezone.now() else self.State.EXPIRED

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN
