"""Public views of the newsroom that are no pages of the tree: reading counter, Zalo's share button."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from articles.models import ArticlePage
from articles.public import most_read
from media_library.public.sharing.zalo import zalo_page

UNCACHED = {"Cache-Control": "no-store"}


@csrf_exempt  # it changes nothing; the sending page has no cookies
@require_POST
def reading_ticket(request: HttpRequest, token: str) -> HttpResponse:
    """/dem/<token>/: the address at which one reading of this page counts, as text; 204 where none is handed out."""
    page_id = most_read.page_of(token)
    if page_id is None or not most_read.is_reader(request):
        return HttpResponse(status=204, headers=UNCACHED)
    return HttpResponse(most_read.ticket_for(page_id), content_type="text/plain", headers=UNCACHED)


@csrf_exempt  # it only raises a number
@require_POST
def count_reading(request: HttpRequest, ticket: str) -> HttpResponse:
    """/dem/mot-lan/<ticket>/: count one reading, the first time. The answer does not tell whether it was counted."""
    page_id = most_read.spend(ticket) if most_read.is_reader(request) else None
    if page_id is not None:
        most_read.collector.add(page_id)
    return HttpResponse(status=204, headers=UNCACHED)


@require_safe
def share_on_zalo(request: HttpRequest, page_id: int) -> HttpResponse:
    """Page to share a story by Zalo, so that stories load no script of other sites. 404 for what is not public."""
    story = ArticlePage.objects.readable().filter(pk=page_id).with_sections().defer("body").first()
    if story is None:
        raise Http404
    return zalo_page(request, title=story.title, address=story.address)
