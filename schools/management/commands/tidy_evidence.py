"""Deletes photos that were removed more than 24 hours ago, with their objects (docs/security.md, rule 19)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from django.core.management.base import BaseCommand
from django.utils import timezone

from files.storage.objects import purge
from schools.models import EvidencePhoto

HOURS = 24


class Command(BaseCommand):
    """Prints how many photos were deleted; one whose object cannot be deleted is kept and reported."""

    help = "Xóa hẳn ảnh minh chứng đã bỏ hơn một ngày."

    def handle(self, **options: Any) -> None:
        """Delete object by object, so that one failure leaves the others deleted."""
        limit = timezone.now() - timedelta(hours=HOURS)
        count = 0
        for photo in EvidencePhoto.objects.filter(removed_at__lt=limit).select_related("stored"):
            stored = photo.stored
            try:
                purge(stored.zone, stored.key)
                if stored.preview_key:
                    purge(stored.zone, stored.preview_key)
            except (BotoCoreError, ClientError) as error:
                self.stderr.write(f"{stored.key}: {error}")
                continue
            photo.delete()
            stored.delete()
            count += 1
        self.stdout.write(f"Đã xóa {count} ảnh.")
