"""manage.py tend_uploads: put forgotten checks back in the queue, forget cut-off uploads, sweep what nobody owns."""

from __future__ import annotations

from datetime import timedelta

from django.core.management.base import BaseCommand
from django.utils import timezone

from media_library.storage import storage_for
from partners.models import SubmissionFile
from partners.tasks import check_file, purge_incoming

FORGOTTEN = timedelta(minutes=30)  # a check that has not begun by then was lost with its worker or its enqueueing
CUT_OFF = timedelta(hours=24)  # an announced upload that never came; objects are swept after the same time (rule 19)


class Command(BaseCommand):
    help = "Xếp lại việc kiểm tra tệp bị quên, bỏ tệp tải dở quá 24 giờ, dọn tệp tạm không còn ai giữ."

    def handle(self, **options):
        now = timezone.now()
        pending = SubmissionFile.objects.filter(stored=None, refusal="")
        forgotten = list(pending.filter(received_at__lt=now - FORGOTTEN).values_list("uuid", flat=True))
        for uuid in forgotten:
            check_file.enqueue(str(uuid))
        cut_off, _rows = pending.filter(received_at=None, created_at__lt=now - CUT_OFF).delete()
        swept = self.sweep(now - CUT_OFF)
        self.stdout.write(f"Xếp lại {len(forgotten)}, bỏ {cut_off} tệp tải dở, dọn {swept} tệp tạm.")

    def sweep(self, before) -> int:
        """Delete incoming objects older than `before` that no row waits for; returns how many.

        The listing is complete before anything is compared: a half listing must never look like a whole one.
        """
        storage = storage_for("quarantine")
        pages = storage.client.get_paginator("list_objects_v2").paginate(Bucket=storage.bucket_name, Prefix="incoming/")
        found = [item["Key"] for page in pages for item in page.get("Contents", []) if item["LastModified"] < before]
        held = set(SubmissionFile.objects.filter(incoming_key__in=found).values_list("incoming_key", flat=True))
        for key in set(found) - held:
            purge_incoming(key)
        return len(set(found) - held)
