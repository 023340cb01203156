"""Follow: an organisation wants to hear of an asset, or of whatever is released about a topic."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .asset import Asset


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
