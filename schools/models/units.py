"""Models of the register. Its active units are the denominator of every coverage figure."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from base.day import today
from base.text import vn_slugify
from campaign.models import Season
from users.models import Organisation

code_validator = RegexValidator(
    r"^[A-Z0-9][A-Z0-9._/-]{1,19}$",
    _("Mã gồm chữ in hoa không dấu, chữ số, dấu chấm, gạch nối, gạch chéo; 2–20 ký tự."),
)


MAX_PHONES = 100  # characters of all telephone numbers of one contact


class Kind(models.TextChoices):
    """Kinds of units that the plan names: schools (III.2), bases of the two unions (III.4.a), ward police (III.1.g)."""

    SCHOOL = "school", _("Trường học")
    YOUTH = "youth", _("Cơ sở đoàn")
    WOMEN = "women", _("Cơ sở hội phụ nữ")
    POLICE = "police", _("Công an cấp xã")


#: kind of a unit → kind of the organisation that holds its name, accounts and downloads
ORGANISATION_KINDS = {
    Kind.SCHOOL: Organisation.Kind.SCHOOL,
    Kind.YOUTH: Organisation.Kind.UNION,
    Kind.WOMEN: Organisation.Kind.UNION,
    Kind.POLICE: Organisation.Kind.POLICE,
}


class Level(models.TextChoices):
    """Levels of schools; other kinds of units have none."""

    LOWER = "thcs", _("THCS")
    UPPER = "thpt", _("THPT")
    COLLEGE = "cao-dang", _("Cao đẳng")
    UNIVERSITY = "dai-hoc", _("Đại học")
    MULTI = "lien-cap", _("Liên cấp")


class UnitQuerySet(models.QuerySet["Unit"]):
    """Queries of units."""

    def active(self) -> Self:
        """Units whose organisation is active; others keep their history and have no rights."""
        return self.filter(organisation__in=Organisation.objects.active().values("pk"))

    def counted_in(self, season: Season) -> Self:
        """The denominator of `season`: units that exist today or, outside the season, on its nearest day.

        A unit that closes during the season is counted until then. One that opens during it is counted from the start,
        so that it can prepare.
        """
        day = max(season.starts_on, min(today(), season.ends_on))
        return self.filter(
            Q(organisation__active_from=None) | Q(organisation__active_from__lte=season.ends_on),
            Q(organisation__active_until=None) | Q(organisation__active_until__gte=day),
        )

    def of_kinds(self, kinds: Iterable[str]) -> Self:
        return self.filter(kind__in=list(kinds))

    def named(self) -> Self:
        """Joins the organisation, which holds the name."""
        return self.select_related("organisation")


class Unit(models.Model):
    """A school, a base of a union or a ward's police; name, accounts and downloads belong to its Organisation."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.OneToOneField(Organisation, models.CASCADE, related_name="unit", verbose_name=_("đơn vị"))
    kind = models.CharField(_("loại đơn vị"), max_length=8, choices=Kind, default=Kind.SCHOOL)
    code = models.CharField(
        _("mã đơn vị"),
        max_length=20,
        unique=True,
        validators=[code_validator],
        error_messages={"unique": _("Mã đơn vị này đã dùng rồi. Bạn kiểm tra lại mã.")},
    )
    level = models.CharField(_("cấp học"), max_length=10, choices=Level, blank=True)
    ward = models.CharField(_("xã, phường"), max_length=80)
    ward_key = models.SlugField(max_length=80, editable=False, db_index=True)
    students = models.PositiveIntegerField(_("số học sinh, sinh viên, đoàn viên"), default=0)
    staff = models.PositiveIntegerField(_("số cán bộ, giáo viên"), default=0)
    contact_name = models.CharField(_("người liên hệ"), max_length=150, blank=True)
    contact_phone = models.CharField(_("điện thoại"), max_length=MAX_PHONES, blank=True)
    contact_email = models.EmailField(_("thư điện tử"), blank=True)
    has_led = models.BooleanField(_("có màn hình LED"), default=False)
    is_pioneer = models.BooleanField(_("điểm trường tiên phong"), default=False)
    is_demo = models.BooleanField(_("đơn vị minh họa"), default=False)
    former_names = ArrayField(
        models.CharField(max_length=200), verbose_name=_("tên cũ"), default=list, blank=True, editable=False
    )

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("đơn vị trong kế hoạch")
        verbose_name_plural = _("đơn vị trong kế hoạch")
        ordering = ["ward_key", "code"]
        indexes = [models.Index(fields=["kind", "level"])]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="school") | ~Q(level=""),
                name="schools_have_a_level",
                violation_error_message=_("Trường cần có cấp học."),
            ),
        ]
        permissions = [
            ("review_school", _("Được xem và xác nhận minh chứng của trường")),
            ("review_youth", _("Được xem và xác nhận minh chứng của cơ sở đoàn")),
            ("review_women", _("Được xem và xác nhận minh chứng của cơ sở hội phụ nữ")),
            ("review_police", _("Được xem và xác nhận minh chứng của công an cấp xã")),
            ("close_season", _("Được chốt số liệu cuối mùa và cấp giấy xác nhận")),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Derive `ward_key` from the ward."""
        self.ward_key = vn_slugify(self.ward)
        super().save(*args, **kwargs)

    @property
    def name(self) -> str:
        return self.organisation.name

    @property
    def active_from(self) -> date | None:
        return self.organisation.active_from

    @property
    def active_until(self) -> date | None:
        return self.organisation.active_until

    @property
    def group(self) -> tuple[str, str]:
        """(kind, level): the group in which roll-ups count the unit."""
        return self.kind, self.level

    def rename(self, name: str) -> bool:
        """Rename the unit and keep the last ten old names; True when something changed. Saves both rows."""
        old = self.organisation.name
        if name == old:
            return False
        self.organisation.name = name
        self.organisation.save(update_fields=["name"])
        self.former_names = [*[former for former in self.former_names if former != name], old][-10:]
        self.save(update_fields=["former_names"])
        return True
