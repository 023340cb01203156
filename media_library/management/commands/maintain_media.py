"""manage.py maintain_media: requeue checks, releases, previews, derivatives; expire uploads; scan waiting files."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from files.maintenance.uploads import abort_strays, ask_scanner_again, expire_uploads, requeue_lost_checks
from media_library.maintenance import requeue_derivatives, requeue_previews
from media_library.review.inheritance import requeue_inheritance
from media_library.review.release import requeue_releases


class Command(BaseCommand):
    """Scheduled maintenance of files and their derivatives."""

    help = "Xếp lại việc kiểm tra bị quên, bỏ tệp tải dở quá một ngày, hỏi lại trình quét vi-rút."

    def handle(self, **options: Any) -> None:
        back, expired, strays = requeue_lost_checks(), expire_uploads(), abort_strays()
        scans, (lost, tickets) = ask_scanner_again(), requeue_derivatives()
        undrawn, redrawn = requeue_previews()
        ended, again = requeue_releases()
        self.stdout.write(f"checks put back: {back}, uploads expired: {expired}, stray parts aborted: {strays}")
        self.stdout.write(f"scans asked for: {scans}, derivatives given up: {lost}, tickets issued: {tickets}")
        self.stdout.write(f"previews given up: {undrawn}, drawn again: {redrawn}")
        self.stdout.write(f"releases given up: {ended}, queued again: {again}")
        self.stdout.write(f"versions that wait for the files of the one before: {requeue_inheritance()}")
