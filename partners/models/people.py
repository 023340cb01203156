"""Models of partners, of the accounts that act for them, and of proposed changes of a profile."""

from __future__ import annotations

import re
import uuid
from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from base.admin.chooser import ReferringForm
from base.languages import VIETNAMESE, language_choices, language_codes, language_name
from base.text import one_line, vn_slugify
from files.models import StoredFile
from users.models import User

#: Names of networks as they write them.
NETWORKS = {"tiktok": "TikTok", "youtube": "YouTube", "facebook": "Facebook", "zalo": "Zalo", "instagram": "Instagram"}


#: Network → what stands before the name of an account in its address.
HOMES = {
    "TikTok": "https://www.tiktok.com/@",
    "YouTube": "https://www.youtube.com/@",
    "Facebook": "https://www.facebook.com/",
    "Instagram": "https://www.instagram.com/",
}

#: Follower counts, which profiles must not contain: “1,2 triệu người theo dõi”, “500K follow”, “TikTok @ten 10k”.
NUMBER, MANY = r"\d[\d.,]*\s*", r"(?:k|m|tr|triệu|nghìn|ngàn|vạn)\b\+?\s*"
FOLLOWERS = re.compile(
    rf"{NUMBER}(?:{MANY})?(?:(?:người|lượt)\s+(?:theo dõi|đăng ký)|follow|subscri|fan\b)"
    rf"|{NUMBER}{MANY}(?:theo dõi|đăng ký)",
    re.IGNORECASE,
)
COUNT_BY_A_HANDLE = re.compile(rf"\s{NUMBER}{MANY}", re.IGNORECASE)

#: Fields of a profile with translations, in `field_km` and `field_en`.
TRANSLATED = ("role_line", "bio", "quote", "topic")


class PartnerQuerySet(models.QuerySet["Partner"]):
    """Queries of partners."""

    def listed(self) -> Self:
        """Active partners that agreed to be shown to readers."""
        return self.filter(is_listed=True, is_active=True)

    def with_portraits(self) -> Self:
        return self.select_related("portrait").prefetch_related("portrait__renditions")

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Partners that `user` acts for; suspended ones too, so that they can withdraw a consent."""
        return self.filter(members__user=user) if user.is_authenticated else self.none()


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
    # Translations, written by the newsroom; where one is empty, readers get the Vietnamese text.
    role_line_en = models.CharField(_("lĩnh vực bằng tiếng Anh"), max_length=80, blank=True)
    role_line_km = models.CharField(_("lĩnh vực bằng tiếng Khmer"), max_length=80, blank=True)
    bio_en = models.TextField(_("giới thiệu bằng tiếng Anh"), max_length=500, blank=True)
    bio_km = models.TextField(_("giới thiệu bằng tiếng Khmer"), max_length=500, blank=True)
    quote_en = models.CharField(_("câu nói bằng tiếng Anh"), max_length=160, blank=True)
    quote_km = models.CharField(_("câu nói bằng tiếng Khmer"), max_length=160, blank=True)
    topic_en = models.CharField(_("chủ đề bằng tiếng Anh"), max_length=80, blank=True)
    topic_km = models.CharField(_("chủ đề bằng tiếng Khmer"), max_length=80, blank=True)
    languages = ArrayField(
        models.CharField(max_length=5, choices=language_choices), verbose_name=_("ngôn ngữ"), default=list, blank=True
    )
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
    is_listed = models.BooleanField(
        _("đồng ý hiện trên trang"),
        default=False,
        help_text=_("Đối tác tự chọn, rút lúc nào cũng được."),
    )
    listed_at = models.DateTimeField(_("đồng ý lúc"), null=True, blank=True, editable=False)
    asks_listing = models.BooleanField(
        default=False, editable=False, help_text="the partner agreed to be listed, and the newsroom has not looked yet"
    )
    is_active = models.BooleanField(_("đang hợp tác"), default=True)
    suspended_at = models.DateTimeField(_("tạm ngưng lúc"), null=True, blank=True, editable=False)
    suspended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    suspension_reason = models.CharField(_("lý do tạm ngưng"), max_length=300, blank=True, editable=False)
    is_demo = models.BooleanField(_("nhân vật minh họa"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PartnerQuerySet.as_manager()

    base_form_class = ReferringForm
    panels = [
        FieldPanel("display_name"),
        FieldPanel("slug"),
        FieldRowPanel([FieldPanel("role_line"), FieldPanel("area")]),
        FieldPanel("bio"),
        FieldPanel("quote"),
        FieldPanel("topic"),
        *(
            MultiFieldPanel(
                [FieldPanel(f"{name}_{code}") for name in TRANSLATED], heading=heading, classname="collapsed"
            )
            for code, heading in (("km", _("Bằng tiếng Khmer")), ("en", _("Bằng tiếng Anh")))
        ),
        FieldPanel("languages"),
        FieldPanel("portrait"),
        FieldPanel("handles"),
        FieldRowPanel([FieldPanel("is_listed", read_only=True), FieldPanel("is_demo")]),
    ]

    class Meta:
        verbose_name = _("đối tác KOL")
        verbose_name_plural = _("đối tác KOL")
        ordering = ["display_name"]

    def __str__(self) -> str:
        return self.display_name

    def clean(self) -> None:
        """Make the slug from the name; raises ValidationError for follower counts."""
        super().clean()
        self.display_name = one_line(self.display_name, 80)
        self.slug = self.slug or vn_slugify(self.display_name)
        field_names = [name + tail for name in TRANSLATED for tail in ("", "_km", "_en")]
        counted = [name for name in ("display_name", *field_names, "handles") if FOLLOWERS.search(getattr(self, name))]
        if COUNT_BY_A_HANDLE.search(self.handles) and "handles" not in counted:
            counted.append("handles")
        if counted:
            sentence = _(
                "Trang không ghi số người theo dõi. Bạn bỏ con số đó; tài khoản chỉ ghi tên, ví dụ: TikTok @ten."
            )
            raise ValidationError(dict.fromkeys(counted, sentence))

    def text_in(self, field: str, language: str) -> str:
        """Text of `field` (one of TRANSLATED) in `language`, or the Vietnamese one when there is no translation."""
        return getattr(self, f"{field}_{language}", "") or getattr(self, field)

    @property
    def language_labels(self) -> list[str]:
        return [language_name(code) for code in self.languages if code in language_codes()]

    def agree_to_listing(self, agreed: bool) -> None:
        """Record the partner's own yes or no to being listed.

        A no removes the profile from the site at once. A yes waits until the newsroom has looked at the profile:
        publishing/profiles.apply_proposal().
        """
        if agreed != self.agrees_to_listing:
            self.asks_listing, self.is_listed = agreed, False
            self.listed_at = timezone.now() if agreed else None
            self.save(update_fields=["asks_listing", "is_listed", "listed_at"])

    @property
    def agrees_to_listing(self) -> bool:
        """The partner's own answer, whether or not the newsroom has looked."""
        return self.is_listed or self.asks_listing

    @property
    def handle_lines(self) -> list[str]:
        return [line.strip() for line in self.handles.splitlines() if line.strip()]

    @property
    def handle_pairs(self) -> list[tuple[str, str]]:
        """[("TikTok", "@ten")]: the first word is the network; "" for a line of one word."""
        return [
            (NETWORKS.get(network.casefold(), network), name) if name else ("", network)
            for network, _space, name in (line.partition(" ") for line in self.handle_lines)
        ]

    @property
    def handle_addresses(self) -> list[str]:
        """Addresses of those accounts whose network and name are written as “TikTok @ten”."""
        return [
            HOMES[network] + name.lstrip("@")
            for network, name in self.handle_pairs
            if network in HOMES and re.fullmatch(r"@?[\w.-]{2,40}", name, re.ASCII)
        ]

    @property
    def initials(self) -> str:
        """First letters of the first two words of the name, for a missing portrait."""
        words = [word for word in self.display_name.replace("(demo)", "").split() if word]
        return "".join(word[0] for word in words[:2]).upper()


