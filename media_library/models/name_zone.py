"""NameZone: the area of a PDF where a school's name is printed: place, size, colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from media_library.models.version import AssetFile

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


def _millimetres(label: StrPromise) -> models.DecimalField:
    return models.DecimalField(
        label, max_digits=7, decimal_places=1, validators=[MinValueValidator(0)], help_text=_("Milimét.")
    )


class NameZone(models.Model):
    """A rectangle on every page of a PDF, measured in mm from the upper left corner of the trimmed sheet."""

    class Ink(models.TextChoices):
        """Colour of the letters; the values in CMYK are print/imprint.py's INKS."""

        DARK = "dark", _("Mực đậm")
        WHITE = "white", _("Trắng")
        RIVER = "river", _("Xanh sông")
        PAPER = "paper", _("Mực đậm trên nền trắng")  # for pages of many colours

    class Align(models.TextChoices):
        LEFT = "left", _("Trái")
        CENTRE = "center", _("Giữa")
        RIGHT = "right", _("Phải")

    file = models.OneToOneField(AssetFile, models.CASCADE, related_name="zone", verbose_name=_("tệp"))
    x = _millimetres(_("cách mép trái"))
    y = _millimetres(_("cách mép trên"))
    width = _millimetres(_("rộng"))
    height = _millimetres(_("cao"))
    ink = models.CharField(_("màu chữ"), max_length=6, choices=Ink, default=Ink.DARK)
    align = models.CharField(_("canh"), max_length=6, choices=Align, default=Align.CENTRE)
    largest = models.PositiveSmallIntegerField(
        _("cỡ chữ lớn nhất, pt"), default=24, validators=[MinValueValidator(5), MaxValueValidator(400)]
    )
    smallest = models.PositiveSmallIntegerField(
        _("cỡ chữ nhỏ nhất, pt"), default=8, validators=[MinValueValidator(5), MaxValueValidator(400)]
    )
    takes_crest = models.BooleanField(_("có chỗ cho huy hiệu"), default=False)

    class Meta:
        verbose_name = _("ô tên trường")
        verbose_name_plural = _("ô tên trường")

    def __str__(self) -> str:
        return f"{self.file} · {self.width} × {self.height} mm"

    def clean(self) -> None:
        """Raise ValidationError unless the file is a PDF of known size and the rectangle lies on its sheet."""
        if self.smallest and self.largest and self.smallest > self.largest:
            raise ValidationError({"smallest": _("Cỡ nhỏ nhất không lớn hơn cỡ lớn nhất.")})
        stored = self.file.stored
        if stored.media_type != "application/pdf" or not stored.trim_width_mm or not stored.trim_height_mm:
            raise ValidationError(_("Chỉ tệp PDF đọc được khổ giấy mới có ô tên trường."))
        if None in (self.x, self.y, self.width, self.height):
            return  # the form says which one is missing
        if self.x + self.width > stored.trim_width_mm or self.y + self.height > stored.trim_height_mm:
            raise ValidationError(
                {
                    "width": _("Ô nằm ngoài tờ giấy %(width)s × %(height)s mm.")
                    % {"width": stored.trim_width_mm, "height": stored.trim_height_mm}
                }
            )
