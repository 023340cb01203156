"""Daily quota of a partner, so that one partner's uploads do not delay all others."""

from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from files.cleaners.limits import GB
from files.intake.messages import limit_text

from .people import Partner

DAY_FILES = 40  # announced uploads
DAY_BYTES = 4 * GB  # bytes of these uploads: eight clips of 500 MB
DAY_SENDS = 20  # submissions sent to the newsroom


def day_is_full() -> str:
    """Sentence for a used-up quota of files."""
    words = {"files": DAY_FILES, "size": limit_text(DAY_BYTES)}
    return _("Hôm nay bạn đã tải lên đủ mức một ngày (%(files)d tệp, %(size)s). Bạn tải tiếp từ ngày mai nhé.") % words


class OverQuota(Exception):
    """The quota of today is used up; the message is shown to the user."""


class PartnerDayManager(models.Manager["PartnerDay"]):
    """Counts against the quota."""

    def use_quota(
        self, partner: Partner, *, files: int = 0, size: int = 0, sends: int = 0, in_parts: tuple[int, int] = (0, 0)
    ) -> None:
        """Count `files` uploads of `size` bytes together, or `sends` submissions, to today's quota of `partner`.

        `in_parts`: number and bytes of today's uploads that are not counted here. Removing a file gives nothing back.
        Raises OverQuota, and counts nothing, when the quota does not suffice. Call inside a transaction: the row stays
        locked until its end.
        """
        today = timezone.localdate()
        self.get_or_create(partner=partner, day=today)
        row = self.select_for_update().get(partner=partner, day=today)
        if row.files + in_parts[0] + files > DAY_FILES or row.size + in_parts[1] + size > DAY_BYTES:
            raise OverQuota(day_is_full())
        if row.sends + sends > DAY_SENDS:
            raise OverQuota(
                _("Hôm nay bạn đã gửi đủ %(limit)d bài. Bản nháp vẫn còn, bạn gửi tiếp từ ngày mai nhé.")
                % {"limit": DAY_SENDS}
            )
        self.filter(pk=row.pk).update(files=F("files") + files, size=F("size") + size, sends=F("sends") + sends)


class PartnerDay(models.Model):
    """What one partner has sent on one day, in local time."""

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="days")
    day = models.DateField()
    files = models.PositiveIntegerField(default=0)
    size = models.PositiveBigIntegerField(_("byte"), default=0)
    sends = models.PositiveIntegerField(default=0)

    objects = PartnerDayManager()

    class Meta:
        verbose_name = _("mức dùng trong ngày")
        verbose_name_plural = _("mức dùng trong ngày")
        constraints = [models.UniqueConstraint(fields=["partner", "day"], name="one_row_a_day")]

    def __str__(self) -> str:
        return f"{self.partner} · {self.day}"