class PartnerMemberManager(models.Manager["PartnerMember"]):
    """Language of letters, which is the same in all memberships of an account."""

    def speak(self, user: User, language: str) -> None:
        """Set the language of letters to `user`, for all partners."""
        self.filter(user=user).exclude(language=language).update(language=language)

    def language_of(self, user: User | None) -> str:
        """The language of letters to `user`; Vietnamese for an account that acts for no partner, or for None."""
        language = self.filter(user=user).values_list("language", flat=True).first()
        return language or VIETNAMESE


class PartnerMember(models.Model):
    """An account that acts for a partner: the partner's own, or that of a manager, who may act for several."""

    class Role(models.TextChoices):
        SELF = "self", _("Chính đối tác")
        MANAGER = "manager", _("Người quản lý")

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="partner_memberships")
    role = models.CharField(_("vai trò"), max_length=8, choices=Role, default=Role.SELF)
    language = models.CharField(
        _("thư viết bằng"), max_length=5, choices=language_choices, default=VIETNAMESE, help_text="the last one chosen"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PartnerMemberManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partner", "user"], name="member_once")]

    def __str__(self) -> str:
        return f"{self.user} · {self.partner}"


class ProfileProposal(models.Model):
    """Proposed profile of a partner; readers see it once the newsroom has applied it."""

    FIELDS = ("display_name", "role_line", "area", "bio", "quote", "topic", "handles", "languages")

    partner = models.OneToOneField(Partner, models.CASCADE, related_name="proposal", verbose_name=_("đối tác"))
    values = models.JSONField(default=dict, help_text="field of Partner → wanted value, only those of FIELDS")
    portrait = models.ForeignKey(
        StoredFile, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("chân dung mới")
    )
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    proposed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("đề nghị sửa hồ sơ")
        verbose_name_plural = _("đề nghị sửa hồ sơ")
        ordering = ["proposed_at"]

    def __str__(self) -> str:
        return str(self.partner)

    def changes(self) -> list[tuple[str, object, object]]:
        """[(label, present value, wanted value)] of what would change, in the order of FIELDS."""
        rows = []
        for name in self.FIELDS:
            if name in self.values and self.values[name] != getattr(self.partner, name):
                field = Partner._meta.get_field(name)
                label = str(field.verbose_name) if isinstance(field, models.Field) else name
                rows.append((label, getattr(self.partner, name), self.values[name]))
        return rows
