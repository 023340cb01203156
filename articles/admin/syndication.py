"""Lấy bài: another outlet shows a published story in one of its sections.

The copy is a Wagtail page alias: it has no text of its own, so corrections reach it automatically.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.actions.delete_page import DeletePageAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page
from wagtail.signals import page_published

from articles.admin.access import ARRANGERS, outlets_of, sections_of
from articles.admin.base_views import NewsroomAdminView
from articles.models import ArticlePage, SectionPage
from base.text import whole_number

PER_PAGE = 30


@transaction.atomic
def syndicate(story: ArticlePage, section: SectionPage, user: Any) -> ArticlePage:
    """Create a copy of `story` in `section`. Raises PermissionDenied, or ValidationError with the reason."""
    if not outlets_of(user, ARRANGERS).filter(pk=section.outlet_id).exists():
        raise PermissionDenied(_("Thư ký tòa soạn và Tổng Biên tập lấy bài về chuyên mục của cơ quan mình."))
    source = Page.objects.select_for_update().get(pk=story.pk)
    own = story.get_parent().specific
    if not source.live or story.alias_of_id:
        raise ValidationError(_("Chỉ lấy được bài gốc đang đăng."))
    if own.outlet_id == section.outlet_id:
        raise ValidationError(_("Bài này đã là của cơ quan bạn."))
    if story.locale_id != section.locale_id:
        raise ValidationError(_("Bài và chuyên mục phải cùng một thứ tiếng."))
    if ArticlePage.objects.child_of(section).filter(alias_of=story.pk).exists():
        raise ValidationError(_("Chuyên mục này đã có bài ấy."))
    copy = CreatePageAliasAction(story, parent=section, update_slug=_free_slug(section, story.slug), user=user).execute(
        skip_permission_checks=True
    )
    copy = copy.specific
    page_published.send(sender=type(copy), instance=copy, revision=None, alias=True)  # updates lists and edge
    return copy


def is_syndicated(page: Page) -> bool:
    """Whether `page` is a copy of another outlet's story; a copy within one outlet is not."""
    if not isinstance(page, ArticlePage) or not page.alias_of_id:
        return False
    here, there = (one.get_parent().specific for one in (page, page.alias_of))
    return getattr(here, "outlet_id", None) != getattr(there, "outlet_id", None)


def _free_slug(section: SectionPage, wish: str) -> str:
    taken = set(section.get_children().filter(slug__startswith=wish).values_list("slug", flat=True))
    names = (wish if number == 1 else f"{wish}-{number}" for number in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)


def _free_of(story: ArticlePage, sections: list[SectionPage], taken: set[str]) -> list[SectionPage]:
    """Sections in the story's language without a copy of it; `taken` are the paths of those that have one."""
    return [one for one in sections if one.locale_id == story.locale_id and one.path not in taken]


@transaction.atomic
def remove_copy(copy: ArticlePage, user: Any) -> None:
    """Delete a copy from one's own section; the original stays. Raises PermissionDenied."""
    section = copy.get_parent().specific
    if not copy.alias_of_id or not outlets_of(user, ARRANGERS).filter(pk=section.outlet_id).exists():
        raise PermissionDenied
    UnpublishPageAction(copy, user=user).execute(skip_permission_checks=True)  # checked above
    DeletePageAction(copy, user=user).execute(skip_permission_checks=True)


class SyndicateView(NewsroomAdminView):
    """Stories of other outlets, newest first, each with the sections it may be taken into."""

    page_title = gettext_lazy("Lấy bài của cơ quan khác")
    header_icon = "copy"
    template_name = "articles/admin/syndicate.html"

    def _own_outlets(self):
        mine = outlets_of(self.request.user, ARRANGERS)
        if not mine:
            raise PermissionDenied(_("Thư ký tòa soạn và Tổng Biên tập lấy bài về chuyên mục của cơ quan mình."))
        return mine

    def get_context_data(self, **kwargs):
        mine = list(self._own_outlets())
        own = sections_of(mine)
        others = SectionPage.objects.exclude(outlet__in=mine).exclude(outlet=None).values_list("path", flat=True)
        stories = ArticlePage.objects.live().originals().newest_first().defer("body", "transcript")
        stories = stories.filter(path__regex="^(" + "|".join(others) + ").{4}$") if others else stories.none()
        words = self.request.GET.get("q", "").strip()[:80]
        if words:
            stories = stories.filter(title__icontains=words)
        page = Paginator(stories.with_sections(), PER_PAGE).get_page(self.request.GET.get("trang"))
        taken = ArticlePage.objects.filter(alias_of__in=[story.pk for story in page], live=True)
        copies: dict[int, list[ArticlePage]] = {}
        for copy in taken.with_sections():
            copies.setdefault(copy.alias_of_id, []).append(copy)
        rows = [
            {
                "story": story,
                "copies": there,
                "free": _free_of(story, own, {copy.path[: -copy.steplen] for copy in there}),
            }
            for story, there in ((story, copies.get(story.pk, [])) for story in page)
        ]
        return super().get_context_data(**kwargs) | {"page_obj": page, "rows": rows, "words": words}

    def post(self, request, *args, **kwargs):
        self._own_outlets()
        ids = {name: request.POST.get(name, "") for name in ("story", "section", "copy")}
        ids = {name: whole_number(value) for name, value in ids.items()}
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
