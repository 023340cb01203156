"""The readings of the last DAYS days as XLSX: by story, section and author, with a column for each day."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q, Sum
from django.db.models.functions import TruncDate
from django.http import FileResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from articles.models import ArticleByline, ArticlePage
from base.caching.headers import PERSONAL
from base.spreadsheets.writer import XLSX, Sheet, workbook
from home.dashboard.readings import counts_of, days_shown

Counts = Counter[date]


def readings_file(condition: Q) -> FileResponse:
    """The file for the stories that `condition` names; five queries."""
    title = f"luot-doc-{timezone.localdate():%Y-%m-%d}.xlsx"
    widths = {_("Tít"): 60, _("Chuyên mục"): 26, _("Tác giả"): 32}
    response = FileResponse(workbook(_sheets(condition), widths=widths), content_type=XLSX)
    response.headers["Content-Disposition"] = content_disposition_header(True, title)
    response.headers["Cache-Control"] = PERSONAL
    return response


def _sheets(condition: Q) -> list[Sheet]:
    by_story = _by_story(condition)
    stories = ArticlePage.objects.filter(pk__in=by_story).defer("body", "transcript").with_sections().in_bulk()
    authors: dict[int, list[str]] = defaultdict(list)
    for byline in ArticleByline.objects.filter(page__in=by_story).select_related("person").order_by("sort_order"):
        if byline.name not in authors[byline.page_id]:
            authors[byline.page_id].append(byline.name)
    by_section: dict[tuple[str, str], Counts] = defaultdict(Counter)  # title and path: titles come twice
    by_author: dict[str, Counts] = defaultdict(Counter)
    rows: list[tuple[tuple[str, ...], Counts]] = []
    for key, counts in by_story.items():
        story, names = stories[key], authors[key]
        rows.append(((story.title, story.section.title, ", ".join(names)), counts))
        by_section[story.section.title, story.path[: -story.steplen]] += counts
        for name in names or [_("(chưa ghi tác giả)")]:
            by_author[name] += counts
    return [
        _sheet(_("Theo bài"), [_("Tít"), _("Chuyên mục"), _("Tác giả")], rows),
        _sheet(
            _("Theo chuyên mục"), [_("Chuyên mục")], (((name,), counts) for (name, _path), counts in by_section.items())
        ),
        _sheet(_("Theo tác giả"), [_("Tác giả")], (((name,), counts) for name, counts in by_author.items())),
    ]


def _by_story(condition: Q) -> dict[int, Counts]:
    """Key of a story → day → readings; stories that nobody read are missing."""
    by_story: dict[int, Counts] = defaultdict(Counter)
    rows = counts_of(condition).annotate(day=TruncDate("hour", tzinfo=timezone.get_current_timezone()))
    for page, day, number in rows.values_list("page_id", "day").annotate(number=Sum("reads")).order_by():
        by_story[page][day] += number
    return by_story


def _sheet(title: str, names: list[str], rows: Iterable[tuple[tuple[str, ...], Counts]]) -> Sheet:
    """A sheet with a column for each day and one for their sum, most read first."""
    days = days_shown()
    most_first = sorted(rows, key=lambda row: (-row[1].total(), row[0]))
    cells: list[list[Any]] = [[*row, *(counts[day] for day in days), counts.total()] for row, counts in most_first]
    return Sheet(title, [*names, *(f"{day:%d-%m}" for day in days), _("Tổng")], cells)
