"""Wagtail's publish_scheduled, in which a page that cannot be published holds no other one up.

Wagtail's command ends at the first page that raises: since it begins with the oldest, everything behind would wait for
ever. Raising are pages whose data have become invalid (an address taken meanwhile) and checks of a page's publish().
"""

from __future__ import annotations

import logging
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.management.commands import publish_scheduled
from wagtail.models import Page, Revision

from articles.rules.publish_gates.pages import keep_unpublished
from articles.rules.publishing import REFUSED

logger = logging.getLogger(__name__)


class Command(publish_scheduled.Command):
    """Publishes what is due, page by page, then lets Wagtail's command unpublish what has expired."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Publish what is due. Raises what the first page raised that failed for another reason than its own data."""
        if not options["dryrun"]:
            for revision in Revision.objects.filter(approved_go_live_at__lt=timezone.now()).order_by(
                "approved_go_live_at"
            ):
                _publish(revision)
        super().handle(*args, **options)


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
    except Exception:  # Wagtail's part of the command meets it again and reports it
        logger.exception("revision %s is not published", revision.pk)
