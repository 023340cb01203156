"""Post: what a body puts on one of its channels, planned or published, with the reach that people type later."""

from __future__ import annotations

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.models import ArticlePage
from campaign.models import Season
from media_library.models import Asset
from users.models import Organisation


class PostQuerySet(models.QuerySet["Post"]):
    """Queries of posts."""

    def published(self) -> Self:
        return self.filter(posted_on__isnull=False)

    def between(self, first: object, last: object) -> Self:
        """Those that were published, or else are planned, from `first` to `last`, both included."""
        planned = Q(posted_on=None, planned_for__range=(first, last))
        return self.filter(Q(posted_on__range=(first, last)) | planned)


class Post(models.Model):
    """One post of one body on one channel."""

    class Channel(models.TextChoices):
        FANPAGE = "fanpage", "Fanpage"
        ZALO = "zalo", "Zalo OA"
        TIKTOK = "tiktok", "TikTok"
        YOUTUBE = "youtube", "YouTube"
        WEBSITE = "website", _("Trang web")
        PRINT = "print", _("Báo in")
        RADIO = "radio", _("Phát thanh, loa")
        TELEVISION = "tv", _("Truyền hình")

    #: Channels whose posts have an address.
    ONLINE = (Channel.FANPAGE, Channel.ZALO, Channel.TIKTOK, Channel.YOUTUBE, Channel.WEBSITE)

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    season = models.ForeignKey(Season, models.PROTECT, related_name="posts", verbose_name=_("mùa"))
    body = models.ForeignKey(Organisation, models.PROTECT, related_name="posts", verbose_name=_("cơ quan"))
    channel = models.CharField(_("kênh"), max_length=10, choices=Channel)
    title = models.CharField(_("nội dung, một câu"), max_length=200)
    planned_for = models.DateField(_("định đăng ngày"))
    posted_on = models.DateField(_("đã đăng ngày"), null=True, blank=True)
    url = models.URLField(_("địa chỉ bài đăng"), max_length=500, blank=True)
    asset = models.ForeignKey(Asset, models.SET_NULL, null=True, blank=True, related_name="posts")
    story = models.ForeignKey(ArticlePage, models.SET_NULL, null=True, blank=True, related_name="posts")
    reach = models.PositiveIntegerField(_("lượt tiếp cận"), null=True, blank=True)
    reach_on = models.DateField(_("ghi lượt ngày"), null=True, blank=True, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("bài đăng")
        verbose_name_plural = _("bài đăng")
        ordering = ["planned_for", "pk"]
        indexes = [models.Index(fields=["season", "posted_on"], name="post_season_day")]
        constraints = [
            models.UniqueConstraint(fields=["body", "url"], condition=~Q(url=""), name="post_address_once_a_body"),
            models.CheckConstraint(
                condition=Q(reach=None) | Q(posted_on__isnull=False), name="post_reach_only_when_published"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its form in the administration."""
        return reverse("posts:post", args=[self.uuid])
