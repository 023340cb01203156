"""How much a partner may send a day: one partner's flood must not become everybody's wait."""

from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from files.intake.messages import limit_words
from files.limits import GB

from .people import Partner

DAY_FILES = 40  # announced uploads
DAY_BYTES = 4 * GB  # of them: eight clips of 500 MB
DAY_SENDS = 20  # pieces sent to the desk


def day_is_full():
    """What people read when today's files are used up."""
    words = {"files": DAY_FILES, "size": limit_words(DAY_BYTES)}
    return _("Hôm nay bạn đã tải lên đủ mức một ngày (%(files)d tệp, %(size)s). Bạn tải tiếp từ ngày mai nhé.") % words


class OverQuota(Exception):
    """Today's share is used up; the text is for people."""


class PartnerDayManager(models.Manager):
    def spend(self, partner, *, files=0, size=0, sends=0):
        """Count `files` uploads of together `size` bytes, or `sends` pieces, to today's share of `partner`.

        What was spent stays spent, also when the file is removed again. Raises OverQuota and counts nothing
        when the share does not suffice. Call inside a transaction: the row is locked until its end.
        """
        today = timezone.localdate()
        self.get_or_create(partner=partner, day=today)
        row = self.select_for_update().get(partner=partner, day=today)
        if row.files + files > DAY_FILES or row.size + size > DAY_BYTES:
            raise OverQuota(day_is_full())
        if row.sends + sends > DAY_SENDS:
            raise OverQuota(
                _("Hôm nay bạn đã gửi đủ %(limit)d bài. Bản nháp vẫn còn, bạn gửi tiếp từ ngày mai nhé.")
                % {"limit": DAY_SENDS}
            )
        self.filter(pk=row.pk).update(files=F("files") + files, size=F("size") + size, sends=F("sends") + sends)


class PartnerDay(models.Model):
    """What one partner has sent on one local day."""

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

    def __str__(self):
        return f"{self.partner} · {self.day}"
