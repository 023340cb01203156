"""Replaces Wagtail's publish_scheduled: a page that cannot be published or unpublished holds no other one up.

Wagtail's command ends at the first page that raises: since it begins with the oldest, everything behind would wait for
ever. Raising are pages whose data have become invalid (an address taken meanwhile) and checks of a page's publish().
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import DraftStateMixin, Page, Revision

from articles.rules.publish_gates.pages import keep_unpublished
from articles.rules.translations import kept_translations
from base.publishing import REFUSED

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """Unpublishes what has expired and publishes what is due, each by itself."""

    help = "Gỡ trang hết hạn và đăng trang đến giờ hẹn; trang nào hỏng thì trang khác vẫn chạy."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dryrun", action="store_true", help="Chỉ kể ra, không làm gì.")

    def handle(self, **options: Any) -> None:
        """Do both, or list them. Raises what the first one raised that failed, when all others are done."""
        failed = []
        steps = [*((_unpublish, rows) for rows in _expired()), (_publish, _due())]
        for step, rows in steps:
            for key in list(rows.values_list("pk", flat=True)):
                row = rows.filter(pk=key).first()  # read at its turn: an earlier step, or a person, may have done it
                if row is None:
                    continue
                if options["dryrun"]:
                    self.stdout.write(f"{step.__name__[1:]}: {row}")
                    continue
                try:
                    step(row)
                except Exception as error:
                    logger.exception("%s %r", step.__name__, row)
                    failed.append(error)
        if failed:
            raise failed[0]


def _expired() -> Iterator[QuerySet]:
    """Live pages, and other objects with drafts, whose end has passed."""
    kinds = (kind for kind in apps.get_models() if issubclass(kind, DraftStateMixin) and not issubclass(kind, Page))
    for model in (Page, *kinds):
        yield model.objects.filter(live=True, expire_at__lt=timezone.now()).order_by("expire_at")


def _due() -> QuerySet[Revision]:
    """Revisions whose hour has come."""
    return Revision.objects.filter(approved_go_live_at__lt=timezone.now()).order_by("approved_go_live_at")


@transaction.atomic
def _unpublish(expired: Any) -> None:
    """Unpublish `expired`; a page with its translations, whose end is set in the original alone."""
    for page in (expired, *(kept_translations(expired) if isinstance(expired, Page) else ())):
        page.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")


def _publish(revision: Revision) -> None:
    try:
        revision.publish(log_action="wagtail.publish.scheduled")
    except (PermissionDenied, ValidationError) as refused:
        page = revision.content_object
        if not isinstance(page, Page):
            raise
        reasons = refused.messages if isinstance(refused, ValidationError) else str(refused).splitlines()
        log(instance=page, action=REFUSED, user=revision.user, data={"reasons": reasons}, revision=revision)
        keep_unpublished(page, revision, None, reasons)
