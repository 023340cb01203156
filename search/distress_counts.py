"""Counts the answers to cries for help by month and kind only, and shows the counts to keepers of the help lines."""

from __future__ import annotations

import logging

from django.contrib.auth.decorators import permission_required
from django.db import DatabaseError, transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from search.models import DistressCount

RIGHT = "campaign.change_helpline"
MONTHS = 24  # shown
LABELS = {
    "death": _("muốn chết, tự làm đau"),
    "images": _("ảnh, clip riêng tư"),
    "abuse": _("xâm hại, gạ gẫm"),
    "coercion": _("ép buộc, lừa tiền"),
    "bullying": _("bắt nạt, bạo lực"),
    "plea": _("kêu cứu chung"),
    "added": _("từ tòa soạn thêm"),
}
log = logging.getLogger(__name__)


def count(kind: str) -> None:
    """Add one to this month's number of `kind`. The reader gets the answer also while the database refuses it."""
    month = timezone.localdate().replace(day=1)
    try:
        with transaction.atomic():
            DistressCount.objects.get_or_create(month=month, kind=kind)
            DistressCount.objects.filter(month=month, kind=kind).update(count=F("count") + 1)
    except DatabaseError as error:
        log.error("distress count: %s", error)


@require_safe
@permission_required(RIGHT, raise_exception=True)
def counts(request: HttpRequest) -> HttpResponse:
    """/admin/tro-giup/cau-cuu/: the numbers by month and kind. 403 for who may not change help lines."""
    rows = DistressCount.objects.order_by("-month", "kind")[: MONTHS * len(LABELS)]
    visible_rows = [
        {
            "month": f"{row.month:%m-%Y}",
            "kind": LABELS.get(row.kind, row.kind),
            "count": row.count if row.count >= DistressCount.SMALLEST_SHOWN else None,
        }
        for row in rows
    ]
    return render(request, "search/admin/counts.html", {"rows": visible_rows, "smallest": DistressCount.SMALLEST_SHOWN})
