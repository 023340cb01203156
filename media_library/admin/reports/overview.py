"""The reports' first page: downloads of twelve weeks, who takes what, beside the week before; /admin/reports/kho/."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any

from django.db.models import Sum
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
from media_library.statistics.kept import kept

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
    weeks = weeks_from(first)
    counts = kept(f"overview:{first}", partial(_counts, first))
    context = {
        "weeks": weeks,
        "chart": trend(weeks),
        "bar_width": shapes.BAR_WIDTH,
        "figures": _figures(counts["total"], weeks),
        "groups": [_group(counts[key], key, first) for key in SHOWN],
        "assets": _assets(counts["assets"], request.user),
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
    """A row per week, weeks without downloads too: Monday, label, files, kits, distinct schools; kept."""
    weeks = kept(f"weeks:{first}", partial(_by_week, first))
    rows = []
    for number in range(WEEKS):
        monday = first + timedelta(weeks=number)
        row = weeks.get(monday, dict.fromkeys((FILES, PACKAGES, ORGANISATIONS), 0))
        counts = {"files": row[FILES], "kits": row[PACKAGES], "schools": row[ORGANISATIONS]}
        rows.append({"monday": monday, "label": f"{monday:%d-%m}"} | counts)
    return rows


def _by_week(first: date) -> dict[date, dict[str, Any]]:
    """Monday → figures, for weeks with downloads; one query."""
    days = DownloadDay.objects.filter(day__gte=first)
    counted = days.annotate(week=TruncWeek("day")).values("week").annotate(**figures())
    return {row["week"]: dict(row) for row in counted}


def _counts(first: date) -> dict[str, Any]:
    """The figures together, and the groups taken most by each of SHOWN and by asset; six queries."""
    days = DownloadDay.objects.filter(day__gte=first)
    counts: dict[str, Any] = {"total": totals(days)}
    for key in SHOWN:
        column = GROUPS[key][1]
        groups = days.values(column).annotate(**{FILES: figures()[FILES]}).filter(**{f"{FILES}__gt": 0})
        counts[key] = list(groups.order_by(f"-{FILES}", column)[:MOST_ROWS])
    counted = days.values("asset").annotate(**figures())
    counts["assets"] = list(counted.order_by(f"-{FILES}", f"-{IN_KITS}", "asset")[:MOST_ROWS])
    return counts


def _figures(total: dict[str, int], weeks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The page's leading figures: label, value, and the difference between the last two whole weeks."""
    whole, before = weeks[-2], weeks[-3]
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


def _group(counted: list[dict[str, Any]], key: str, first: date) -> dict[str, Any]:
    """One chart of bars, of files taken by themselves: heading, bars, total, address of its whole table."""
    heading, column, names = GROUPS[key]
    rows = [(str(names.get(row[column], row[column]) or _("không rõ")), row[FILES]) for row in counted]
    return {
        "heading": heading,
        "bars": shapes.bars(rows),
        "height": max(len(rows), 1) * shapes.ROW,
        "total": sum(value for _label, value in rows),
        "address": f"{reverse('library_downloads')}?theo={key}&tu={first:%Y-%m-%d}",
    }


def _assets(rows: list[dict[str, Any]], user: Any) -> list[dict[str, Any]]:
    """The assets taken most, of those that `user` may know: files by themselves and in kits, distinct schools."""
    assets = Asset.objects.choosable_by(user).with_texts().in_bulk([row["asset"] for row in rows])
    return [
        {"asset": assets[row["asset"]], "files": row[FILES], "in_kits": row[IN_KITS], "schools": row[ORGANISATIONS]}
        for row in rows
        if row["asset"] in assets  # not one that was deleted meanwhile
    ]
