"""Basket: codes of assets that an organisation saves."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

MAX_PIECES = 40  # assets in one basket


class Basket(models.Model):
    """Shared by the accounts of one organisation. A visitor's basket exists only in the address of the page."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey("users.Organisation", models.CASCADE, related_name="baskets")
    name = models.CharField(_("tên giỏ"), max_length=80)
    codes = ArrayField(models.CharField(max_length=40), default=list, blank=True, size=MAX_PIECES)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("giỏ tài liệu")
        verbose_name_plural = _("giỏ tài liệu")
        ordering = ["-updated_at"]

    def __str__(self) -> str:
        return self.name
