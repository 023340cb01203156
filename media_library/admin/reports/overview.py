"""The reports' first page: downloads of twelve weeks, who takes what, beside the week before; /admin/reports/kho/."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet, Sum
from django.db.models.functions import TruncWeek
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from base.charts import shapes
from base.errors import permission_denied
from media_library.admin.reports.downloads import GROUPS
from media_library.models import Asset, AssetFile, DownloadDay
from media_library.statistics.figures import FILES, IN_KITS, ORGANISATIONS, PACKAGES, figures, totals

WEEKS = 12
MOST_ROWS = 10  # of a chart of bars
#: keys of GROUPS that have a chart of bars
SHOWN = ("cap", "ngon-ngu", "cach", "loai")


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Charts with tables; needs view_downloadevent."""
    if not request.user.has_perm("media_library.view_downloadevent"):
        return permission_denied(request)
    today = timezone.localdate()
    first = first_monday()
    days = DownloadDay.objects.filter(day__gte=first)
    weeks = weeks_from(first)
    context = {
        "weeks": weeks,
        "chart": trend(weeks),
        "bar_width": shapes.BAR_WIDTH,
        "figures": _figures(days, weeks),
        "groups": [_group(days, key, first) for key in SHOWN],
        "assets": _assets(days),
        "first": first,
        "today": today,
        "export": f"{reverse('library_downloads')}?tu={first:%Y-%m-%d}&den={today:%Y-%m-%d}",
    }
    return render(request, "media_library/admin/reports.html", context)


def first_monday() -> date:
    """The Monday with which the last WEEKS weeks begin."""
    today = timezone.localdate()
    return today - timedelta(days=today.weekday(), weeks=WEEKS - 1)


def trend(weeks: list[dict[str, Any]]) -> shapes.Weeks:
    """Files taken by themselves as columns, distinct schools as the line."""
    return shapes.weeks(
        [(row["label"], row["files"]) for row in weeks], [(row["label"], row["schools"]) for row in weeks]
    )


def weeks_from(first: date) -> list[dict[str, Any]]:
    """A row per week, weeks without downloads too: Monday, label, files, kits, distinct schools; one query."""
    days = DownloadDay.objects.filter(day__gte=first)
    counted = days.annotate(week=TruncWeek("day")).values("week").annotate(**figures())
    found: dict[Any, dict[str, Any]] = {row["week"]: dict(row) for row in counted}
    rows = []
    for number in range(WEEKS):
        monday = first + timedelta(weeks=number)
        row = found.get(monday, dict.fromkeys((FILES, PACKAGES, ORGANISATIONS), 0))
        counts = {"files": row[FILES], "kits": row[PACKAGES], "schools": row[ORGANISATIONS]}
        rows.append({"monday": monday, "label": f"{monday:%d-%m}"} | counts)
    return rows


def _figures(days: QuerySet[DownloadDay], weeks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The page's leading figures: label, value, and the difference between the last two whole weeks."""
    whole, before = weeks[-2], weeks[-3]
    total = totals(days)
    stored = AssetFile.objects.filter(version__released_at__isnull=False).aggregate(size=Sum("stored__size"))
    return [
        {"label": _("Tệp tải riêng, 12 tuần"), "value": total[FILES], "change": whole["files"] - before["files"]},
        {
            "label": _("Đơn vị khác nhau"),
            "value": total[ORGANISATIONS],
            "change": whole["schools"] - before["schools"],
        },
        {"label": _("Bộ ZIP, 12 tuần"), "value": total[PACKAGES], "change": whole["kits"] - before["kits"]},
        {"label": _("Tài liệu đang phát hành"), "value": Asset.objects.released().count()},
        {"label": _("Dung lượng đã phát hành"), "size": stored["size"] or 0},
    ]


def _group(days: QuerySet[DownloadDay], key: str, first: date) -> dict[str, Any]:
    """One chart of bars, of files taken by themselves: heading, bars, total, address of its whole table."""
    heading, column, names = GROUPS[key]
    counted = days.values(column).annotate(**figures()).filter(**{f"{FILES}__gt": 0}).order_by(f"-{FILES}", column)
    rows = [(str(names.get(row[column], row[column]) or _("không rõ")), row[FILES]) for row in counted[:MOST_ROWS]]
    return {
        "heading": heading,
        "bars": shapes.bars(rows),
        "height": max(len(rows), 1) * shapes.ROW,
        "total": sum(value for _label, value in rows),
        "address": f"{reverse('library_downloads')}?theo={key}&tu={first:%Y-%m-%d}",
    }


def _assets(days: QuerySet[DownloadDay]) -> list[dict[str, Any]]:
    """The assets taken most: the asset, files by themselves and in kits, distinct schools."""
    counted = days.values("asset").annotate(**figures())
    most = counted.order_by(f"-{FILES}", f"-{IN_KITS}", "asset")[:MOST_ROWS]
    rows: list[dict[str, Any]] = [dict(row) for row in most]
    assets = Asset.objects.with_texts().in_bulk([row["asset"] for row in rows])
    return [
        {"asset": assets[row["asset"]], "files": row[FILES], "in_kits": row[IN_KITS], "schools": row[ORGANISATIONS]}
        for row in rows
    ]
