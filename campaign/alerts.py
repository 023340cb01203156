"""Panel of the administration's home page with help lines not verified for 90 days (docs/domain.md E.3)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from wagtail.admin.ui.components import Component

from .models import HELPLINE_REVIEW_DAYS, HelpLine


def due_lines() -> QuerySet[HelpLine]:
    """Published help lines last verified more than HELPLINE_REVIEW_DAYS days ago, the oldest first."""
    last = timezone.localdate() - timedelta(days=HELPLINE_REVIEW_DAYS)
    return HelpLine.objects.shown().filter(verified_on__lt=last).select_related("locale").order_by("verified_on", "pk")


class HelpLinesDuePanel(Component):
    """A warning with one link per help line; empty where none is due."""

    order = 10
    template_name = "campaign/admin/helplines_due.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """`lines` that are due, and `days` after which they are."""
        return {"lines": list(due_lines()), "days": HELPLINE_REVIEW_DAYS}
