"""Public views of the newsroom that are no pages of the tree: reading counter, Zalo's share button."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.csp import CSP
from django.views.decorators.csp import csp_override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from articles.models import ArticlePage
from articles.presentation.structured_data import absolute
from articles.public import most_read
from base import site_context
from base.caching.headers import public_page

#: Policy for Zalo's share button, as its documentation requires; used on this one page only.
ZALO_CSP = settings.SECURE_CSP | {
    "script-src": [CSP.SELF, "https://sp.zalo.me"],
    "frame-src": ["https://*.zalo.me"],
    "img-src": [CSP.SELF, "data:", "https://*.zalo.me", "https://*.zadn.vn"],
    "connect-src": [CSP.SELF, "https://*.zalo.me"],
}


@csrf_exempt  # it only raises a number; the sending page has no cookies
@require_POST
def count_reading(request: HttpRequest, token: str) -> HttpResponse:
    """/dem/<token>/: count one reading of a page that was handed out. The answer does not tell whether it was."""
    page_id = most_read.page_of(token)
    if page_id is not None and most_read.is_reader(request):
        most_read.collector.add(page_id)
    return HttpResponse(status=204, headers={"Cache-Control": "no-store"})


@require_safe
@csp_override(ZALO_CSP)
def share_on_zalo(request: HttpRequest, page_id: int) -> HttpResponse:
    """Page with Zalo's button, so that stories load no script of other sites. 404 without an account at Zalo."""
    account = site_context.data().get("campaign", {}).get("zalo_oa_id", "")
    story = ArticlePage.objects.live().public().filter(pk=page_id).with_sections().defer("body").first()
    if not account or story is None:
        raise Http404
    context = {"story": story, "account": account, "link": absolute(story.address)}
    return public_page(render(request, "articles/share_on_zalo.html", context))
