"""Small public views of the newsroom that are not pages of the tree."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from articles import readings


@csrf_exempt  # changes a number and nothing else; the page that sends it has no cookie to steal
@require_POST
def count_reading(request: HttpRequest, page_id: int) -> HttpResponse:
    """/dem/<page>/: one reading. The answer is empty and says nothing of whether it was counted."""
    if readings.is_reader(request):
        readings.collector.add(int(page_id))
    return HttpResponse(status=204, headers={"Cache-Control": "no-store"})
