"""Models of the pledge wall: bricks and counters. They hold no name, no device and no hour."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from users.models import Organisation

SHARDS = 8  # rows that share one counter, so that signs at the same moment rarely wait for each other
WHOLE = 0  # `commitment` of the counter of signs; a sign of three commitments counts once here


class Brick(models.Model):
    """One sign as the wall shows it: a word of the list and a place. Commitments are in the counters only.

    Nickname and commitment are kept apart on purpose: nobody reads from a wall what “Sen” of a school promised.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, blank=True, related_name="bricks")
    ward = models.CharField(_("xã, phường"), max_length=80, blank=True)
    nickname = models.PositiveSmallIntegerField(_("biệt danh"), default=0, help_text="place in NICKNAMES; 0 for none")
    laid_on = models.DateField(_("ngày"))

    class Meta:
        verbose_name = _("viên gạch")
        verbose_name_plural = _("viên gạch")
        indexes = [models.Index(fields=["organisation", "-id"], name="newest_bricks_of_unit")]

    def __str__(self) -> str:
        return f"{self.laid_on:%d-%m-%Y} {self.ward}"


class PledgeCountQuerySet(models.QuerySet["PledgeCount"]):
    """Sums of counters."""

    def of(self, organisation_id: int | None) -> Self:
        """Counters of one unit's wall; None: of the whole wall."""
        return self.filter(organisation=organisation_id)

    def by_commitment(self) -> dict[int, int]:
        """{commitment: number}, WHOLE included. One query over at most nine times SHARDS rows."""
        return dict(self.order_by().values_list("commitment").annotate(Sum("number")))


class PledgeCount(models.Model):
    """A part of the counter of one commitment on one wall; no organisation: the whole wall."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, blank=True, related_name="pledge_counts")
    commitment = models.PositiveSmallIntegerField()
    shard = models.PositiveSmallIntegerField()
    number = models.IntegerField(default=0)

    objects = PledgeCountQuerySet.as_manager()

    class Meta:
        verbose_name = _("số cam kết")
        verbose_name_plural = _("số cam kết")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "commitment", "shard"], name="one_counter_per_wall", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.commitment}/{self.shard}: {self.number}"


class PaperPledges(models.Model):
    """How many people signed by hand on a unit's sheets; the unit enters the number."""

    organisation = models.OneToOneField(Organisation, models.CASCADE, related_name="paper_pledges")
    number = models.PositiveIntegerField(_("số chữ ký trên giấy"))
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    entered_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("chữ ký trên giấy")
        verbose_name_plural = _("chữ ký trên giấy")

    def __str__(self) -> str:
        return f"{self.organisation}: {self.number}"
