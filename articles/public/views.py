"""Small public views of the newsroom that are not pages of the tree."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.csp import CSP
from django.views.decorators.csp import csp_override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from articles.models import ArticlePage
from articles.public import most_read
from articles.public.structured_data import absolute
from base import context as shell
from base.caching.headers import public_page

#: Zalo's share button, as its documentation asks for it. This page alone may load it, and only after a tap.
ZALO_CSP = settings.SECURE_CSP | {
    "script-src": [CSP.SELF, "https://sp.zalo.me"],
    "frame-src": ["https://*.zalo.me"],
    "img-src": [CSP.SELF, "data:", "https://*.zalo.me", "https://*.zadn.vn"],
    "connect-src": [CSP.SELF, "https://*.zalo.me"],
}


@csrf_exempt  # changes a number and nothing else; the page that sends it has no cookie to steal
@require_POST
def count_reading(request: HttpRequest, page_id: str) -> HttpResponse:
    """/dem/<page>/: one reading. The answer is empty and says nothing of whether it was counted."""
    if most_read.is_reader(request):
        most_read.collector.add(int(page_id))
    return HttpResponse(status=204, headers={"Cache-Control": "no-store"})


@require_safe
@csp_override(ZALO_CSP)
def share_on_zalo(request: HttpRequest, page_id: int) -> HttpResponse:
    """A page of its own for Zalo's button, so that no story loads a script of others. 404 without an OA id."""
    account = shell.data().get("campaign", {}).get("zalo_oa_id", "")
    story = ArticlePage.objects.live().public().filter(pk=page_id).with_sections().defer("body").first()
    if not account or story is None:
        raise Http404
    context = {"story": story, "account": account, "link": absolute(story.address)}
    return public_page(render(request, "articles/share_on_zalo.html", context))
