"""/tu-khoa/<slug>/: the stories of one keyword, and readable addresses of keywords: “cuộc thi” is at cuoc-thi/."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models.signals import pre_save
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from taggit.models import Tag

from articles.models import ArticlePage
from articles.presentation import structured_data
from articles.presentation.cards import cards_of
from base.caching.headers import shared_page
from base.pagination import page_of
from base.templatetags.vi import in_vietnamese
from base.text import free_slug, vn_slugify

PER_PAGE = 20


def connect() -> None:
    """Connect the receiver; called by AppConfig.ready()."""
    pre_save.connect(_readable, sender=Tag, dispatch_uid="readable-tags")


def _readable(sender: type[Tag], instance: Tag, raw: bool = False, **kwargs: Any) -> None:
    """Receiver of pre_save: the slug of a new keyword by the site's rule; taggit keeps the marks and every đ."""
    if instance._state.adding and not raw:
        wish = vn_slugify(instance.name)
        taken_slugs = Tag.objects.filter(slug__startswith=wish).values_list("slug", flat=True)
        instance.slug = free_slug(wish, set(taken_slugs))


@require_safe
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    """The stories in pages. Raises Http404 when no live story of the language has the keyword."""
    keyword = Tag.objects.filter(slug=slug).first()
    if keyword is None:
        plain = vn_slugify(slug)
        if plain != slug and Tag.objects.filter(slug=plain).exists():
            return redirect("tag", slug=plain, permanent=True)  # typed with marks, as the keyword is written
        raise Http404(_("Không có từ khóa này."))
    language = get_language() or "vi"
    stories = ArticlePage.objects.readable().originals().filter(locale__language_code=language, tags=keyword)
    page_obj = page_of(Paginator(stories.newest_first(), PER_PAGE), request)
    cards = cards_of(page_obj)
    if not cards:
        raise Http404(_("Chưa có bài nào mang từ khóa này."))
    context = {
        "shown_title": keyword.name,
        "heading": in_vietnamese(keyword.name),  # keywords are Vietnamese on every page
        "page_obj": page_obj,
        "stories": cards,
        "canonical": structured_data.absolute(request.get_full_path()),
        "share_picture": structured_data.share_picture(cards[0]),
        "structured_data": structured_data.collection(language, keyword.name, request.path),
    }
    return shared_page(render(request, "articles/topic.html", context))
