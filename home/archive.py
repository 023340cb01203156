"""Views of the archive /luu-tru/: all published articles by month, section and season of the campaign."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.models import ArticlePage
from articles.presentation import structured_data
from articles.presentation.cards import cards_of
from base import site_context
from base.caching.headers import shared_page
from base.http import first_or_404
from base.pagination import page_of
from base.templatetags.vi import own_or_vietnamese
from campaign.models import Season

PER_PAGE = 20
SECTION = "chuyen-muc"  # query parameter: slug of a section


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List years and months with their number of articles, seasons and sections."""
    months = (
        _stories(request)
        .annotate(month=TruncMonth("published_at", tzinfo=timezone.get_current_timezone()))
        .values("month")
        .annotate(number=Count("pk"))
        .order_by("-month")
    )
    years: dict[int, list[dict[str, Any]]] = {}
    for row in months:
        if row["month"]:
            years.setdefault(row["month"].year, []).append(row)
    newest = _stories(request).newest_first()[:1].cards()
    context = {"years": years, "seasons": list(Season.objects.all()), **_head(request, _("Lưu trữ"), newest)}
    return shared_page(render(request, "home/archive.html", context))


@require_safe
def month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """Articles of a month in settings.TIME_ZONE, newest first. Raises Http404 for an invalid month."""
    try:
        first = datetime.date(year, month, 1)
        after = datetime.date(year + month // 12, month % 12 + 1, 1)
    except (ValueError, OverflowError) as error:
        raise Http404(_("Không có tháng này.")) from error
    title = capfirst(date_format(first, "YEAR_MONTH_FORMAT"))
    return _list(request, title, _stories(request).filter(**_between(first, after)))


@require_safe
def season(request: HttpRequest, slug: str) -> HttpResponse:
    """Articles published between the first and last day of a season. Raises Http404 for an unknown slug."""
    campaign_season = first_or_404(Season.objects.filter(slug=slug), _("Không có mùa chiến dịch này."))
    after = campaign_season.ends_on + datetime.timedelta(days=1)
    stories = _stories(request).filter(**_between(campaign_season.starts_on, after))
    title = getattr(campaign_season, f"name_{get_language()}", "") or campaign_season.name
    return _list(request, title, stories, heading=own_or_vietnamese(campaign_season, "name"), season=campaign_season)


def _between(first: datetime.date, after: datetime.date) -> dict[str, datetime.datetime]:
    """Filter for `published_at` from `first` up to but not including `after`, as days in settings.TIME_ZONE."""
    zone = timezone.get_current_timezone()
    start, end = (datetime.datetime.combine(day, datetime.time.min, zone) for day in (first, after))
    return {"published_at__gte": start, "published_at__lt": end}


def _list(request: HttpRequest, title: str, stories: Any, heading: str = "", **more: Any) -> HttpResponse:
    page_obj = page_of(Paginator(stories.newest_first(), PER_PAGE), request)
    stories = cards_of(page_obj)
    context = {"page_obj": page_obj, "stories": stories, **_head(request, title, stories, heading), **more}
    return shared_page(render(request, "home/archive_list.html", context))


def _stories(request: HttpRequest) -> Any:
    """Public articles in the active language, of the section in the query string if any (see _section())."""
    stories = ArticlePage.objects.readable().filter(locale__language_code=get_language())
    section = _section(request)
    return stories.filter(path__startswith=section.path) if section else stories.originals()


def _section(request: HttpRequest) -> Any:
    """The section that the query string names, None without one. Raises Http404 for an unknown one."""
    slug = request.GET.get(SECTION, "")
    if not slug:
        return None
    for section in site_context.data().get("articles", {}).get("sections", []):
        if section.address.split("/")[2] == slug:
            return section
    raise Http404(_("Không có chuyên mục này."))


def _head(request: HttpRequest, title: str, stories: list[Any], heading: str = "") -> dict[str, Any]:
    """Context for heading and <head>; the share image is that of the first of `stories`."""
    section, heading = _section(request), heading or title
    named = f"{title} · {section.title}" if section else title
    return {
        "title": named,
        "heading": format_html("{} · {}", heading, section.title) if section else heading,
        "section": section,
        "in_all_languages": True,
        "share_picture": structured_data.share_picture(stories[0]) if stories else None,
        "canonical": structured_data.absolute(request.get_full_path()),
        "structured_data": structured_data.collection(get_language() or "vi", named, request.path),
    }
