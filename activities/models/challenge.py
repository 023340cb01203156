"""ChallengePage: a challenge with rules and a hashtag; ChallengeLink: a clip elsewhere that was sent to its wall."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from activities.challenge_content.gates import findings
from activities.models.playable import PlayablePage
from articles.genres import Genre
from articles.presentation.embeds import FRAMES, site_name
from articles.rules.gates import Finding

MAX_RULES = 1500  # characters
ON_PAGE = 12  # clips on the page of the challenge; the wall has all
MAX_A_SENDER = 20  # clips of one unit or partner
A_WEEK = 5  # highlights


class ChallengePage(PlayablePage):
    """Thử thách: what to film, until when, under which hashtag; the wall shows links that the newsroom approved."""

    form_genres = (Genre.CHALLENGE,)
    hashtag = models.CharField(_("hashtag"), max_length=60, blank=True, help_text=_("Ví dụ #KhongMotMinh."))
    starts_on = models.DateField(_("từ ngày"), null=True, blank=True)
    ends_on = models.DateField(_("đến ngày"), null=True, blank=True)
    rules = models.TextField(_("thể lệ"), max_length=MAX_RULES, blank=True, help_text=_("Mỗi dòng một điều."))
    recap_kit = models.ForeignKey(
        "media_library.Kit",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("bộ tài liệu tổng kết"),
        help_text=_("Các clip tổng kết của kho; trang tổng kết dẫn tới bộ và danh sách phát của bộ."),
    )

    page_description = _("Thử thách quay clip: thể lệ, hashtag, bức tường liên kết đã duyệt, tổng kết.")
    template = "activities/challenge/page.html"
    content_panels = [
        *PlayablePage.headline_panels,
        FieldPanel("hashtag"),
        FieldRowPanel(
            [
                FieldPanel("starts_on", help_text=_("Từ ngày này đơn vị gửi được clip.")),
                FieldPanel("ends_on", help_text=_("Hết ngày này thì có trang tổng kết.")),
            ]
        ),
        FieldPanel("rules"),
        FieldPanel("recap_kit"),
        *PlayablePage.story_panels,
        *PlayablePage.filing_panels,
    ]

    class Meta:
        verbose_name = _("thử thách")
        verbose_name_plural = _("thử thách")

    @property
    def rule_list(self) -> list[str]:
        """The lines of the rules that are not empty."""
        return [line.strip() for line in self.rules.splitlines() if line.strip()]

    @property
    def is_open(self) -> bool:
        today = timezone.localdate()
        return bool(self.live and self.starts_on and self.ends_on and self.starts_on <= today <= self.ends_on)

    @property
    def is_over(self) -> bool:
        return bool(self.ends_on and self.ends_on < timezone.localdate())

    @cached_property
    def newest_links(self) -> list[ChallengeLink]:
        """The newest links of the wall."""
        return list(self.wall()[:ON_PAGE])

    @cached_property
    def highlights(self) -> list[ChallengeLink]:
        """What was chosen in the newest week that has highlights."""
        links = self.wall().exclude(highlight_week=None).order_by("-highlight_week", "-pk")[:A_WEEK]
        return [link for link in links if link.highlight_week == links[0].highlight_week]

    def wall(self) -> ChallengeLinkQuerySet:
        """Shown links of the challenge in all languages, the newest first, with their pictures."""
        return ChallengeLink.objects.of(self).shown().select_related("poster").order_by("-decided_at", "-pk")

    def search_words(self) -> list[str]:
        """Text outside of StreamFields, for the search."""
        return [self.hashtag, self.rules]

    def own_findings(self) -> list[Finding]:
        return list(findings(self))

    def extra_csp(self) -> dict:
        """Players of other sites, which are loaded after a click."""
        return {"frame-src": list(FRAMES)}


class ChallengeLinkQuerySet(models.QuerySet["ChallengeLink"]):
    """Queries of links."""

    def of(self, page: ChallengePage) -> Self:
        """Links of the challenge, whichever of its languages they were sent to."""
        return self.filter(challenge=(page.alias_of or page).translation_key)

    def shown(self) -> Self:
        return self.filter(state=ChallengeLink.State.SHOWN)


class ChallengeLink(models.Model):
    """sent → shown or declined; a shown one may be taken off again. Only the address is kept, never the clip."""

    class State(models.TextChoices):
        SENT = "sent", _("Chờ duyệt")
        SHOWN = "shown", _("Đang hiện")
        DECLINED = "declined", _("Không đăng")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    challenge = models.UUIDField(db_index=True)  # Page.translation_key
    url = models.URLField(_("liên kết"), max_length=300)
    player = models.CharField(max_length=300)  # address of the frame: the same for every spelling of `url`
    title = models.CharField(_("lời giới thiệu"), max_length=120)
    sender_kind = models.CharField(max_length=8)  # campaign.acting.Sender
    sender_key = models.UUIDField()
    sender_name = models.CharField(_("nơi gửi"), max_length=200)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    sent_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(_("trạng thái"), max_length=8, choices=State, default=State.SENT)
    reason = models.CharField(_("lý do"), max_length=300, blank=True)
    poster = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("ảnh bìa"),
    )  # fmt: skip
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    highlight_week = models.DateField(null=True)  # its Monday

    objects = ChallengeLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("clip của thử thách")
        verbose_name_plural = _("clip của thử thách")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["challenge", "player"], name="challenge_clip_once")
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["challenge", "state", "-decided_at"], name="challenge_wall"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def site(self) -> str:
        """Name of the site where the clip lies."""
        return site_name(self.url)

    @property
    def summary(self) -> str:
        return self.sender_name

    @property
    def is_shown(self) -> bool:
        """Whether readers see it."""
        return self.state == self.State.SHOWN


def this_week() -> date:
    """Monday of the current week."""
    today = timezone.localdate()
    return today - timedelta(days=today.weekday())
