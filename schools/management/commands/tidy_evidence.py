"""Deletes photos that were removed more than 24 hours ago, and the objects of those whose retention is over.

See docs/security.md, rules 19 and 27, and campaign/retention.py for the period.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from django.core.management.base import BaseCommand
from django.utils import timezone

from campaign.retention import YEARS, years_after
from files.models import StoredFile
from files.storage.objects import purge
from schools.models import EvidencePhoto

HOURS = 24


class Command(BaseCommand):
    """Prints how many photos were deleted; one whose object cannot be deleted is kept and reported."""

    help = "Xóa hẳn ảnh minh chứng đã bỏ hơn một ngày, và tệp ảnh đã hết hạn lưu."

    def handle(self, **options: Any) -> None:
        """Delete object by object, so that one failure leaves the others deleted."""
        limit = timezone.now() - timedelta(hours=HOURS)
        count = 0
        for photo in EvidencePhoto.objects.filter(removed_at__lt=limit).select_related("stored"):
            if self._purged(photo.stored):
                photo.delete()
                photo.stored.delete()
                count += 1
        self.stdout.write(f"Đã xóa {count} ảnh, {self._end_old()} tệp ảnh hết hạn lưu.")

    def _end_old(self) -> int:
        """Delete the objects of seasons that ended YEARS ago; the rows stay, with hash, size and dates."""
        count, last_day = 0, years_after(timezone.localdate(), -YEARS)
        old = EvidencePhoto.objects.filter(claim__item__season__ends_on__lt=last_day, removed_at=None, ended_at=None)
        for photo in old.select_related("stored").iterator():
            stored = photo.stored
            if self._purged(stored):
                stored.state, stored.preview_key, stored.display_name = StoredFile.State.PURGED, "", ""
                stored.save(update_fields=["state", "preview_key", "display_name"])
                photo.ended_at = timezone.now()
                photo.save(update_fields=["ended_at"])
                count += 1
        return count

    def _purged(self, stored: StoredFile) -> bool:
        try:
            purge(stored.zone, stored.key)
            if stored.preview_key:
                purge(stored.zone, stored.preview_key)
        except (BotoCoreError, ClientError) as error:
            self.stderr.write(f"{stored.key}: {error}")
            return False
        return True
