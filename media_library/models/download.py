"""Downloads, counted on the server when they start: the unit, never a person (domain.md C.4)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .asset import Asset, AssetFile, AssetVersion


class DownloadEvent(models.Model):
    """One started download. Signed-out visitors leave `organisation` empty; no address, no cookie, no account."""

    organisation = models.ForeignKey(
        "users.Organisation", models.SET_NULL, null=True, blank=True, related_name="downloads", verbose_name=_("đơn vị")
    )
    asset = models.ForeignKey(Asset, models.CASCADE, related_name="downloads")
    version = models.ForeignKey(AssetVersion, models.CASCADE, related_name="+")
    file = models.ForeignKey(AssetFile, models.CASCADE, related_name="downloads")
    language = models.CharField(max_length=5)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = _("lượt tải")
        verbose_name_plural = _("lượt tải")
        indexes = [models.Index(fields=["organisation", "-created_at"]), models.Index(fields=["asset", "-created_at"])]

    def __str__(self):
        return f"{self.asset_id} · {self.created_at:%d-%m-%Y %H:%M}"
