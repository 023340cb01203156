"""Signs of life of the background worker and of the scheduler, read by /readyz and by the reaper."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class WorkerHeartbeat(models.Model):
    """One running `manage.py work`. `seen_at` is renewed every few seconds by a thread of that process."""

    worker_id = models.CharField(max_length=64, primary_key=True)
    queues = models.CharField(max_length=200)
    started_at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("tiến trình nền")
        verbose_name_plural = _("tiến trình nền")

    def __str__(self):
        return self.worker_id


class ScheduledRun(models.Model):
    """The last run of one job of the schedule (schedule.py)."""

    job = models.CharField(_("lệnh"), max_length=100, unique=True)
    started_at = models.DateTimeField(_("bắt đầu"), null=True)
    succeeded_at = models.DateTimeField(_("lần xong gần nhất"), null=True)
    error = models.CharField(_("lỗi của lần gần nhất"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("lần chạy theo giờ")
        verbose_name_plural = _("lần chạy theo giờ")

    def __str__(self):
        return self.job
