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
from base.languages import inside_a_sentence, language_name

_PATH = re.compile(r"/(?P<language>[a-z-]{2,7})/(?P<rest>[a-z0-9/-]{0,280})")


@require_safe
def not_translated(request: HttpRequest) -> HttpResponse:
    """/km/chua-dich/?trang=/vi/…/: names the page, links to it and to a translation if there is one.

    404 unless the path is that of a live public page, so that the page cannot be misused for other links.
    """
    path = request.GET.get("trang", "")
    match = _PATH.fullmatch(path)
    page = _live_page(match["language"], match["rest"]) if match else None
    if page is None:
        raise Http404
    twin = page.get_translations().filter(live=True, locale__language_code=get_language()).first()
    context = {
        "original": page,
        "original_address": path,
        "twin_address": twin.get_url(request) if twin else "",
        "original_language": page.locale.language_code,
        "original_name": inside_a_sentence(language_name(page.locale.language_code)),
        "missing_name": inside_a_sentence(language_name(get_language() or settings.LANGUAGE_CODE)),
    }
    return shared_page(render(request, "translations/not_translated.html", context))


def _live_page(language: str, rest: str) -> Page | None:
    for root in Site.get_site_root_paths():
        if root.language_code == language and language in dict(settings.LANGUAGES):
            pages = Page.objects.live().exclude(closed()).filter(url_path=root.root_path + rest)
            page = pages.select_related("locale").first()
            if page:
                return page
    return None
