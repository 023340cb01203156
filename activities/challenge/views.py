"""What readers see besides the page of a challenge: the whole wall, and the recap after its last day."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from activities.models import ChallengeLink, ChallengePage
from articles.presentation.embeds import FRAMES
from base.caching.headers import public_page
from base.http import first_or_404
from base.pagination import page_of

A_PAGE = 24
_POLICY: dict[str, Any] = settings.SECURE_CSP | {"frame-src": list(FRAMES)}  # loaded after a click


def challenge_or_404(pk: int) -> ChallengePage:
    """The readable challenge in the language of the address."""
    pages = ChallengePage.objects.readable().filter(pk=pk, locale__language_code=get_language())
    return first_or_404(pages.select_related("locale"), _("Không có thử thách này."))


def _shown(request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    return public_page(render(request, f"activities/challenge/{name}.html", context))


@require_safe
@csp_override(_POLICY)
def wall(request: HttpRequest, pk: int) -> HttpResponse:
    """All shown links, A_PAGE a page."""
    page = challenge_or_404(pk)
    return _shown(request, "wall", {"page": page, "links": page_of(Paginator(page.wall(), A_PAGE), request)})


@require_safe
@csp_override(_POLICY)
def recap(request: HttpRequest, pk: int) -> HttpResponse:
    """Numbers and highlights of all weeks; 404 before the last day has passed."""
    page = challenge_or_404(pk)
    if not page.is_over:
        raise Http404(_("Thử thách chưa kết thúc."))
    links = list(page.wall())
    weeks: dict[date, list[ChallengeLink]] = {}
    for link in links:
        if link.highlight_week:
            weeks.setdefault(link.highlight_week, []).append(link)
    context = {
        "page": page,
        "total": len(links),
        "units": len({link.sender_key for link in links if link.sender_kind == "unit"}),
        "partners": len({link.sender_key for link in links if link.sender_kind == "partner"}),
        "weeks": sorted(weeks.items()),
        "kit": page.recap_kit if page.recap_kit and page.recap_kit.is_released else None,
    }
    return _shown(request, "recap", context)
