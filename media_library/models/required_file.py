"""RequiredFile: a cell (language × role) of an asset's grid, with the person responsible."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from base.languages import language_choices
from media_library.models.asset import Asset
from media_library.vocabulary import FileRole


class RequiredFile(models.Model):
    """A file that the asset's kind requires or an editor added. Met when the newest version has such a file."""

    asset = models.ForeignKey(Asset, models.CASCADE, related_name="required_files")
    language = models.CharField(_("ngôn ngữ"), max_length=5, choices=language_choices)
    role = models.CharField(_("vai trò"), max_length=12, choices=FileRole)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("người lo")
    )
    due_on = models.DateField(_("hạn"), null=True, blank=True)
    waived = models.CharField(_("không cần, vì"), max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("bản còn thiếu")
        verbose_name_plural = _("bản còn thiếu")
        ordering = ["due_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["asset", "language", "role"], name="required_file_once")]

    def __str__(self) -> str:
        return f"{self.asset.code}: {self.get_language_display()}, {self.get_role_display()}"
