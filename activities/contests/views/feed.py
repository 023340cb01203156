"""RSS of contests: a new one, and its results. Works are in no feed: a copy elsewhere could not be withdrawn."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from activities.contests.views.public import public_contests
from activities.models import Contest
from articles.presentation.structured_data import absolute
from base.caching.headers import public_page

SHOWN = 30  # contests
RSS_TYPE = "application/rss+xml; charset=utf-8"


@require_safe
@conditional_page
def rss(request: HttpRequest) -> HttpResponse:
    """The newest contests with a public page and their results, in the language of the address."""
    feed = Rss201rev2Feed(
        title=_("Cuộc thi"),
        link=absolute(reverse("activities_public:contests")),
        description=_("Vẽ, viết, quay, diễn; bài nộp qua trường, ban giám khảo chấm, không bình chọn"),
        language=get_language(),
        feed_url=absolute(request.path),
    )
    contests = public_contests().order_by("-closes_at")[:SHOWN]
    items = [item for contest in contests for item in _items(contest)]
    for title, text, address, at in sorted(items, key=lambda item: item[3], reverse=True):
        feed.add_item(title=title, link=address, description=text, unique_id=address, pubdate=at)
    return public_page(HttpResponse(feed.writeString("utf-8"), content_type=RSS_TYPE))


def _items(contest: Contest) -> Iterator[tuple[str, str, str, datetime]]:
    """(title, text, absolute address, since when) of a contest that has opened, and of its results."""
    title = contest.said("title")
    if contest.opens_at <= timezone.now():
        address = absolute(reverse("activities_public:contest", args=[contest.slug]))
        yield title, contest.said("summary"), address, contest.opens_at
    if contest.has_results and contest.results_at:
        results = _("Kết quả và phòng tranh: %(title)s") % {"title": title}
        yield results, "", absolute(reverse("activities_public:gallery", args=[contest.slug])), contest.results_at
