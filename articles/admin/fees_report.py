"""Monthly byline report of an outlet for the fees (nhuận bút), as a page and as XLSX."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.base_views import NewsroomAdminView, chosen_outlet
from articles.admin.calendar_entries import month_asked
from articles.editorial.access import sections_of, within
from articles.models import ArticleByline, ArticlePage, SectionPage
from base.caching.headers import PERSONAL
from base.spreadsheets.writer import xlsx_response
from campaign.models import Outlet
from users.roles import ARRANGERS

HEADINGS = (
    gettext_lazy("STT"), gettext_lazy("Họ và tên"), gettext_lazy("Bút danh"), gettext_lazy("Vai trò"),
    gettext_lazy("Phần công, %"), gettext_lazy("Thể loại"), gettext_lazy("Số tiếng"), gettext_lazy("Tít"),
    gettext_lazy("Chuyên mục"), gettext_lazy("Giờ đăng"), gettext_lazy("Địa chỉ"),
)  # fmt: skip
#: Roles that are paid by words.
WRITERS = {ArticleByline.Role.TEXT, ArticleByline.Role.TRANSLATION, ArticleByline.Role.COMPILED}
WIDTHS = (6, 26, 22, 12, 12, 16, 10, 60, 26, 18, 60)  # characters


def bounds(month: date) -> tuple[datetime, datetime]:
    """Aware first moment of `month` and of the month after it."""
    zone = timezone.get_current_timezone()
    following = (month.replace(day=1) + timedelta(days=32)).replace(day=1)
    return (
        datetime.combine(month.replace(day=1), datetime.min.time(), zone),
        datetime.combine(following, datetime.min.time(), zone),
    )


def shares(given: list[int | None]) -> list[int]:
    """Percent of a story for each of its people; those without a share divide the rest equally.

    A remainder goes to the first ones, one per cent each, so that the sum stays 100.
    """
    open_places = [place for place, share in enumerate(given) if share is None]
    found = [share or 0 for share in given]
    left = max(0, 100 - sum(found))
    for place, number in enumerate(open_places):
        found[number] = left // len(open_places) + (place < left % len(open_places))
    return found


def rows(outlet: Outlet, month: date) -> Iterator[tuple[Any, ...]]:
    """One row per person and story of the outlet that was published in `month`; copies of others' stories are left out.

    Stories taken down since are included and marked: paying for them is decided elsewhere. Stories without an author
    stand at the end and are named as such; words are counted for who wrote, not for who photographed.
    """
    sections = sections_of([outlet])
    by_path = {section.path: section for section in sections}
    start, end = bounds(month)
    stories = list(
        ArticlePage.objects.filter(
            within(sections),
            first_published_at__isnull=False,
            alias_of=None,
            published_at__gte=start,
            published_at__lt=end,
        )
        .order_by("published_at", "pk")
        .prefetch_related("locale")
        .specific()  # types count their words differently; one query for each type
    )
    bylines = _bylines(stories)
    number = 0
    for story in sorted(stories, key=lambda one: one.pk not in bylines):  # those without an author last
        people = bylines.get(story.pk, [])
        about = _about(story, by_path[story.path[: -story.steplen]])
        for byline, share in zip(people, shares([byline.share for byline in people]), strict=True):
            number += 1
            words = story.word_count if byline.role in WRITERS else ""
            person = (byline.person.full_name, byline.name, byline.get_role_display(), share)
            yield (number, *person, story.get_genre_display(), words, *about)
        if not people:
            number += 1
            nobody = (_("(chưa ghi tác giả)"), "", "", "")
            yield (number, *nobody, story.get_genre_display(), story.word_count, *about)


def _bylines(stories: Iterable[ArticlePage]) -> dict[int, list[ArticleByline]]:
    """Key of a story → its bylines in order; stories without one are missing."""
    found: dict[int, list[ArticleByline]] = {}
    # By keys: before the first ANALYZE PostgreSQL would run a subquery once for each byline.
    of_stories = ArticleByline.objects.filter(page__in=[story.pk for story in stories])
    for byline in of_stories.select_related("person").order_by("sort_order"):
        found.setdefault(byline.page_id, []).append(byline)
    return found


def _about(story: ArticlePage, section: SectionPage) -> tuple[Any, ...]:
    """Headline, section, hour and address of a story."""
    title = story.title if story.live else _("%(title)s (đã gỡ)") % {"title": story.title}
    return title, section.title, story.published_at, settings.SITE_URL + story.address


class BylineSheetView(NewsroomAdminView):
    """The report of one outlet and month; `?xlsx` downloads it."""

    page_title = gettext_lazy("Bảng bút danh, nhuận bút")
    header_icon = "table"
    template_name = "articles/admin/byline_sheet.html"

    def _asked(self) -> tuple[list[Outlet], Outlet, date]:
        mine, chosen = chosen_outlet(self.request, ARRANGERS)
        return mine, chosen[0], month_asked(self.request.GET.get("thang", ""))

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page, or with `?xlsx` the table as a file. Raises PermissionDenied for who may not arrange stories."""
        is_file = "xlsx" in request.GET and request.method in {"GET", "HEAD"}
        return self._file() if is_file else super().dispatch(request, *args, **kwargs)

    def _file(self) -> FileResponse:
        _mine, outlet, month = self._asked()
        head = [str(heading) for heading in HEADINGS]
        response = xlsx_response(
            f"nhuan-but-{outlet.slug}-{month:%Y-%m}.xlsx",
            head,
            rows(outlet, month),
            widths=dict(zip(head, WIDTHS, strict=True)),
        )
        response.headers["Cache-Control"] = PERSONAL
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the rows of the outlet and month that the address names."""
        mine, outlet, month = self._asked()
        return super().get_context_data(**kwargs) | {
            "outlets": mine,
            "outlet": outlet,
            "month": month,
            "headings": HEADINGS,
            "rows": list(rows(outlet, month)),
            "file_words": _("Lấy tệp XLSX"),
        }
