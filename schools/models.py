"""The register of schools: who the 100 % in the plan are (III.2.b–d)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from users.models import Organisation


class Level(models.TextChoices):
    LOWER = "thcs", _("THCS")
    UPPER = "thpt", _("THPT")
    COLLEGE = "cao-dang", _("Cao đẳng")
    UNIVERSITY = "dai-hoc", _("Đại học")
    MULTI = "lien-cap", _("Liên cấp")


class SchoolQuerySet(models.QuerySet):
    def active(self):
        """Schools whose organisation is switched on; the others keep their history and lose their rights."""
        return self.filter(organisation__is_active=True)


class School(models.Model):
    """A school; its account, downloads and name hang on its Organisation."""

    organisation = models.OneToOneField(Organisation, models.CASCADE, related_name="school", verbose_name=_("đơn vị"))
    code = models.CharField(_("mã trường"), max_length=20, unique=True)
    level = models.CharField(_("cấp học"), max_length=10, choices=Level)
    ward = models.CharField(_("xã, phường"), max_length=80)
    students = models.PositiveIntegerField(_("số học sinh, sinh viên"), default=0)
    has_led = models.BooleanField(_("có màn hình LED"), default=False)
    is_pioneer = models.BooleanField(_("điểm trường tiên phong"), default=False)
    is_demo = models.BooleanField(_("trường minh họa"), default=False)

    objects = SchoolQuerySet.as_manager()

    class Meta:
        verbose_name = _("trường")
        verbose_name_plural = _("trường")
        ordering = ["ward", "code"]

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        return self.organisation.name
