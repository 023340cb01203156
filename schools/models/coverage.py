"""Models of the roll-ups; every row can be deleted and computed again (schools/coverage/rollups.py)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from campaign.models import Season
from users.models import Organisation

from .units import Kind, Level, Unit


class Progress(models.Model):
    """Counts of one unit's items in one season, by state."""

    season = models.ForeignKey(Season, models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="progress")
    applicable = models.PositiveSmallIntegerField(default=0)
    declared = models.PositiveSmallIntegerField(default=0, help_text="waiting, confirmed and returned together")
    confirmed = models.PositiveSmallIntegerField(default=0)
    returned = models.PositiveSmallIntegerField(default=0)
    last_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("tiến độ của đơn vị")
        verbose_name_plural = _("tiến độ của đơn vị")
        constraints = [models.UniqueConstraint(fields=["season", "unit"], name="one_progress_per_unit")]
        indexes = [models.Index(fields=["season", "confirmed", "declared"])]

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.confirmed}/{self.applicable}"

    @property
    def waiting(self) -> int:
        return self.declared - self.confirmed - self.returned


class Coverage(models.Model):
    """Counts of one kind and level of units, for one item, ward or day."""

    class Dimension(models.TextChoices):
        ITEM = "item", _("việc")
        WARD = "ward", _("xã, phường")
        DAY = "day", _("ngày")

    #: Fields that are summed when groups are shown together.
    COUNTS = ("units", "pairs", "started", "complete", "declared", "confirmed", "returned")

    season = models.ForeignKey(Season, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind)
    level = models.CharField(max_length=10, choices=Level, blank=True)
    dimension = models.CharField(max_length=4, choices=Dimension)
    key = models.CharField(max_length=80)
    label = models.CharField(max_length=160, blank=True)
    units = models.PositiveIntegerField(default=0, help_text="units it applies to: the denominator")
    pairs = models.PositiveIntegerField(default=0, help_text="unit × item")
    started = models.PositiveIntegerField(default=0, help_text="units that declared something")
    complete = models.PositiveIntegerField(default=0, help_text="units with everything confirmed")
    declared = models.PositiveIntegerField(default=0)
    confirmed = models.PositiveIntegerField(default=0)
    returned = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("độ phủ")
        verbose_name_plural = _("độ phủ")
        constraints = [
            models.UniqueConstraint(fields=["season", "dimension", "kind", "level", "key"], name="one_coverage_cell")
        ]

    def __str__(self) -> str:
        return f"{self.dimension} {self.key}: {self.confirmed}/{self.pairs}"


class DownloadSummary(models.Model):
    """An organisation has downloaded something in a language, or of a kind; summarises the download events."""

    class Facet(models.TextChoices):
        LANGUAGE = "language", _("ngôn ngữ")
        KIND = "kind", _("loại")

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    facet = models.CharField(max_length=8, choices=Facet)
    key = models.CharField(max_length=20)

    class Meta:
        verbose_name = _("đã tải")
        verbose_name_plural = _("đã tải")
        constraints = [models.UniqueConstraint(fields=["facet", "key", "organisation"], name="taken_once")]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.facet}={self.key}"


class RollupMark(models.Model):
    """Highest key of a download event read so far; the next run begins OVERLAP keys before it."""

    name = models.CharField(max_length=20, unique=True)
    position = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("mốc cộng dồn")
        verbose_name_plural = _("mốc cộng dồn")

    def __str__(self) -> str:
        return f"{self.name}: {self.position}"
