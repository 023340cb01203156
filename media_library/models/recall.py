"""Recall: what was taken back and why; HolderNotice: which organisations are told; Follow: what they ask to hear of."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from .asset import Asset
from .consent import SubjectConsent
from .kit import Kit, KitVersion
from .version import AssetVersion


class Recall(models.Model):
    """One decision to take back an asset or one version of it. Written by recall/service.py only."""

    asset = models.ForeignKey(Asset, models.CASCADE, related_name="recalls", verbose_name=_("tài liệu"))
    version = models.ForeignKey(
        AssetVersion, models.CASCADE, null=True, blank=True, related_name="recalls", verbose_name=_("phiên bản")
    )
    reason = models.CharField(_("lý do"), max_length=300)
    replaced_by = models.ForeignKey(
        Asset, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("thay bằng")
    )
    # What it closed, for undo(); empty where holders of a version that was recalled before are told again.
    versions = models.ManyToManyField(AssetVersion, related_name="+", editable=False)
    # Somebody shown in it takes it back: holders also say that their posts are gone.
    of_person = models.BooleanField(default=False, editable=False)
    consent = models.ForeignKey(
        SubjectConsent, models.SET_NULL, null=True, blank=True, editable=False, related_name="recalls"
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(_("lúc"), auto_now_add=True)
    undone_at = models.DateTimeField(_("hoàn tác lúc"), null=True, blank=True, editable=False)
    cleared_at = models.DateTimeField(
        _("đã gỡ khỏi kho lưu trữ lúc"), null=True, blank=True, help_text="objects gone, caches purged"
    )

    class Meta:
        verbose_name = _("lần thu hồi")
        verbose_name_plural = _("lần thu hồi")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.asset.code} {self.version or ''}".strip()


class HolderNotice(models.Model):
    """A notice to an organisation: recalled, newer version, kit with more assets, something new that it follows.

    For a kit, `asset` is the first asset that the organisation lacks and `pieces` is how many it lacks; for something
    followed, `pieces` is 1 when the asset itself is new.
    """

    class Kind(models.TextChoices):
        RECALL = "recall", _("thu hồi")
        NEWER = "newer", _("có bản mới")
        KIT = "kit", _("bộ có thêm tài liệu")
        FOLLOW = "follow", _("tài liệu theo dõi")

    class Posts(models.TextChoices):
        """What a holder says of its own posts with a picture whose person takes it back."""

        REMOVED = "removed", _("đã gỡ bài đăng có hình này")
        NONE = "none", _("không đăng hình này ở đâu")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=6, choices=Kind)
    organisation = models.ForeignKey(
        "users.Organisation", models.CASCADE, related_name="library_notices", verbose_name=_("đơn vị")
    )
    asset = models.ForeignKey(Asset, models.CASCADE, related_name="notices")
    version = models.ForeignKey(
        AssetVersion, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("đang giữ")
    )
    recall = models.ForeignKey(Recall, models.CASCADE, null=True, blank=True, related_name="notices")
    newer = models.ForeignKey(AssetVersion, models.CASCADE, null=True, blank=True, related_name="+")
    kit_version = models.ForeignKey(KitVersion, models.CASCADE, null=True, blank=True, related_name="+")
    pieces = models.PositiveSmallIntegerField(default=0)
    downloads = models.PositiveIntegerField(_("số lượt đã tải"), default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    mailed_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(_("đã xác nhận lúc"), null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    posts = models.CharField(_("bài đăng của đơn vị"), max_length=7, choices=Posts, blank=True)

    class Meta:
        verbose_name = _("thông báo cho đơn vị đã tải")
        verbose_name_plural = _("thông báo cho đơn vị đã tải")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["recall", "organisation"],
                condition=models.Q(kind="recall"),
                name="one_recall_notice_per_holder",
            ),
            models.UniqueConstraint(
                fields=["newer", "organisation"], condition=models.Q(kind="newer"), name="one_newer_notice_per_holder"
            ),
            models.UniqueConstraint(
                fields=["newer", "organisation"], condition=models.Q(kind="follow"), name="one_notice_per_follower"
            ),
            models.UniqueConstraint(
                fields=["kit_version", "organisation"], condition=models.Q(kind="kit"), name="one_kit_notice_per_holder"
            ),
        ]
        indexes = [models.Index(fields=["organisation", "acknowledged_at"])]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.asset.code}"

    @property
    def is_recall(self) -> bool:
        return self.kind == self.Kind.RECALL

    @property
    def asks_for_posts(self) -> bool:
        """Whether the holder also says that its posts with the picture are gone."""
        return bool(self.recall and self.recall.of_person)

    @property
    def kit(self) -> Kit | None:
        """The kit with more assets, for a notice of that kind."""
        return self.kit_version.kit if self.kit_version else None

    @property
    def replacement(self) -> Asset | None:
        """The asset to use instead, if the recall names one that holders may open."""
        replacement = self.recall.replaced_by if self.recall else None
        return replacement if replacement and replacement.may_replace else None

    @property
    def headline(self) -> str:
        """“P-A3-03 đã thu hồi”, “P-A3-03 có bản v1.2”, “Bộ khởi động có thêm 2 tài liệu”."""
        if self.is_recall:
            label = f"{self.asset.code} v{self.version.number}" if self.version else self.asset.code
            return _now("%(held)s đã thu hồi") % {"held": label}
        if self.kit:
            words = ngettext("%(kit)s có thêm %(n)d tài liệu", "%(kit)s có thêm %(n)d tài liệu", self.pieces)
            return words % {"kit": self.kit.name, "n": self.pieces}
        if self.kind == self.Kind.FOLLOW and self.pieces:
            return _now("Tài liệu mới trong kho: %(name)s") % {"name": self.asset.name}
        number = self.newer.number if self.newer else ""
        return _now("%(code)s có bản v%(number)s") % {"code": self.asset.code, "number": number}

    @property
    def advice(self) -> str:
        """One sentence: the reason and what to do."""
        if self.kit:
            return _now("Bạn tải riêng phần còn thiếu, hoặc lấy lại cả bộ.")
        if self.kind == self.Kind.FOLLOW:
            return (self.newer.changelog if self.newer else "") or _now(
                "Trường đang theo dõi chủ đề hoặc tài liệu này."
            )
        if not self.is_recall:
            return (self.newer.changelog if self.newer else "") or _now("Bạn thay bản đang dùng khi tiện.")
        reason = self.recall.reason if self.recall else ""
        if self.replacement:
            return _now("%(reason)s Nhờ trường gỡ bản cũ và dùng %(code)s thay thế.") % {
                "reason": reason,
                "code": self.replacement.code,
            }
        if self.asks_for_posts:
            return _now(
                "%(reason)s Nhờ trường gỡ bản đã in, xóa tệp đã tải và gỡ mọi bài đăng có hình này, kể cả bản cũ."
            ) % {"reason": reason}
        return _now("%(reason)s Nhờ trường gỡ bản đã in và xóa tệp đã tải.") % {"reason": reason}


class Follow(models.Model):
    """One asset or one topic that an organisation follows: it gets a notice and a letter (notices.py)."""

    organisation = models.ForeignKey("users.Organisation", models.CASCADE, related_name="library_follows")
    asset = models.ForeignKey(Asset, models.CASCADE, null=True, blank=True, related_name="followers")
    topic = models.ForeignKey("campaign.Topic", models.CASCADE, null=True, blank=True, related_name="followers")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("theo dõi")
        verbose_name_plural = _("theo dõi")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "asset"], name="asset_followed_once"),
            models.UniqueConstraint(fields=["organisation", "topic"], name="topic_followed_once"),
            models.CheckConstraint(
                condition=models.Q(asset=None, topic__isnull=False) | models.Q(asset__isnull=False, topic=None),
                name="follows_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.asset or self.topic}"
