"""Lấy bài: the page on which another outlet takes published stories into its sections, or gives them back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.base_views import NewsroomAdminView
from articles.editorial.access import outlets_of, sections_of, within
from articles.editorial.syndication import remove_copy, syndicate
from articles.models import ArticlePage, SectionPage
from articles.models.querysets import ArticleQuerySet
from articles.syndication.closed import closed, closed_paths
from base.languages import language_name
from base.pagination import page_of
from base.text import whole_number
from campaign.models import Outlet
from users.http import SignedInRequest
from users.roles import ARRANGERS

PER_PAGE = 30
#: Parameters of the list: the language, and the outlet whose stories are shown.
LANGUAGE, OUTLET = "nn", "co-quan"


def _offered(sections: list[SectionPage]) -> ArticleQuerySet:
    """Originals that everybody may read, and closed ones of which `sections` have a copy, to be given back."""
    stories = ArticlePage.objects.live().originals()
    if not closed_paths():
        return stories
    copies = ArticlePage.objects.filter(within(sections)).exclude(alias_of=None)
    return stories.filter(~closed() | Q(pk__in=copies.values("alias_of")))


def _free_of(story: ArticlePage, sections: list[SectionPage], taken: set[str]) -> list[SectionPage]:
    """Sections in the story's language without a copy of it; `taken` are the paths of those that have one.

    None of a story that is closed.
    """
    if story.path.startswith(closed_paths()):
        return []
    return [section for section in sections if section.locale_id == story.locale_id and section.path not in taken]


@dataclass(frozen=True)
class Filter:
    """A choice of the list. `choices`: value of the parameter `name` → label; an unknown `asked` is no choice."""

    name: str
    label: str
    choices: dict[str, str]
    asked: str

    @property
    def chosen(self) -> str:
        return self.asked if self.asked in self.choices else ""

    def allows(self, value: str) -> bool:
        return self.chosen in ("", value)


def _rows(stories: list[ArticlePage], own: list[SectionPage], outlets: dict[str, Outlet]) -> list[dict[str, Any]]:
    """Each of `stories` with its outlet, its copies, and the sections of `own` that have none.

    `outlets`: path of a section → its outlet.
    """
    existing = ArticlePage.objects.filter(alias_of__in=[story.pk for story in stories], live=True)
    copies: dict[int, list[ArticlePage]] = {}
    for copy in existing.with_sections():
        copies.setdefault(copy.alias_of_id, []).append(copy)
    return [
        {
            "story": story,
            "outlet": outlets[story.path[: -story.steplen]].short_name,
            "copies": there,
            "free": _free_of(story, own, {copy.path[: -copy.steplen] for copy in there}),
        }
        for story, there in ((story, copies.get(story.pk, [])) for story in stories)
    ]


class SyndicateView(NewsroomAdminView):
    """Stories of other outlets, newest first, each with the sections it may be taken into."""

    page_title = gettext_lazy("Lấy bài của cơ quan khác")
    header_icon = "copy"
    template_name = "articles/admin/syndicate.html"

    def _own_outlets(self) -> QuerySet[Outlet]:
        mine = outlets_of(self.request.user, ARRANGERS)
        if not mine:
            raise PermissionDenied(_("Thư ký tòa soạn và Tổng Biên tập lấy bài về chuyên mục của cơ quan mình."))
        return mine

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add one page of stories, each with its copies and the sections that have none; and the filters."""
        mine = list(self._own_outlets())
        own = sections_of(mine)
        others = sections_of(Outlet.objects.exclude(pk__in=[outlet.pk for outlet in mine]))
        outlets = {section.path: section.outlet for section in others if section.outlet}
        by_outlet, by_language = self._filters(others, outlets)
        chosen = [
            section
            for section in others
            if by_outlet.allows(outlets[section.path].slug) and by_language.allows(section.language)
        ]
        stories = _offered(own).filter(within(chosen)).newest_first().defer("body", "transcript")
        words = self.request.GET.get("q", "").strip()[:80]
        if words:
            stories = stories.filter(title__icontains=words)
        page = page_of(Paginator(stories.with_sections(), PER_PAGE), self.request)
        more = {"page_obj": page, "rows": _rows(list(page), own, outlets), "words": words}
        return super().get_context_data(**kwargs) | more | {"filters": (by_outlet, by_language)}

    def _filters(self, others: list[SectionPage], outlets: dict[str, Outlet]) -> tuple[Filter, Filter]:
        names = {outlet.slug: outlet.short_name for outlet in outlets.values()}
        languages = {section.language: language_name(section.language) for section in others}
        return (
            Filter(OUTLET, _("Cơ quan"), names, self.request.GET.get(OUTLET, "")),
            Filter(LANGUAGE, _("Ngôn ngữ"), languages, self.request.GET.get(LANGUAGE, "")),
        )

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take a story over, or give a copy back. Raises Http404, PermissionDenied."""
        self._own_outlets()
        ids = {name: whole_number(request.POST.get(name, "")) for name in ("story", "section", "copy")}
        try:
            if ids["copy"]:
                remove_copy(get_object_or_404(ArticlePage, pk=ids["copy"]), request.user)
                messages.success(request, _("Đã trả bài; bản gốc vẫn ở cơ quan viết bài."))
            else:
                section = get_object_or_404(SectionPage, pk=ids["section"])
                copy = syndicate(get_object_or_404(ArticlePage, pk=ids["story"]).specific, section, request.user)
                messages.success(request, _("Đã đưa “%(title)s” vào chuyên mục.") % {"title": copy.title})
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect(reverse("newsroom:syndicate"))
