"""Public page for a language in which a page does not exist; links to the original."""

from __future__ import annotations

import re

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site

from articles.syndication.closed import closed
from base.caching.headers import shared_page

_PATH = re.compile(r"/(vi|en|km)/[a-z0-9/-]{0,280}")


@require_safe
def not_translated(request: HttpRequest) -> HttpResponse:
    """/km/chua-dich/?trang=/vi/…/: names the page, links to it and to a translation if there is one.

    404 unless the path is that of a live public page, so that the page cannot be misused for other links.
    """
    path = request.GET.get("trang", "")
    page = _live_page(path) if _PATH.fullmatch(path) else None
    if page is None:
        raise Http404
    twin = page.get_translations().filter(live=True, locale__language_code=get_language()).first()
    context = {
        "original": page,
        "original_address": path,
        "twin_address": twin.get_url(request) if twin else "",
        "original_language": page.locale.language_code,
    }
    return shared_page(render(request, "translations/not_translated.html", context))


def _live_page(path: str) -> Page | None:
    language, rest = path[1:3], path[4:]
    for root in Site.get_site_root_paths():
        if root.language_code == language and language in dict(settings.LANGUAGES):
            pages = Page.objects.live().exclude(closed()).filter(url_path=root.root_path + rest)
            found = pages.select_related("locale").first()
            if found:
                return found
    return None
