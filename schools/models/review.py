"""Models of what an authority does: messages to units, imports of the register, closed seasons, certificates."""

from __future__ import annotations

import secrets
import uuid
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from campaign.models import Season
from schools.models.units import Kind, Level, Unit, UnitQuerySet


class MessageQuerySet(models.QuerySet["Message"]):
    """Queries of messages by unit."""

    def for_unit(self, unit: Unit) -> Self:
        """Messages to the unit's kind and level, or to it by name."""
        broad = models.Q(units=None, kinds__contains=[unit.kind]) & (
            models.Q(levels=[]) | models.Q(levels__contains=[unit.level])
        )
        return self.filter(broad | models.Q(units=unit)).distinct()


class Message(models.Model):
    """A message of an authority on the pages of units; `mailed_at` is set when it is also mailed."""

    season = models.ForeignKey(Season, models.CASCADE, related_name="+")
    text = models.TextField(_("lời nhắn"), max_length=1500)
    kinds = ArrayField(models.CharField(max_length=8, choices=Kind), default=list, blank=True)
    levels = ArrayField(models.CharField(max_length=10, choices=Level), default=list, blank=True)
    units = models.ManyToManyField(Unit, blank=True, related_name="messages")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    signature = models.CharField(_("ký tên"), max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("lời nhắn")
        verbose_name_plural = _("lời nhắn")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.text[:60]

    def recipients(self) -> UnitQuerySet:
        """Active units on whose pages it stands: those named, else those of its kinds and levels."""
        if self.units.exists():
            return self.units.active()
        units = Unit.objects.active().of_kinds(self.kinds)
        return units.filter(level__in=self.levels) if self.levels else units


class ImportRun(models.Model):
    """An uploaded file of the register: its judged rows, applied at most once, taken back at most once."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file_name = models.CharField(max_length=150)
    kinds = ArrayField(models.CharField(max_length=8, choices=Kind), default=list, help_text="that its maker reviewed")
    source = models.JSONField(default=list, help_text="[{line, merged, cells}] as in the file")
    wards = models.JSONField(default=dict, help_text="{spelling in the file: ward that a person has chosen}")
    rows = models.JSONField(default=list, help_text="[{line, code, action, reason, values, changes}]")
    effects = models.JSONField(default=list, help_text="[{unit, before, after}] of an applied run")
    left = models.JSONField(default=list, help_text="[{code, name, reason}] that undoing has left as it was")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    applied_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("lần nhập danh sách")
        verbose_name_plural = _("lần nhập danh sách")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.file_name


class SeasonClose(models.Model):
    """Snapshot of a closed season, independent of later changes of the register; `sha256` is of its JSON text."""

    season = models.OneToOneField(Season, models.PROTECT, related_name="close")
    data = models.JSONField(help_text="{season: {name, plan, from}, items, units: [{name, code, …, states}]}")
    sha256 = models.CharField(max_length=64)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    closed_at = models.DateTimeField(auto_now_add=True)
    # Who signs the certificates for the issuer, and the picture of its seal (PNG), as on the day of closing
    # or added once afterwards (season_close.sign).
    signer_title = models.CharField(_("chức danh người ký"), max_length=120, blank=True)
    signer_name = models.CharField(_("họ tên người ký"), max_length=120, blank=True)
    seal = models.BinaryField(_("con dấu"), blank=True, default=bytes)

    class Meta:
        verbose_name = _("số liệu đã chốt")
        verbose_name_plural = _("số liệu đã chốt")

    def __str__(self) -> str:
        return str(self.season)

    @property
    def is_signed(self) -> bool:
        """Whether certificates carry both a signatory and a seal."""
        return bool(self.signer_name and self.seal)


def proof_code() -> str:
    """Random code of a certificate, such as CN-7F3K-9QXM: about 40 bits."""
    letters = "".join(secrets.choice("23456789ABCDEFGHJKMNPQRSTUVWXYZ") for _letter in range(8))
    return f"CN-{letters[:4]}-{letters[4:]}"


class Certificate(models.Model):
    """What one unit did in a closed season, with names as on the day of closing; anybody can look up `code`."""

    season = models.ForeignKey(Season, models.PROTECT, related_name="certificates")
    unit = models.ForeignKey(Unit, models.SET_NULL, null=True, related_name="certificates")
    code = models.CharField(max_length=12, unique=True, default=proof_code, editable=False)
    name = models.CharField(max_length=200)
    ward = models.CharField(max_length=80)
    confirmed = models.PositiveSmallIntegerField()
    applicable = models.PositiveSmallIntegerField()
    is_pioneer = models.BooleanField(default=False)
    issuer = models.CharField(max_length=200, blank=True)  # the body that closed the season
    issued_on = models.DateField()

    class Meta:
        verbose_name = _("giấy xác nhận")
        verbose_name_plural = _("giấy xác nhận")
        constraints = [models.UniqueConstraint(fields=["season", "unit"], name="one_certificate_per_unit")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def season_name(self) -> str:
        """Name of the season as on the day of closing."""
        return str(self.season.close.data["season"]["name"])

    @property
    def plan_number(self) -> str:
        """Number of the season's plan as on the day of closing; empty without one."""
        return str(self.season.close.data["season"]["plan"])
