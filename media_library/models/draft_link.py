"""DraftLink: somebody without an account looks at a version that is not released, until a day."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .version import AssetVersion


def new_token() -> str:
    """43 characters that nobody guesses."""
    return secrets.token_urlsafe(32)


class DraftLink(models.Model):
    """One link for one named person; closed by its end, by hand, and when the version is released."""

    version = models.ForeignKey(AssetVersion, models.CASCADE, related_name="draft_links")
    token = models.CharField(max_length=64, unique=True, default=new_token, editable=False)
    reader = models.CharField(_("gửi cho ai"), max_length=120, help_text=_("Ví dụ: ThS. An, phòng Chính trị tư tưởng."))
    expires_at = models.DateTimeField(_("xem được đến"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False
    )
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("liên kết xem bản nháp")
        verbose_name_plural = _("liên kết xem bản nháp")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.reader

    @property
    def is_open(self) -> bool:
        """Not revoked, not expired, and the version is still a draft."""
        return self.revoked_at is None and self.expires_at > timezone.now() and self.version.released_at is None
