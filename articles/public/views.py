"""Public views of the newsroom that are no pages of the tree: reading counter, Zalo's share button."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csp import csp_override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from articles.models import ArticlePage
from articles.public import most_read
from media_library.public.sharing.zalo import ZALO_CSP, zalo_page


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
    story = ArticlePage.objects.live().public().filter(pk=page_id).with_sections().defer("body").first()
    if story is None:
        raise Http404
    return zalo_page(request, title=story.title, address=story.address)
