"""Downloads, counted by the server when they start: per organisation, never per person (docs/domain.md C.4)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from media_library.vocabulary import Place, Way

from .asset import Asset
from .kit import Kit, KitVersion
from .version import AssetFile, AssetVersion


class DownloadEvent(models.Model):
    """One started download of one file; a kit or a basket writes a row for every member.

    For visitors who are not signed in, `organisation`, `level` and `ward` are empty. No IP address, cookie or account
    is kept.
    """

    organisation = models.ForeignKey(
        "users.Organisation", models.SET_NULL, null=True, blank=True, related_name="downloads", verbose_name=_("đơn vị")
    )
    asset = models.ForeignKey(Asset, models.CASCADE, related_name="downloads")
    version = models.ForeignKey(AssetVersion, models.CASCADE, related_name="+")
    file = models.ForeignKey(AssetFile, models.CASCADE, related_name="downloads")
    kit_version = models.ForeignKey(KitVersion, models.SET_NULL, null=True, blank=True, related_name="downloads")
    language = models.CharField(max_length=5)
    role = models.CharField(max_length=12, blank=True)
    level = models.CharField(max_length=20, blank=True)
    ward = models.CharField(max_length=80, blank=True)
    place = models.CharField(max_length=20, choices=Place, blank=True)
    way = models.CharField(max_length=10, choices=Way, default=Way.PAGE)
    starts_package = models.BooleanField(
        default=False
    )  # one row of each ZIP of a kit, so that ZIP files can be counted
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = _("lượt tải")
        verbose_name_plural = _("lượt tải")
        indexes = [models.Index(fields=["organisation", "-created_at"]), models.Index(fields=["asset", "-created_at"])]

    def __str__(self) -> str:
        return f"{self.asset_id} · {self.created_at:%d-%m-%Y %H:%M}"


class DownloadDay(models.Model):
    """Number of events of one day (in TIME_ZONE) with equal columns; read by reports and the dashboard.

    Written by statistics/daily.py only, and rebuildable from the events.
    """

    day = models.DateField()
    asset = models.ForeignKey(Asset, models.CASCADE, related_name="+")
    version = models.ForeignKey(AssetVersion, models.CASCADE, related_name="+")
    organisation = models.ForeignKey("users.Organisation", models.SET_NULL, null=True, blank=True, related_name="+")
    kit = models.ForeignKey(Kit, models.SET_NULL, null=True, blank=True, related_name="+")
    language = models.CharField(max_length=5)
    role = models.CharField(max_length=12, blank=True)
    level = models.CharField(max_length=20, blank=True)
    ward = models.CharField(max_length=80, blank=True)
    place = models.CharField(max_length=20, blank=True)
    way = models.CharField(max_length=10)
    n = models.PositiveIntegerField()  # files
    packages = models.PositiveIntegerField(default=0)  # ZIP files of kits whose starting row is among them

    class Meta:
        verbose_name = _("lượt tải theo ngày")
        verbose_name_plural = _("lượt tải theo ngày")
        indexes = [
            models.Index(fields=["day"]),
            models.Index(fields=["asset", "day"]),
            models.Index(fields=["organisation", "asset"]),
        ]

    def __str__(self) -> str:
        return f"{self.asset_id} · {self.day:%d-%m-%Y} · {self.n}"
