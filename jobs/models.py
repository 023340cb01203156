"""Heartbeats of background workers and last runs of scheduled jobs, read by /readyz and by recovery.reap()."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class WorkerHeartbeat(models.Model):
    """A running `manage.py work`; a thread of that process renews `seen_at` every recovery.BEAT_SECONDS seconds."""

    worker_id = models.CharField(max_length=64, primary_key=True)
    queues = models.CharField(max_length=200)
    started_at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("tiến trình nền")
        verbose_name_plural = _("tiến trình nền")

    def __str__(self) -> str:
        return self.worker_id


class ScheduledRun(models.Model):
    """The last run of a job of the schedule (schedule.py)."""

    job = models.CharField(_("lệnh"), max_length=100, unique=True)
    started_at = models.DateTimeField(_("bắt đầu"), null=True)
    succeeded_at = models.DateTimeField(_("lần xong gần nhất"), null=True)
    error = models.CharField(_("lỗi của lần gần nhất"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("lần chạy theo giờ")
        verbose_name_plural = _("lần chạy theo giờ")

    def __str__(self) -> str:
        return self.job
